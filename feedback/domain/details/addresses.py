"""Where somebody lives: a house, a lane, a numbered hamlet or neighbourhood.

A street alone is no address, and wards are too large to point at anybody. The address
of an office is left alone.
"""

import re
from collections.abc import Iterator
from typing import Final

from feedback.domain.details.findings import Kind
from feedback.domain.details.readings import Reading

_NUMBER: Final = r"[0-9]{1,4}[a-z]?(?![0-9a-z])(?:/[0-9]{1,4}[a-z]?(?![0-9a-z])){0,4}"
_SO: Final = r"(?:(?:so|s) ?)?"
_NAME: Final = r"[a-z]{1,12}(?: [a-z]{1,12}){0,3}"
_PART: Final = re.compile(
    # "ởthôn 8": a space is soon forgotten there.
    r"(?:(?<![a-z])|(?<=o))(?:"
    rf"(?P<house>(?:so nha|nha so|sn|so) ?:? ?{_NUMBER}|lo [a-z]{{0,2}} ?{_NUMBER})"
    r"|(?P<flat>can ho (?:so )?[a-z]{0,2}[0-9]{1,4}(?:[.-][0-9]{1,4})?(?![0-9a-z]))"
    r"|(?P<room>(?:phong|p\.?) ?[0-9]{2,4}(?![0-9a-z]))"
    rf"|(?P<lane>(?:ngo|hem|ngach|kiet) ?{_SO}{_NUMBER})"
    r"|(?P<unit>(?P<unit_word>to dan pho|to dp|tdp|to|thon|ap|xom|khu pho|kp|khu vuc"
    rf"|khom|doi|buon) ?{_SO}[0-9]{{1,3}}[a-z]?(?![0-9a-z]))"
    r"|(?P<street>(?:duong|pho|dai lo) (?=(?P<street_name>(?:so )?[0-9]{1,4}[a-z]?"
    rf"(?![0-9a-z])|{_NAME})))"
    rf"|(?P<place>(?:thon|xom|ap|buon|lang) (?=(?P<place_name>{_NAME})))"
    r"|(?P<block>(?:chung cu|toa nha|block) (?=(?P<block_name>[a-z]?[0-9]{1,3}"
    rf"|{_NAME})))"
    rf"|(?P<bare>{_NUMBER}(?: [a-z]{{2,12}}){{1,3}} (?:street|road|lane)(?![a-z])"
    rf"|{_NUMBER})"
    r")"
)
#: What a number of people or of days goes on with: "tổ 5 người".
_COUNTED = re.compile(
    " (?:nguoi|thanh vien|can bo|lan|phut|gio|ngay|thang|tuan|tieng)(?![a-z])"
)
_BETWEEN = re.compile(r"[ ,.-]{0,3}")
#: 45/7 Hoa Phượng, after a word that says somebody lives there.
_LIVES: Final = r"(?<![a-z])(?:tai|o|ngu|tru|dia chi|d/c|nha|ve)(?: so)? ?:? ?"
_UNSAID_STREET = re.compile(rf"{_LIVES}(?P<all>{_NUMBER} (?P<name>[a-z]+(?: [a-z]+)+))")
_UNSAID_NAME = re.compile(f" {_NAME}")
#: Words short of a mark that mean something else: tờ, đợi, áp.
_MARKED: Final = {"to": "tổ", "doi": "đội", "ap": "ấp", "buon": "buôn", "xom": "xóm"}
_OFFICE = re.compile(
    r"(?<![a-z])(?:tru so|uy ban|ubnd|trung tam|mot cua|chi nhanh|cong an|van phong"
    r"|dia diem|buu dien)(?![a-z])[^.;!?\n]{0,60}$"
)
_HOME = re.compile(r"(?<![a-z])(?:nha|toi|gia dinh|em|tru tai|ngu)(?![a-z])")
#: Words that end the name of a street in a text without capitals.
_AFTER_STREET: Final = frozenset(
    "gan va ma bi la co khong chua da dang se thi xin de nay nuoc dien nhan tu "
    "xa quan huyen tinh thanh tp to thon ap khu hem ngo truoc sau canh doi dien hay "
    "bao chua toi ma thi neu gap qua toi xin nho rat".split()
)
_MOST_BEFORE: Final = 80


