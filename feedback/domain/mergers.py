"""Who a unit's predecessors were, from the free text that official lists give.

    Xã Đông La, Phường Dương Nội (phần còn lại sau khi sáp nhập vào phường Tây Mỗ),
    Phường Minh Khai (quận Hai Bà Trưng), xã Ba Xa (Giữ nguyên, Không sáp nhập)

The text names former units. A note in parentheses says that only the rest of a unit is
meant, that it stays as it is, or which district it lay in, where two have one name.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from feedback.domain.agencies import (
    REFORM_DAY,
    AgencyLevel,
    AgencyRow,
    SuccessionRow,
    former_agency_code,
    unit_agency_name,
)
from feedback.domain.errors import DomainError
from feedback.domain.imports import Fault, Refusal
from feedback.domain.text import clean_line, fold

_KINDS = ("xã", "phường", "thị trấn", "đặc khu", "huyện", "tỉnh", "thành phố")
_KIND = re.compile(rf"({'|'.join(_KINDS)})\s+", re.IGNORECASE)
_COMMUNE_KINDS = frozenset({"xã", "phường", "thị trấn", "đặc khu"})
#: Land without an administration of its own.
_NO_UNIT = re.compile("(trường bắn|khu vực) ", re.IGNORECASE)
_REST, _KEPT = "phần còn lại", "giữ nguyên"
_NUMBERED = re.compile("phường [0-9]+")
_MEMBER = re.compile(r"thuộc\s+", re.IGNORECASE)
#: Two ways to place a tone mark, hòa and hoà: one key for both.
_TONE_PAIRS = {
    old: new
    for old, new in zip(
        "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
        "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
        strict=True,
    )
}
_TONED = re.compile(rf"(?<!q)({'|'.join(_TONE_PAIRS)})(?!\w)")
_ABBREVIATIONS = {"TPHCM": "thành phố Hồ Chí Minh"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A former unit as one list names it."""

    kind: str
    name: str
    #: The district that tells it from another unit of its name.
    district: str = ""
    is_rest: bool = False
    is_kept: bool = False

    @property
    def full_name(self) -> str:
        """Kind, name and, where the text has it, the district."""
        district = f" ({self.district})" if self.district else ""
        return f"{self.kind} {self.name}{district}"

    @property
    def key(self) -> str:
        """What is equal for two spellings of one unit."""
        return normalise_unit(self.full_name)


