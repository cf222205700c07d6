"""What made-up people write, and what they say that it is."""

from random import Random
from typing import NamedTuple

from feedback.domain.tones import Tone

#: Of a hundred authors, how many name a tone: praise is named more readily.
_NAMES = {"praises": 65, "complaints": 45}
#: Closings that make a proposal of a complaint.
_PROPOSING = ("Mong năm", "Đề nghị")


class Written(NamedTuple):
    """A comment: what it is about, its words, and their tone where it is named."""

    theme: str
    text: str
    tone: Tone | None


def name_tone(random: Random, kind: str, closing: str) -> Tone | None:
    """The tone that the author of praises or complaints names, if any."""
    if random.randrange(100) >= _NAMES[kind]:
        return None
    if kind == "praises":
        return Tone.PRAISE
    return Tone.PROPOSAL if closing.startswith(_PROPOSING) else Tone.PROBLEM
