"""The codes of the state: read as people type them, kept as they were written.

Forms: QĐ 20/2020/QĐ-TTg (agencies), QCVN 102:2016 (agencies, old), TT 01/2018/TT-VPCP
Arts 19 and 20 (dossiers, sectors), QĐ 19/2025/QĐ-TTg (administrative units).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from feedback.domain.errors import InvalidCode
from feedback.domain.text import clean_line, slugify

#: A digit, or the letter O that a scanner or a hurried hand put in its place.
_D = "[0-9O]"
_OLD_AGENCY = rf"{_D}{{3}}\.{_D}{{2}}\.{_D}{{2}}\.[A-Y]{_D}{{2}}"
# The groups of a current code may hold letters, so an O in them stays an O. The
# length of a group, 1 to 4, is what is seen in practice and not a written rule.
_AGENCY = rf"[A-Y]{_D}{{2}}(?:\.[0-9A-Z]{{1,4}})*"
_MAX_AGENCY_LENGTH = 35


class AgencyForm(StrEnum):
    """Which of the two code systems an agency code follows."""

    CURRENT = "current"
    OLD = "old"


class UnitLevel(StrEnum):
    """The two tiers of administrative units since 1 July 2025."""

    PROVINCE = "province"
    COMMUNE = "commune"


@dataclass(frozen=True)
class AgencyCode:
    """The code of a body of the state, and what was typed."""

    code: str
    form: AgencyForm
    raw: str


@dataclass(frozen=True)
class DossierCode:
    """A dossier's code: the agency, the day of reception, the number of that day."""

    code: str
    agency: AgencyCode
    received_on: date
    sequence: str
    raw: str


@dataclass(frozen=True)
class ProcedureCode:
    """A procedure's national code; `suffix` is what a province hung on it."""

    code: str
    suffix: str | None
    raw: str


@dataclass(frozen=True)
class SectorCode:
    """A sector by its name: the state's code is opaque, so the code is made here."""

    code: str
    name: str
    raw: str


@dataclass(frozen=True)
class UnitCode:
    """The code of a province (2 digits) or commune (5 digits), zeros kept."""

    code: str
    level: UnitLevel
    raw: str


def normalise(raw: str) -> str:
    """Undo typing habits: width, case, spaces, kinds of dash, invisible characters."""
    text = unicodedata.normalize("NFKC", raw).upper()
    kept: list[str] = []
    for character in text:
        category = unicodedata.category(character)
        if category == "Pd" or character == "−":
            kept.append("-")
        elif category[0] not in ("Z", "C"):
            kept.append(character)
    return re.sub("-+", "-", "".join(kept))


def parse_agency_code(raw: str) -> AgencyCode:
    """Read an agency code in its current or old form."""
    text = normalise(raw)
    if re.fullmatch(_OLD_AGENCY, text):
        return AgencyCode(_old_agency_digits(text), AgencyForm.OLD, raw)
    if len(text) <= _MAX_AGENCY_LENGTH and re.fullmatch(_AGENCY, text):
        head, rest = text[:3], text[3:]
        return AgencyCode(head[0] + _digits(head[1:]) + rest, AgencyForm.CURRENT, raw)
    if text.startswith("Z"):
        raise InvalidCode(
            "Mã bắt đầu bằng Z là của tổ chức ngoài hệ thống cơ quan nhà nước. "
            "Mời nhập mã cơ quan, ví dụ H13.101.",
            "A code that starts with Z belongs to a body outside the state. "
            "Give an agency code such as H13.101.",
            reason="not_an_agency",
        )
    raise InvalidCode(
        "Mã cơ quan có dạng H13 hoặc H13.101 (mã cũ: 000.17.22.H56). "
        "Mời kiểm tra các dấu chấm và số ký tự.",
        "An agency code looks like H13 or H13.101 (old form: 000.17.22.H56). "
        "Check its dots and its length.",
        reason="form",
    )


