"""How much room texts take, in the widest of our faces."""

from functools import lru_cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font, LoadFlags

#: Of matplotlib itself, so that no two machines measure differently.
FACES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
#: Size at which letters are measured.
LARGE = 100


@lru_cache(8192)
def measure_text(text: str, size: float, is_bold: bool = False) -> float:
    """Return the width of a text in pixels, letter by letter and so never too little.

    Examples
    --------
    >>> round(measure_text("Sở Xây dựng", 10), 1)
    63.1
    """
    return sum(_measure_letter(letter, is_bold) for letter in text) * size / LARGE


def wrap_text(text: str, width: float, size: float, is_bold: bool = False) -> list[str]:
    """Return the text in lines no wider than this, broken between words only."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure_text(longer, size, is_bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(4096)
def _measure_letter(letter: str, is_bold: bool) -> float:
    glyph = _face(is_bold).load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    # In 65,536ths of a pixel.
    return float(glyph.linearHoriAdvance) / 65536


@lru_cache
def _face(is_bold: bool) -> FT2Font:
    face = FT2Font(str(Path(matplotlib.get_data_path(), "fonts/ttf", FACES[is_bold])))
    face.set_size(LARGE, 72)
    return face
