"""Telephone, identity, tax and account numbers, plates and codes of dossiers.

Every repetition is bounded and starts where a number starts, so that no text takes
more than time in proportion to its length.
"""

import re
from collections.abc import Iterator
from typing import Final

from feedback.domain.details.findings import Kind
from feedback.domain.details.readings import Reading

#: A place in a reading.
Place = tuple[Kind, int, int]

#: Between the digits of one number.
_SEP: Final = r"[ .,_-]{0,2}"
_DIGIT: Final = "[0-9ol]"
_START: Final = "(?<![0-9])"
_END: Final = "(?![0-9])"


def _digits(least: int, most: int, digit: str = "[0-9]") -> str:
    return rf"{digit}(?:{_SEP}{digit}){{{least - 1},{most - 1}}}"


_WORDS: Final = "khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin"
#: After 0 or +84: mobile numbers have 9 digits; the mobile numbers of old and those
#: with an area code have 10.
_NATIONAL: Final = (
    rf"(?:[12]{_SEP}{_digits(9, 9, _DIGIT)}|[3-9]{_SEP}{_digits(8, 8, _DIGIT)})"
)
_COUNTRY: Final = rf"(?:\(\+?84\)|\+84|{_START}(?:00)?84){_SEP}(?:\(0\)|0)?{_SEP}"
_ZERO: Final = rf"(?:{_START}\(?0|(?<![0-9a-z])\(?o){_SEP}"
_AREA: Final = rf"\(0[0-9]{{1,4}}\){_SEP}{_digits(6, 8)}"
_DAY: Final = r"(?:[0-2]?[0-9]|3[01])[ ]?[./-][ ]?[01]?[0-9][ ]?[./-][ ]?(?:19|20)\d\d"
_PHONE = re.compile(
    rf"(?!{_DAY}{_END})(?:{_AREA}|{_COUNTRY}{_NATIONAL}|{_ZERO}{_NATIONAL}){_END}"
)
#: A telephone number said in words, digits among them perhaps.
_SPOKEN = re.compile(
    rf"(?<![a-z])(?:{_WORDS})(?:[ ,.-]{{1,3}}(?:{_WORDS}|[0-9])){{8,10}}(?![a-z])"
)

_DASH: Final = " ?- ?"
_UNIT: Final = r"[a-y][0-9o]{2}(?:\.[0-9a-z]{1,4}){0,6}"
_OLD_UNIT: Final = r"[0-9o]{3}\.[0-9o]{2}\.[0-9o]{2}\.[a-y][0-9o]{2}"
_DOSSIER = re.compile(
    rf"(?:(?<![0-9a-z.])|(?<=ma)|(?<=so))(?:{_OLD_UNIT}|{_UNIT}){_DASH}[0-9o]{{6}}"
    rf"{_DASH}[0-9o]{{4,7}}{_END}"
    r"|(?<![a-z])pakn\.[0-9]{8}\.[0-9]{4}(?![0-9])"
    r"|(?<![0-9.-])2[0-9]{5}-[0-9]{3,7}(?![0-9])"
)

#: 29B1-123.45, 51F-678.90, 75K1-6789: province, series, number.
_PLATE_FORM: Final = (
    r"[1-9][0-9][ -]?(?:[a-hk-nps-vx-z][0-9]?|[a-hk-nps-vx-z]{2})"
    r"(?:[ .-]{0,2})(?:[0-9]{3}\.?[0-9]{2}|[0-9]{4})"
)
_PLATE = re.compile(rf"{_START}(?<![a-z/.]){_PLATE_FORM}(?![0-9a-z/])")

