"""A text as detectors read it: one plain letter for every letter, however written.

Marks, invisible characters, full-width forms and letters of other alphabets that look
Latin are undone; each plain letter knows its place in the text as it was given.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_MARK = re.compile("[\u0300-\u036f]")
#: Letters that look Latin or stand for a Latin one; Cyrillic, Greek, crossed d.
_LOOKALIKES: Final = str.maketrans(
    "đĐðÐɖıаеорсхукмтвніјѕАЕОРСХУКМТВНІЈЅαοικνρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ–—‐‑‒−",
    "dDdDdiaeopcxykmtbnijsAEOPCXYKMTBNIJSaoiknptuxABEZHIKMNOPTYX------",
)
#: Vietnamese has a mark on every fourth letter; below this share it was left out.
_MARKED_SHARE: Final = 0.05
#: Characters whose letters are kept; Vietnamese has under 300.
_KEPT: Final = 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """A text letter by letter; all sequences are of one length."""

    text: str
    #: Lower case without marks.
    bare: str
    #: The same with its capitals.
    cased: str
    #: Each letter in lower case with its marks.
    marked: tuple[str, ...]
    #: Where in the text each letter begins and ends.
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    #: Whether it was typed without marks, and whether in capitals.
    is_bare: bool
    is_capital: bool

    def word(self, start: int, end: int) -> str:
        """The letters between two places, lower case, with their marks."""
        return unicodedata.normalize("NFC", "".join(self.marked[start:end]))

    def says(self, start: int, end: int, word: str) -> bool:
        """Whether a word stands there, with its marks or in a text without any."""
        written = self.word(start, end)
        return written == word or (self.is_bare and written == self.bare[start:end])


def read(text: str) -> Reading:
    """Read a text; takes time in proportion to its length."""
    letters: list[str] = []
    marked: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, character in enumerate(text):
        for letter, lower in _spread(character):
            if not letter:  # a mark of the letter before
                if marked:
                    marked[-1] += lower
                    ends[-1] = place + 1
                continue
            letters.append(letter)
            marked.append(lower)
            starts.append(place)
            ends.append(place + 1)
    cased = "".join(letters)
    bare = "".join(map(_lower, letters))
    words = [m for m, letter in zip(marked, bare, strict=True) if letter.isalpha()]
    n_marked = sum(not word.isascii() for word in words)
    return Reading(
        *(text, bare, cased, tuple(marked), tuple(starts), tuple(ends)),
        is_bare=n_marked < _MARKED_SHARE * len(words),
        is_capital=2 * sum(letter.isupper() for letter in cased) > len(words),
    )


@lru_cache(_KEPT)
def _spread(character: str) -> tuple[tuple[str, str], ...]:
    """A character's plain letters, each with its lower case; a mark has no letter.

    A space for spaces, nothing for the invisible.
    """
    if not character.isascii():
        category = unicodedata.category(character)
        if category in ("Cf", "Cc", "Cs"):
            return ()
        character = " " if category == "Zs" else character
    letters = " " if character == "\t" else unicodedata.normalize("NFKD", character)
    return tuple(
        ("" if _MARK.match(letter) else letter.translate(_LOOKALIKES), letter.lower())
        for letter in letters
    )


def _lower(letter: str) -> str:
    lower = letter.lower()
    # One letter stays one letter, or places no longer fit.
    return lower if len(lower) == 1 else letter
