"""Vietnamese text: cleaned once at input, folded for search, ordered for lists."""

import hashlib
import re
import unicodedata

#: The blocks of marks that sit on Latin letters. Marks of other scripts (Khmer,
#: Chăm) are vowels and must stay, so folding touches these blocks alone.
_LATIN_MARKS = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # fmt: skip
)
_LATIN_MARK = re.compile(f"[{_LATIN_MARKS}]")
#: đ, and the letters that old fonts and keyboards put in its place.
_CROSSED_D = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"})
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_JOINERS = "\u200b\u200c\u200d"
#: Khmer and Chăm use joiners between letters, emoji use them too; Latin never does.
_FIRST_SCRIPT_WITH_JOINERS = "\u0900"
#: Visible characters that nothing has to be done about: ASCII, Latin letters with
#: the Vietnamese ones, common punctuation. Nearly every comment is made of them.
_PLAIN = re.compile("[\n -~\u00a1-\u00ac\u00ae-\u02af\u1ea0-\u1ef9–—‘’“”•…]*")
_MAX_LATIN_MARKS = 2
_MAX_OTHER_MARKS = 4

_BASES = {"ă": "a1", "â": "a2", "đ": "d1", "ê": "e1", "ô": "o1", "ơ": "o2", "ư": "u1"}
#: The order of dictionaries and of ICU: level, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_NUMBER_WIDTH = 8


def fold(text: str) -> str:
    """The text as search sees it: lower case, no diacritics, đ as d, single spaces."""
    text = unicodedata.normalize("NFKD", text).casefold()
    # Case folding can compose (and NFKD can reveal capitals), so once more.
    text = unicodedata.normalize("NFKD", text).casefold()
    text = _LATIN_MARK.sub("", text.translate(_CROSSED_D))
    text = "".join(" " if _is_control(c) else c for c in text if not _is_format(c))
    return " ".join(unicodedata.normalize("NFC", text).split())


def clean(text: str) -> str:
    """The text as it is stored: NFC, no invisible or direction-changing characters."""
    text = _LINE_BREAKS.sub("\n", unicodedata.normalize("NFC", text))
    if not _PLAIN.fullmatch(text):
        text = _drop_invisible(text)
    lines = (line.rstrip() for line in text.split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()


def _drop_invisible(text: str) -> str:
    kept = (_visible(character) for character in text)
    text = _drop_stray_joiners("".join(kept))
    return unicodedata.normalize("NFC", _cap_marks(text))


def clean_line(text: str) -> str:
    """The same for a name or a title: one line, single spaces."""
    return " ".join(clean(text).split())


def sort_key(text: str) -> str:
    """A key whose byte order (COLLATE "C") is Vietnamese: An Ăn Ân Dũng Đà Em."""
    primary: list[str] = []
    tones: list[str] = []
    decomposed = unicodedata.normalize("NFC", clean_line(text).lower())
    for part in re.findall(r"[0-9]+|[^0-9]", decomposed):
        if part.isdigit() and part.isascii():
            primary.append(part.lstrip("0").zfill(_NUMBER_WIDTH))
            tones.append("0")
        else:
            letter, tone = _split_tone(part)
            primary.append(letter)
            tones.append(tone)
    # A tab sorts before every character a primary key can hold.
    return "".join(primary) + "\t" + "".join(tones)


def slugify(text: str, limit: int = 80) -> str:
    """A short name for addresses: lower-case letters a-z, digits and single hyphens."""
    folded = fold(text)
    slug = re.sub("[^a-z0-9]+", "-", folded).strip("-")
    if slug and len(slug) <= limit:
        return slug
    # Too long, or in a script without Latin letters: a digest keeps it distinct.
    digest = hashlib.sha256(folded.encode()).hexdigest()[:8]
    return f"{slug[: limit - 9].rstrip('-')}-{digest}".lstrip("-")


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc"


def _is_format(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cs")


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\n" or character in _JOINERS:
        return character
    if character == "\t" or category == "Zs":
        return " "
    # Cn stays: a new emoji is unknown to an older Python. Noncharacters do not.
    if category in ("Cc", "Cf", "Cs", "Co") or _is_noncharacter(character):
        return ""
    return character


def _is_noncharacter(character: str) -> bool:
    point = ord(character)
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE


def _drop_stray_joiners(text: str) -> str:
    def keep(match: re.Match[str]) -> str:
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        lone = len(match.group()) == 1
        joins = min(before, after) >= _FIRST_SCRIPT_WITH_JOINERS
        return match.group() if lone and joins else ""

    return re.sub(f"[{_JOINERS}]+", keep, text)


def _cap_marks(text: str) -> str:
    kept: list[str] = []
    latin = other = 0
    for character in text:
        if _LATIN_MARK.match(character):
            latin += 1
        elif unicodedata.category(character) in ("Mn", "Me"):
            other += 1
        else:
            latin = other = 0
        if latin <= _MAX_LATIN_MARKS and other <= _MAX_OTHER_MARKS:
            kept.append(character)
    return "".join(kept)


def _split_tone(character: str) -> tuple[str, str]:
    """The letter's place in the alphabet and its tone."""
    decomposed = unicodedata.normalize("NFD", character)
    base = "".join(c for c in decomposed if c not in _TONES)
    tone = next((_TONES[c] for c in decomposed if c in _TONES), "0")
    letter = unicodedata.normalize("NFC", base)
    if letter in _BASES:
        return _BASES[letter], tone
    return (letter + "0" if letter.isalpha() else letter), tone
