"""Agencies as values: levels, and codes derived where the state's are not known.

The list of administrative units names 3,355 units and no agency code of any commune
(QĐ 20/2020/QĐ-TTg gives them, province by province, in lists nobody publishes as data).
So a unit's agency gets a code made here, in the form of that decision, with a group
that no real code seen has:

- `H26`            the province's own code, taken from the national portal's index;
- `H26.U000.04`    the agency of unit 00004 of that province: U, then its five digits;
- `H26.F7KQ.2M9X`  a former unit, known by name only: F, then seven letters of a digest.

When the real code is learnt, the row is given it and nothing else changes.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from feedback.domain.errors import InvalidCode
from feedback.domain.labels import Label
from feedback.domain.text import fold

#: Two tiers since then: districts gone, 63 provinces made 34 (NQ 202/2025/QH15).
REFORM_DAY: Final = date(2025, 7, 1)

#: Agency code of each province's People's Committee by its unit code, as in the
#: index of the national public service portal (QĐ 766), October 2026.
PROVINCE_AGENCIES: Final[Mapping[str, str]] = {
    "01": "H26",  # Hà Nội
    "04": "H14",  # Cao Bằng
    "08": "H60",  # Tuyên Quang
    "11": "H18",  # Điện Biên
    "12": "H35",  # Lai Châu
    "14": "H52",  # Sơn La
    "15": "H38",  # Lào Cai
    "19": "H55",  # Thái Nguyên
    "20": "H37",  # Lạng Sơn
    "22": "H49",  # Quảng Ninh
    "24": "H05",  # Bắc Ninh
    "25": "H44",  # Phú Thọ
    "31": "H24",  # Hải Phòng
    "33": "H31",  # Hưng Yên
    "37": "H42",  # Ninh Bình
    "38": "H56",  # Thanh Hóa
    "40": "H41",  # Nghệ An
    "42": "H27",  # Hà Tĩnh
    "44": "H50",  # Quảng Trị
    "46": "H57",  # Huế
    "48": "H17",  # Đà Nẵng
    "51": "H48",  # Quảng Ngãi
    "52": "H21",  # Gia Lai
    "56": "H32",  # Khánh Hòa
    "66": "H15",  # Đắk Lắk
    "68": "H36",  # Lâm Đồng
    "75": "H19",  # Đồng Nai
    "79": "H29",  # Hồ Chí Minh
    "80": "H53",  # Tây Ninh
    "82": "H20",  # Đồng Tháp
    "86": "H61",  # Vĩnh Long
    "91": "H01",  # An Giang
    "92": "H13",  # Cần Thơ
    "96": "H12",  # Cà Mau
}

#: Crockford's alphabet, so that a derived code is never misread.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class AgencyLevel(StrEnum):
    """Where an agency stands."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    OTHER = "other"

    @property
    def label(self) -> Label:
        """What people read."""
        return _LABELS[self]


_LABELS = {
    AgencyLevel.PROVINCE: Label("Cấp tỉnh", "Province"),
    AgencyLevel.DEPARTMENT: Label("Sở, ban, ngành", "Department"),
    AgencyLevel.COMMUNE: Label("Cấp xã", "Commune"),
    AgencyLevel.OTHER: Label("Khác", "Other"),
}

#: The words lists use, folded.
_WORDS = {
    "province": AgencyLevel.PROVINCE,
    "tinh": AgencyLevel.PROVINCE,
    "cap tinh": AgencyLevel.PROVINCE,
    "department": AgencyLevel.DEPARTMENT,
    "so": AgencyLevel.DEPARTMENT,
    "so, ban, nganh": AgencyLevel.DEPARTMENT,
    "so ban nganh": AgencyLevel.DEPARTMENT,
    "commune": AgencyLevel.COMMUNE,
    "xa": AgencyLevel.COMMUNE,
    "phuong": AgencyLevel.COMMUNE,
    "thi tran": AgencyLevel.COMMUNE,
    "dac khu": AgencyLevel.COMMUNE,
    "cap xa": AgencyLevel.COMMUNE,
    "other": AgencyLevel.OTHER,
    "khac": AgencyLevel.OTHER,
    "huyen": AgencyLevel.OTHER,
    "cap huyen": AgencyLevel.OTHER,
}


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency as a list gives it; what the list does not say is not changed."""

    code: str
    raw_code: str
    name: str
    level: AgencyLevel
    name_en: str | None = None
    unit_code: str | None = None
    #: Code of the agency above.
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    line: int = 0
    #: The optional fields that the list has a column for.
    given: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """Which agency took over from which, and whether only a part."""

    predecessor: str
    successor: str
    on: date
    is_partial: bool
    line: int = 0


def read_level(text: str) -> AgencyLevel:
    """The level a list means by its own word."""
    level = _WORDS.get(fold(text))
    if level is None:
        raise InvalidCode(
            "Cấp cơ quan phải là “tỉnh”, “sở”, “xã” hoặc “khác”.",
            "The level must be “province”, “department”, “commune” or “other”.",
            reason="level",
        )
    return level


def unit_agency_code(unit_code: str, province: str) -> str:
    """The code of the agency that governs a unit of this province."""
    head = PROVINCE_AGENCIES.get(province)
    if head is None:
        raise InvalidCode(
            f"Không biết tỉnh mang mã {province}.",
            f"There is no province with the code {province}.",
            reason="province",
        )
    if unit_code == province:
        return head
    return f"{head}.U{unit_code[:3]}.{unit_code[3:]}"


def former_agency_code(head: str, name: str) -> str:
    """The code of a former agency under a province's code, the same every time."""
    digest = hashlib.sha256(f"{head}\n{name}".encode()).digest()
    number = int.from_bytes(digest[:5], "big")
    letters = "".join(_LETTERS[number >> 5 * place & 31] for place in range(7))
    return f"{head}.F{letters[:3]}.{letters[3:]}"


def unit_agency_name(unit_name: str) -> str:
    """The People's Committee of a unit: "Phường Ba Đình" has "UBND phường Ba Đình"."""
    return f"UBND {unit_name[:1].lower()}{unit_name[1:]}"
