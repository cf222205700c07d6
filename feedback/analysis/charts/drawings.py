"""A sheet to draw on, in pixels from the top left, and the look that charts share."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import matplotlib
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from feedback.analysis.charts.svg import write_svg
from feedback.analysis.verdicts import Evidence

# For the whole process, since a context would be undone by another thread half-way.
# Settings files of the machine are left aside: they would change the bytes.
matplotlib.rcdefaults()
matplotlib.rcParams.update(
    {
        "font.family": "DejaVu Sans",
        "path.simplify": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "gop-y",
    }
)

PAPER = "#ffffff"
INK = "#1d2a2f"
GREY = "#5b6770"
TRACK = "#e9eef0"
#: Each verdict has a colour and, for grey paper and colour-blind eyes, a shape of its
#: own (marker, filled or open).
COLOURS = {
    Evidence.MET: "#00695c",
    Evidence.NOT_MET: "#a8321a",
    Evidence.TOO_CLOSE: "#8a6d00",
    Evidence.NOT_ENOUGH: GREY,
}
SHAPES = {
    Evidence.MET: ("o", True),
    Evidence.NOT_MET: ("s", True),
    Evidence.TOO_CLOSE: ("D", False),
    Evidence.NOT_ENOUGH: ("o", False),
}
DASHES = (5.0, 3.0)


@dataclass(frozen=True, slots=True)
class Layout:
    """Width of a chart and size of its type, in pixels."""

    width: int
    type_size: int

    @property
    def line(self) -> float:
        """Return the height of a line of text."""
        return 1.35 * self.type_size


#: Type as large as the text of the page, when shown 720 px wide.
WIDE = Layout(720, 19)
#: For a phone of 360 px.
NARROW = Layout(360, 15)


@dataclass(frozen=True, slots=True)
class ChartText:
    """What a chart says to those who cannot see it, and how it writes a percentage."""

    title: str
    description: str
    language: str = "vi"
    percent: str = "{}%"
    decimal_mark: str = ","

    def write_percent(self, percent: float) -> str:
        """Return a percentage as people write it."""
        return self.percent.format(f"{percent:g}".replace(".", self.decimal_mark))


@lru_cache(4096)
def measure_text(text: str, size: float, is_bold: bool = False) -> float:
    """Return the width of a text in pixels, in the widest of our faces."""
    width, _, _ = text_to_path.get_text_width_height_descent(
        text, _font(size, is_bold), ismath=False
    )
    return float(width)


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


@lru_cache
def _font(size: float, is_bold: bool) -> FontProperties:
    weight = "bold" if is_bold else "normal"
    return FontProperties(family="DejaVu Sans", weight=weight, size=size)


class Sheet:
    """A drawing in pixels, x from the left and y from the top, that grows downwards."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        #: Where the next thing goes; at the end, the height of the drawing.
        self.y = 0.0
        # On the figure itself: axes, and their look-out for limits, take half the time.
        self._figure = Figure(dpi=72, facecolor=PAPER)
        self._places = Affine2D()

    def write(
        self,
        x: float,
        y: float,
        text: str,
        colour: str = INK,
        anchor: str = "left",
        is_bold: bool = False,
    ) -> None:
        """Write a text with its baseline at y."""
        self._add(
            Text(
                x,
                y,
                text,
                color=colour,
                ha=anchor,
                va="baseline",
                fontproperties=_font(self.layout.type_size, is_bold),
                parse_math=False,
            )
        )

    def line(
        self,
        points: Sequence[tuple[float, float]],
        colour: str = INK,
        width: float = 2.0,
        is_dashed: bool = False,
    ) -> None:
        """Draw a line through the points."""
        line = Line2D([x for x, _ in points], [y for _, y in points])
        line.set(color=colour, linewidth=width, clip_on=False)
        if is_dashed:
            line.set(linestyle=(0, tuple(d / width * 2 for d in DASHES)))
        self._add(line)

    def area(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """Fill the area inside the points."""
        self._add(Polygon(points, facecolor=colour, lw=0, clip_on=False))

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle whose top left corner is at x, y."""
        patch = Rectangle((x, y), width, height, facecolor=colour, lw=0, clip_on=False)
        self._add(patch)

    def mark(self, x: float, y: float, evidence: Evidence, size: float = 12) -> None:
        """Draw the sign of a verdict."""
        shape, is_filled = SHAPES[evidence]
        colour = COLOURS[evidence]
        mark = Line2D([x], [y], linestyle="none", marker=shape, clip_on=False)
        mark.set(
            markersize=size * (0.8 if shape == "D" else 1),
            markeredgecolor=colour,
            markeredgewidth=2.5,
            markerfacecolor=colour if is_filled else PAPER,
        )
        self._add(mark)

    def dot(self, x: float, y: float, colour: str, size: float) -> None:
        """Draw a small disc that says nothing of verdicts."""
        dot = Line2D([x], [y], linestyle="none", marker="o", clip_on=False)
        dot.set(markersize=size, markeredgewidth=0, markerfacecolor=colour)
        self._add(dot)

    def write_lines(self, text: str, value: str = "", colour: str = INK) -> None:
        """Write a text in as many lines as it needs, a bold value at the right end."""
        size, width = self.layout.type_size, self.layout.width
        room = width - measure_text(value, size, is_bold=True) - size
        # A value so long that it would squeeze the text has lines of its own.
        is_beside = room >= width / 2
        for line in wrap_text(text, room if is_beside else width, size):
            self.y += self.layout.line
            self.write(0, self.y - 0.35 * size, line)
        if is_beside:
            self.y -= self.layout.line
        for line in wrap_text(value, width, size, is_bold=True):
            self.y += self.layout.line
            self.write(width, self.y - 0.35 * size, line, colour, "right", True)

    def to_svg(self, text: ChartText) -> bytes:
        """Return the drawing as an SVG document."""
        width, height = self.layout.width, round(self.y)
        self._figure.set_size_inches(width / 72, height / 72)
        self._places.scale(1, -1).translate(0, height)
        return write_svg(self._figure, text.title, text.description, text.language)

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._places)
        self._figure.add_artist(artist)