def find_addresses(reading: Reading) -> Iterator[tuple[Kind, int, int]]:
    """Every address in a reading, each as one stretch."""
    parts: list[re.Match[str]] = []
    end = 0
    for match in _PART.finditer(reading.bare):
        if not _is_said(reading, match):
            continue
        if parts and not _BETWEEN.fullmatch(reading.bare[end : match.start()]):
            yield from _join(reading, parts, end)
            parts = []
        parts.append(match)
        end = _end_of(reading, match)
    yield from _join(reading, parts, end)
    for match in _UNSAID_STREET.finditer(reading.bare):
        start = match.start("all")
        stop = _end_of_capitals(reading, match.start("name"), match.end("name"))
        n_words = len(reading.bare[match.start("name") : stop].split())
        if stop and n_words > 1 and not _is_office(reading, start):
            yield Kind.ADDRESS, start, stop


def _join(
    reading: Reading, parts: list[re.Match[str]], end: int
) -> Iterator[tuple[Kind, int, int]]:
    """One address of neighbouring parts, if they say where somebody lives."""
    # A number or a place that nothing belongs to: "15 ngõ 3" has one, "10 lần" not.
    while parts and parts[-1].lastgroup == "bare" and " " not in parts[-1][0]:
        parts.pop()
        end = _end_of(reading, parts[-1]) if parts else 0
    if parts and _tells_home(parts) and not _is_office(reading, parts[0].start()):
        yield Kind.ADDRESS, parts[0].start(), end


def _tells_home(parts: list[re.Match[str]]) -> bool:
    groups = {match.lastgroup for match in parts}
    if groups & {"lane", "unit", "flat"}:
        return True
    if groups & {"house", "bare", "room"} and groups & {"street", "place", "block"}:
        return True
    return any(
        re.match("so nha|nha so|sn", match[0]) or match[0].endswith(("street", "road"))
        for match in parts
    )


def _is_said(reading: Reading, match: re.Match[str]) -> bool:
    if match["unit"] and _COUNTED.match(reading.bare, match.end()):
        return False
    if match["place"] and not (reading.is_bare or reading.is_capital):
        return _end_of_capitals(reading, *match.span("place_name")) > 0
    word = match["unit_word"]
    if word in _MARKED:
        start = match.start("unit_word")
        return reading.says(start, start + len(word), _MARKED[word])
    return True


def _end_of(reading: Reading, match: re.Match[str]) -> int:
    """Where a part ends: a name is over sooner than four words may be."""
    if match.lastgroup in ("lane", "house"):
        return _end_of_unsaid_street(reading, match.end())
    group = f"{match.lastgroup}_name"
    if group not in match.re.groupindex:
        return match.end()
    start, end = match.span(group)
    if match[group][0].isdigit() or match[group].startswith("so "):
        return end
    return _end_of_capitals(reading, start, end) or _end_of_words(reading, start, end)


def _end_of_unsaid_street(reading: Reading, start: int) -> int:
    """Where the street of "hẻm 120/5 Hoa Cúc" ends; its number, if none follows."""
    follows = _UNSAID_NAME.match(reading.bare, start)
    if follows is None:
        return start
    end = _end_of_capitals(reading, *follows.span())
    return end if " " in reading.bare[start:end].strip() else start


def _end_of_capitals(reading: Reading, start: int, end: int) -> int:
    """Where capitalised words end; 0 where capitals say nothing or there are none."""
    if reading.is_capital:
        return 0
    last = 0
    for word in re.finditer("[a-z]+", reading.bare[start:end]):
        if not reading.cased[start + word.start()].isupper():
            break
        last = start + word.end()
    return last


def _end_of_words(reading: Reading, start: int, end: int) -> int:
    """Two words at most, fewer if one of them goes on with the sentence."""
    last = start
    for number, word in enumerate(re.finditer("[a-z]+", reading.bare[start:end])):
        if number == 2 or word[0] in _AFTER_STREET:
            break
        last = start + word.end()
    return last


def _is_office(reading: Reading, start: int) -> bool:
    before = reading.bare[max(0, start - _MOST_BEFORE) : start]
    office = _OFFICE.search(before)
    return office is not None and not _HOME.search(before, office.start())