def parse_dossier_code(raw: str, *, today: date) -> DossierCode:
    """Read a dossier code; its day of reception must exist and not lie ahead."""
    text = normalise(raw)
    match = re.fullmatch(rf"(.+)-({_D}{{6}})-({_D}{{4,7}})", text)
    if match is None:
        raise InvalidCode(
            "Mã hồ sơ có dạng MÃ CƠ QUAN-NNTTNG-SỐ, ví dụ H56.14-240823-0001 "
            "(năm, tháng, ngày mỗi phần hai chữ số). Mời kiểm tra lại từng phần.",
            "A dossier code is AGENCY-YYMMDD-NUMBER, for example "
            "H56.14-240823-0001. Check each part.",
            reason="form",
        )
    agency = parse_agency_code(match[1])
    day, sequence = _digits(match[2]), _digits(match[3])
    received_on = _existing_day("20" + day)
    _refuse_future(received_on, today)
    code = f"{agency.code}-{day}-{sequence}"
    return DossierCode(code, agency, received_on, sequence, raw)


def parse_procedure_code(raw: str) -> ProcedureCode:
    """Read a procedure code, with or without a province's suffix."""
    text = normalise(raw)
    match = re.fullmatch(rf"({_D}\.{_D}{{6}})(?:\.({_OLD_AGENCY}))?", text)
    if match is None:
        if re.fullmatch(r"[0-9](\.[0-9]{1,5})?", text):
            raise InvalidCode(
                "Mã thủ tục thiếu chữ số, có thể do bảng tính đã đổi mã thành số. "
                "Mời định dạng cột mã là văn bản, ví dụ 1.000010.",
                "The procedure code lacks digits; a spreadsheet may have made it a "
                "number. Format the column as text, for example 1.000010.",
                reason="digits_lost",
            )
        raise InvalidCode(
            "Mã thủ tục có dạng 1.001193, có thể thêm mã cơ quan cũ phía sau. "
            "Mời kiểm tra dấu chấm và sáu chữ số.",
            "A procedure code looks like 1.001193, with an old agency code after it "
            "at most. Check the dot and the six digits.",
            reason="form",
        )
    suffix = _old_agency_digits(match[2]) if match[2] else None
    return ProcedureCode(_digits(match[1]), suffix, raw)


def parse_sector(raw: str) -> SectorCode:
    """Read a sector's name; spellings that differ in marks or case get one code."""
    name = clean_line(raw)
    if not name:
        raise InvalidCode(
            "Thiếu tên lĩnh vực. Mời ghi tên như trên Cổng Dịch vụ công quốc gia.",
            "The sector's name is missing. Write it as on the national portal.",
            reason="empty",
        )
    return SectorCode(slugify(name), name, raw)


def parse_unit_code(raw: str) -> UnitCode:
    """Read the code of a province or commune, leading zeros kept."""
    text = normalise(raw)
    if re.fullmatch(rf"{_D}{{2}}", text):
        return UnitCode(_digits(text), UnitLevel.PROVINCE, raw)
    if re.fullmatch(rf"{_D}{{5}}", text):
        return UnitCode(_digits(text), UnitLevel.COMMUNE, raw)
    if re.fullmatch("[0-9]{1,4}", text):
        raise InvalidCode(
            "Mã đơn vị hành chính mất số 0 ở đầu. Mời định dạng cột mã là văn bản: "
            "tỉnh hai chữ số (01), xã năm chữ số (00004).",
            "The unit's code lost its leading zeros. Format the column as text: "
            "two digits for a province (01), five for a commune (00004).",
            reason="zeros_lost",
        )
    raise InvalidCode(
        "Mã đơn vị hành chính gồm hai chữ số (tỉnh) hoặc năm chữ số (xã, phường, "
        "đặc khu). Mời kiểm tra lại.",
        "A unit's code has two digits (province) or five (commune). Check it.",
        reason="form",
    )


def _digits(text: str) -> str:
    return text.replace("O", "0")


def _old_agency_digits(text: str) -> str:
    *numbers, last = text.split(".")
    return ".".join([*map(_digits, numbers), last[0] + _digits(last[1:])])


def _existing_day(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        shown = f"{digits[6:]}/{digits[4:6]}/{digits[:4]}"
        raise InvalidCode(
            f"Ngày {shown} trong mã không có trong lịch. Mời kiểm tra lại.",
            f"The day {shown} in the code does not exist. Check it.",
            reason="no_such_day",
        ) from None


def _refuse_future(received_on: date, today: date) -> None:
    if received_on > today:
        raise InvalidCode(
            f"Ngày {received_on:%d/%m/%Y} trong mã chưa đến. Mời kiểm tra lại.",
            f"The day {received_on:%d/%m/%Y} in the code lies ahead. Check it.",
            reason="future",
        )