#: A number after its name, with up to 48 characters without a digit between them.
_NAMED: Final = (
    (
        Kind.IDENTITY,
        r"c[cm]cd|can cuo[ct]|cmnd|cmt|chung minh|dinh danh|ho chieu|bhxh|bhyt",
        _digits(8, 12),
    ),
    (
        Kind.TAX,
        r"mst|ma so thue|ma so doanh nghiep|msdn|tax code",
        rf"{_digits(10, 12)}(?: ?- ?[0-9]{{3}})?",
    ),
    (
        Kind.ACCOUNT,
        r"stk|tai khoan[gn]?|tk|account|so the|the atm|chuyen khoan|ck (?:vo|vao)"
        r"|ngan hang|[a-z]{0,8}bank|bidv|vcb",
        rf"[0-9]{{3}}[a-z][0-9]{{6,10}}|{_digits(7, 19)}",
    ),
)
_NAMED_PATTERNS: Final = tuple(
    (kind, re.compile(rf"(?:{names})[^0-9\n;!?]{{0,48}}?({number}){_END}"))
    for kind, names, number in _NAMED
)
_TAX_BRANCH = re.compile(rf"{_START}[0-9]{{10}}-[0-9]{{3}}{_END}")
#: The form of an identity card's number: province, century and sex, year, six digits.
_CARD = re.compile(rf"{_START}0[0-9]{{2}}{_SEP}[0-3]{_SEP}{_digits(8, 8)}{_END}")
_LONG = re.compile(rf"{_START}(?<![.,/])[0-9]{{9,19}}(?![0-9]|[.,/][0-9])")
#: 1021 0000 123456, as banks print it.
_SPACED_ACCOUNT = re.compile(rf"{_START}[0-9]{{4}}(?: [0-9]{{2,6}}){{2,4}}{_END}")
_SPACED_CARD = re.compile(rf"{_START}[0-9]{{3}} [0-9]{{3}} [0-9]{{3}}(?! ?[0-9])")
_MONEY = re.compile(
    r" ?(?:(?:d|k|vn?d|tr)(?![a-z])|dong|usd|trieu|ty(?![a-z])|m2|met|ngan(?! hang)"
    r"|nghin)"
)
_NUMERAL = re.compile("[0-9]")
_SERVICE_LINE = re.compile(r"1[89]00")
_IS_PLATE_NAMED = re.compile(r"(?:bien(?: kiem soat)?(?: so)?|bsx?|bks|xe) ?:?$")


def find_numbers(reading: Reading) -> Iterator[Place]:
    """Every number that points at a person, those of the surest form first."""
    bare = reading.bare
    for match in _SPOKEN.finditer(bare):
        if not _is_money(bare, match.end()):
            yield Kind.PHONE, *match.span()
    if _NUMERAL.search(bare):
        yield from _find_written(reading)


def _find_written(reading: Reading) -> Iterator[Place]:
    bare = reading.bare
    for match in _DOSSIER.finditer(bare):
        yield Kind.DOSSIER, *match.span()
    for kind, pattern in _NAMED_PATTERNS:
        for match in pattern.finditer(bare):
            if not _is_money(bare, match.end(1)):
                yield kind, *match.span(1)
    for match in _PLATE.finditer(bare):
        if _is_plate(reading, match):
            yield Kind.PLATE, *match.span()
    for match in _TAX_BRANCH.finditer(bare):
        yield Kind.TAX, *match.span()
    for match in _PHONE.finditer(bare):
        if not _is_money(bare, match.end()):
            yield Kind.PHONE, *match.span()
    for match in _CARD.finditer(bare):
        yield Kind.IDENTITY, *match.span()
    yield from _find_unnamed(bare)


def _find_unnamed(bare: str) -> Iterator[Place]:
    for match in _LONG.finditer(bare):
        if not _is_money(bare, match.end()) and not _SERVICE_LINE.match(match[0]):
            is_card = len(match[0]) in (9, 12)
            yield (Kind.IDENTITY if is_card else Kind.ACCOUNT), *match.span()
    for match in _SPACED_CARD.finditer(bare):
        if not _is_money(bare, match.end()):
            yield Kind.IDENTITY, *match.span()
    for match in _SPACED_ACCOUNT.finditer(bare):
        is_long = len(match[0].replace(" ", "")) > 11
        if is_long and not _is_money(bare, match.end()):
            yield Kind.ACCOUNT, *match.span()


def _is_money(bare: str, end: int) -> bool:
    return _MONEY.match(bare, end) is not None


def _is_plate(reading: Reading, match: re.Match[str]) -> bool:
    """Whether it shows that it is one: 16h 15000 has the form of a plate too."""
    before = reading.bare[max(0, match.start() - 24) : match.start()]
    is_punctuated = "-" in match[0] or "." in match[0]
    is_capital = any(c.isupper() for c in reading.cased[slice(*match.span())])
    is_tight = " " not in match[0] and is_capital
    return bool(_IS_PLATE_NAMED.search(before)) or is_punctuated or is_tight
