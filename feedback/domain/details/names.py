"""Names of people: after a title or a word that introduces one, or by their form.

Capitals mark a name where the writer uses them; elsewhere a name is told by the common
surnames, second parts and given names, so that rare ones are missed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from feedback.domain.details.findings import Kind
from feedback.domain.details.name_words import (
    AFTER_NAME,
    BEFORE_VERB,
    BIRTH_ORDER,
    CAPITAL_ONLY,
    GIVEN,
    MIDDLES,
    NOT_FIRST,
    NOT_GIVEN,
    NOT_TITLE,
    OF_MINE,
    OFFICES,
    PLACES,
    SECOND_GIVEN,
    SURNAMES,
)
from feedback.domain.details.readings import Reading

_WORD = re.compile("[a-z]+")
_MOST_WORDS: Final = 5

#: Titles of one word with their marks, by what they are without.
_TITLES: Final = {
    "ong": "ông",
    "ba": "bà",
    "anh": "anh",
    "ah": "ah",
    "chi": "chị",
    "em": "em",
    "co": "cô",
    "chu": "chú",
    "bac": "bác",
    "cau": "cậu",
    "di": "dì",
    "thim": "thím",
    "mo": "mợ",
    "thay": "thầy",
    "cu": "cụ",
    "chau": "cháu",
    "mr": "mr",
    "ms": "ms",
    "mrs": "mrs",
    "miss": "miss",
}
_DOUBTFUL: Final = frozenset(
    {"ba", "co", "chu", "mo", "di", "chi", "cau", "chau", "cu"}
)
#: Short for anh, chị, em in messages; only before a capital.
_SHORT: Final = frozenset({"a", "c", "e", "o", "b"})
#: Posts of two words; the name that follows must be of known words.
_POSTS: Final = frozenset(
    {
        *("can bo", "chuyen vien", "nhan vien", "giam doc", "pho phong"),
        *("truong phong", "ke toan", "chu tich", "bi thu", "luat su", "bac si"),
        *("chung vien", "bao ve", "truong thon", "truong ap", "cong chuc"),
        *("dong chi", "co giao", "thay giao", "anh ay", "cong an"),
    }
)
#: What stands before "là" when a name follows; "tên" and "họ tên" need no "là".
_SELF: Final = frozenset("toi ten em ho con vo chong bo me minh chau tui cha".split())


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a reading and whether each follows the one before by spaces."""

    reading: Reading
    spans: Sequence[tuple[int, int]]
    bare: Sequence[str]
    follows: Sequence[bool]

    def is_capital(self, number: int) -> bool:
        """Whether a word begins with a capital that means something."""
        start = self.spans[number][0]
        return not self.reading.is_capital and self.reading.cased[start].isupper()

    def get(self, number: int) -> str:
        """A word, or nothing beyond the ends."""
        return self.bare[number] if 0 <= number < len(self.bare) else ""

    def word(self, number: int) -> str:
        """A word with its marks."""
        return self.reading.word(*self.spans[number])

    def pair(self, number: int) -> str:
        """A word and the one after it."""
        return f"{self.get(number)} {self.get(number + 1)}"

    def is_next(self, number: int) -> bool:
        """Whether there is such a word and only spaces before it."""
        return number < len(self.bare) and self.follows[number]

    def says(self, number: int, marked: str) -> bool:
        """Whether it is this word, with its marks or in a text without any."""
        return self.reading.says(*self.spans[number], marked)


def find_names(reading: Reading) -> Iterator[tuple[Kind, int, int]]:
    """Every name in a reading, without its title."""
    words = _cut_words(reading)
    number, after = 0, -1
    while number < len(words.bare):
        first, is_sure = _find_start(words, number)
        if number == after and _is_joined(words, number):
            first, is_sure = number + 1, True
        last = _find_end(words, first, is_sure) if first >= 0 else -1
        if last < 0:
            number += 1
            continue
        yield Kind.NAME, words.spans[first][0], words.spans[last][1]
        number = after = last + 1


def _is_joined(words: _Words, number: int) -> bool:
    """Whether one title is of two: anh Lực và Đông."""
    is_and = words.get(number) == "va" and words.is_next(number + 1)
    return (
        is_and and words.is_capital(number + 1) and words.get(number + 1) not in _TITLES
    )


def _cut_words(reading: Reading) -> _Words:
    spans, bare, follows, last = [], [], [], 0
    for match in _WORD.finditer(reading.bare):
        spans.append(match.span())
        bare.append(match[0])
        follows.append(reading.bare[last : match.start()].strip(" ") == "")
        last = match.end()
    return _Words(reading, spans, bare, follows)


def _find_start(words: _Words, number: int) -> tuple[int, bool]:
    """The word a name may begin with if this one leads to it, and whether a title does.

    -1 where nothing leads to a name.
    """
    if words.pair(number) in _POSTS and words.is_next(number + 1):
        return _after(words, number + 2), words.get(number) == "dong"
    if _is_title(words, number):
        return _after(words, number + 1), True
    if _is_introduction(words, number):
        is_told = "ten" in (words.bare[number], words.get(number - 1))
        return _after(words, number + 1), is_told
    # d/c: two words of one letter.
    if words.pair(number) == "d c" and _is_slashed(words, number):
        return number + 2, True
    is_place = words.get(number - 1) in PLACES
    return (-1 if is_place or not _is_full(words, number) else number), False