@dataclass(frozen=True, slots=True)
class MergerRow:
    """A unit in force since the reform, and the units it was made of."""

    name: str
    kind: str
    #: Name of its province; empty when the unit is a province.
    province: str
    mentions: tuple[Mention, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """An agency in force since the reform, by the unit it governs."""

    code: str
    #: The unit's name with its kind, "phường Ba Đình".
    name: str
    #: Code of its province's agency; its own when it is one.
    province: str


@dataclass
class Mergers:
    """What a whole file of mergers says, ready to be recorded."""

    formers: list[AgencyRow] = field(default_factory=list)
    successions: list[SuccessionRow] = field(default_factory=list)
    #: Codes of agencies that go on unchanged.
    kept: list[str] = field(default_factory=list)
    #: Units named by several lists without a word about parts: two units of one name,
    #: or one that was split. They are marked as partial, never summed silently.
    unclear: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def read_mentions(text: str) -> tuple[Mention, ...]:
    """The former units that a text names, in its order."""
    mentions: list[Mention] = []
    kind = ""
    for part in split_outside_parentheses(clean_line(text)):
        mention = _read_mention(_ABBREVIATIONS.get(part, part), kind)
        if mention is not None:
            kind = mention.kind
            mentions.append(mention)
    return tuple(_spread_districts(mentions))


def split_outside_parentheses(text: str) -> list[str]:
    """The parts between commas, and "và" between provinces; notes stay whole."""
    text = re.sub(r"\s+và\s+(?=(tỉnh|thành phố)\s)", ", ", text)
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            break
        if character == "," and depth == 0:
            parts.append(text[start:place].strip())
            start = place + 1
    if depth:
        raise DomainError(
            "Ngoặc đơn trong danh sách đơn vị không khớp.",
            "The parentheses in the list of units do not match.",
        )
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def normalise_unit(name: str) -> str:
    """A unit's name without case and with one way to place tone marks."""
    text = unicodedata.normalize("NFC", clean_line(name)).lower()
    text = text.replace("’", "'").replace("‘", "'")
    return _TONED.sub(lambda match: _TONE_PAIRS[match[1]], text)


def plan_mergers(rows: Iterable[MergerRow], units: Sequence[Unit]) -> Mergers:
    """The former agencies, who followed whom, and who stays, for a file of mergers."""
    index = UnitIndex(units)
    plan = Mergers()
    named: dict[tuple[str, str], list[tuple[Unit, Mention, int]]] = {}
    for row in rows:
        try:
            unit = index.find(row)
        except DomainError as error:
            plan.refused.append(Refusal(row.line, (Fault.of(error, "name"),)))
            continue
        for mention in row.mentions:
            same = _is_same_province(row, mention)
            if mention.is_kept or same:
                plan.kept.append(unit.code)
            else:
                key = (unit.province, mention.key)
                named.setdefault(key, []).append((unit, mention, row.line))
    for (province, _), found in named.items():
        _add_former(plan, province, found)
    return plan


class UnitIndex:
    """Finds the unit that a list names; lists disagree on kinds and tone marks."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._provinces: dict[str, Unit] = {}
        self._units: dict[tuple[str, str], list[Unit]] = {}
        for unit in units:
            kind, name = split_kind(unit.name)
            if unit.code == unit.province:
                self._provinces[fold(name)] = unit
                continue
            for spelling in _list_spellings(kind, name):
                self._units.setdefault((unit.province, spelling), []).append(unit)

    def find(self, row: MergerRow) -> Unit:
        """The one unit that a row is about."""
        _, province_name = split_kind(row.province or row.name)
        province = self._provinces.get(fold(province_name))
        if province is None:
            raise DomainError(
                f"Chưa có tỉnh “{row.province or row.name}”. Mời nạp danh mục đơn vị "
                "hành chính trước.",
                f"There is no province “{row.province or row.name}”. Import the "
                "administrative units first.",
            )
        if not row.province:
            return province
        for spelling in _list_spellings(row.kind, row.name):
            found = self._units.get((province.code, spelling), [])
            if len(found) == 1:
                return found[0]
        raise DomainError(
            f"Không tìm được đúng một đơn vị “{row.name} ({row.kind})” trong tỉnh.",
            f"There is not exactly one unit “{row.name} ({row.kind})” in the province.",
        )


def split_kind(name: str) -> tuple[str, str]:
    """Kind and name of a unit: "Phường Ba Đình" gives ("phường", "Ba Đình")."""
    text = clean_line(name).removeprefix("UBND ")
    text = re.sub("^thủ đô ", "thành phố ", text, flags=re.IGNORECASE)
    match = _KIND.match(text)
    if match is None:
        return "", text
    return match[1].lower(), text[match.end() :]


def _list_spellings(kind: str, name: str) -> tuple[str, str, str]:
    """A unit's name with its kind, without it, and without marks: ever looser."""
    full = normalise_unit(f"{kind} {name}")
    return full, normalise_unit(name), fold(full)


def _read_mention(part: str, kind_before: str) -> Mention | None:
    match = re.fullmatch(r"([^()]+?)\s*((?:\([^()]*\)\s*)*)", part)
    if match is None or _NO_UNIT.match(part):
        return None
    kind, name = split_kind(match[1])
    mention = Mention(kind or kind_before, name)
    for note in re.findall(r"\(([^()]*)\)", match[2]):
        if note.lower().startswith(_REST):
            mention = replace(mention, is_rest=True)
        elif note.lower().startswith(_KEPT):
            mention = replace(mention, is_kept=True)
        else:
            mention = replace(mention, district=_MEMBER.sub("", note).strip())
    return mention


def _spread_districts(mentions: Sequence[Mention]) -> Iterable[Mention]:
    """Numbered wards share the district written once, behind the last of them."""
    for place, mention in enumerate(mentions):
        if mention.district or not _is_numbered(mention):
            yield mention
            continue
        after = _find_district(mentions[place + 1 :])
        before = _find_district(mentions[:place][::-1])
        yield replace(mention, district=after or before)


def _find_district(mentions: Sequence[Mention]) -> str:
    for mention in mentions:
        if not _is_numbered(mention):
            return ""
        if mention.district:
            return mention.district
    return ""


def _is_numbered(mention: Mention) -> bool:
    return bool(_NUMBERED.fullmatch(f"{mention.kind} {mention.name}".lower()))


def _is_same_province(row: MergerRow, mention: Mention) -> bool:
    # A province that took others in keeps its name, its code and its committee.
    return not row.province and fold(mention.name) == fold(split_kind(row.name)[1])


def _add_former(
    plan: Mergers, province: str, found: Sequence[tuple[Unit, Mention, int]]
) -> None:
    first = found[0][1]
    code = former_agency_code(province, first.key)
    is_commune = first.kind in _COMMUNE_KINDS
    is_province = first.kind in ("tỉnh", "thành phố")
    level = AgencyLevel.COMMUNE if is_commune else AgencyLevel.OTHER
    plan.formers.append(
        AgencyRow(
            code=code,
            raw_code=first.full_name[:80],
            name=unit_agency_name(first.full_name),
            level=AgencyLevel.PROVINCE if is_province else level,
            parent=None if is_province else province,
            valid_to=REFORM_DAY,
            line=found[0][2],
            given=frozenset({"parent", "valid_to"}),
        )
    )
    successors = {unit.code: mention for unit, mention, _ in found}
    is_split = len(successors) > 1
    if is_split and not any(mention.is_rest for _, mention, _ in found):
        plan.unclear.append(first.full_name)
    for unit, mention, line in found:
        plan.successions.append(
            SuccessionRow(
                code, unit.code, REFORM_DAY, is_split or mention.is_rest, line
            )
        )
