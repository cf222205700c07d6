"""Words for the codes that publications use: fields, methods, scopes, values."""

import json
from typing import Any, Final

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from feedback.views.languages import language
from feedback.views.transparency import fields

_LABELS: Final = {field.name: field.label for field in fields.RESULTS}
_METHODS: Final = {
    "weighted": _l("Tỷ lệ theo tỷ trọng hồ sơ"),
    "bounds": _l("Cận lô-gích và kết luận trên hồ sơ của kỳ"),
    "power": _l("Cần thêm bao nhiêu phiếu"),
    "coverage": _l("Độ bao phủ"),
    "pooled": _l("So với cả nhóm"),
    "change": _l("Thay đổi so với kỳ trước"),
    "control": _l("Biểu đồ kiểm soát"),
    "trend": _l("Xu hướng"),
    "break": _l("Điểm đổi mức"),
    "integrity": _l("Phiếu đang bị nghi vấn"),
    "instrument": _l("Độ tin cậy của bộ câu hỏi"),
    "drivers": _l("Điều đi cùng với sự hài lòng"),
}
_SCOPES: Final = {
    "province": _l("Toàn tỉnh"),
    "agency": _l("Cơ quan"),
    "sector": _l("Lĩnh vực"),
    "service": _l("Thủ tục"),
    "channel": _l("Hình thức nộp"),
}
_VERDICTS: Final = {
    "met": _l("Đạt"),
    "not_met": _l("Không đạt"),
    "too_close": _l("Sát ngưỡng, chưa kết luận"),
    "not_enough": _l("Chưa đủ phiếu"),
}
_DIGITS: Final = "#,##0.######"
#: A longer value is cut; the data package holds it whole.
_LONGEST: Final = 60


def name_scope(scope: str) -> str:
    """A kind of unit."""
    return str(_SCOPES[scope])


def name_method(method: str) -> str:
    """A method, as a heading."""
    return str(_METHODS[method])


def name_field(field: str) -> str:
    """A column of the results, or a value of an estimate."""
    method, _dot, value = field.partition(".")
    if value:
        return f"{name_method(method)}: {value}"
    return _LABELS[field].text(language())


def name_value(value: Any) -> str:
    """A value of any column, short enough for a cell."""
    if value is None:
        return _("không có")
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, (int, float)):
        return str(format_decimal(value, _DIGITS))
    if isinstance(value, str):
        return str(_VERDICTS.get(value, value))
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