def _after(words: _Words, number: int) -> int:
    """Past "là" and "tên", if a word is there."""
    for word in ("la", "ten", "la"):
        is_surname = words.get(number + 1) in MIDDLES
        if words.get(number) == word and words.is_next(number) and not is_surname:
            number += 1
    return number if number < len(words.bare) else -1


def _is_slashed(words: _Words, number: int) -> bool:
    start, end = words.spans[number][1], words.spans[number + 1][0]
    return words.reading.bare[start:end] in ("/", ".")


def _is_title(words: _Words, number: int) -> bool:
    word = words.bare[number]
    if word in _SHORT:
        is_before_capital = (
            words.is_next(number + 1)
            and words.is_capital(number + 1)
            and words.get(number + 1) not in _TITLES
        )
        return is_before_capital and not words.is_capital(number)
    is_other = words.pair(number) in NOT_TITLE and not words.is_capital(number + 1)
    if word not in _TITLES or is_other or words.get(number - 1) in PLACES:
        return False
    is_doubtful = words.reading.is_bare and word in _DOUBTFUL
    if is_doubtful and words.get(number - 1) in BEFORE_VERB:
        return False
    return words.says(number, _TITLES[word])


def _is_introduction(words: _Words, number: int) -> bool:
    word, before = words.bare[number], words.get(number - 1)
    if word == "la":
        return words.says(number, "là") and before in _SELF
    return word in ("ten", "name") and words.get(number + 1) not in ("la", "duong")


def _is_full(words: _Words, number: int) -> bool:
    """Surname, văn or thị, and a given name: a name also without a title."""
    return (
        words.get(number) in SURNAMES
        and words.get(number + 1) in ("van", "thi")
        and words.is_next(number + 1)
        and words.is_next(number + 2)
        and (
            words.is_capital(number + 2)
            or words.get(number + 2) not in AFTER_NAME - MIDDLES
        )
        and (
            words.is_capital(number + 2)
            or words.says(number + 1, "thị")
            or words.says(number + 1, "văn")
        )
    )


def _find_end(words: _Words, first: int, is_title: bool) -> int:
    """The last word of a name that begins here; -1 if none does."""
    if words.get(first) in _TITLES and not words.is_capital(first):
        return -1
    if words.is_capital(first) and not words.reading.is_capital:
        return _end_by_capitals(words, first, is_title)
    return _end_by_words(words, first, is_title)


def _end_by_capitals(words: _Words, first: int, is_title: bool) -> int:
    is_title_too = words.get(first) in _TITLES and not _is_full(words, first)
    if words.pair(first) in OFFICES or is_title_too:
        return -1
    last = first
    while last + 1 < first + _MOST_WORDS and words.is_next(last + 1):
        word = words.get(last + 1)
        is_link = word in ("van", "thi") and last == first
        is_office = words.pair(last + 1) in OFFICES
        if not (words.is_capital(last + 1) or is_link) or is_office:
            break
        last += 1
    is_known = words.get(first) in SURNAMES and last > first
    if is_known or words.get(first) in GIVEN:
        return last
    is_sibling = words.word(first) in BIRTH_ORDER and words.get(first + 1) in OF_MINE
    is_other = words.word(first) in NOT_FIRST or is_sibling
    return last if is_title and not is_other else -1


def _end_by_words(words: _Words, first: int, is_title: bool) -> int:
    """Without capitals: surname and second part, or a given name after a title."""
    if words.pair(first) in OFFICES:
        return -1
    if words.get(first) in SURNAMES and words.is_next(first + 1):
        if words.get(first + 1) in MIDDLES and words.is_next(first + 2):
            return _end_of_full(words, first)
        if is_title and _is_given(words, first + 1):
            return _end_of_given(words, first + 1)
    if is_title and _is_given(words, first):
        return _end_of_given(words, first)
    return -1


def _is_given(words: _Words, number: int) -> bool:
    is_name = words.get(number) in GIVEN - CAPITAL_ONLY
    return is_name and words.pair(number) not in NOT_GIVEN


def _end_of_given(words: _Words, number: int) -> int:
    """A given name may have two parts: Ngọc Anh."""
    is_double = words.is_next(number + 1) and words.get(number + 1) in SECOND_GIVEN
    return number + 1 if is_double else number


def _end_of_full(words: _Words, first: int) -> int:
    last = first + 2
    is_told = words.get(first + 1) in ("van", "thi")
    if words.get(last) in AFTER_NAME - MIDDLES and not is_told:
        return first + 1 if _is_given(words, first + 1) else -1
    is_double = words.get(last) in MIDDLES and words.is_next(last + 1)
    if is_double and words.get(last + 1) not in AFTER_NAME:
        return last + 1
    return last
