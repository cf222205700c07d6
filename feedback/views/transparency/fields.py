"""What the tables of a Data Package hold, column by column."""

from typing import Any, Final

from feedback.domain.labels import Label
from feedback.exchange.packages import Field
from feedback.queries.published.estimates import METHODS
from feedback.queries.published.results import INDICATORS, SCOPES
from feedback.views.transparency import columns

_REQUIRED: Final = {"required": True}
_COUNT: Final = {"minimum": 0}
_SHARE: Final = {"minimum": 0, "maximum": 1}
_PERCENT: Final = {"minimum": 0, "maximum": 100}
_VERDICTS: Final = ["met", "not_met", "too_close", "not_enough"]
#: Types and limits by the column's name, where they are not those of text.
_KINDS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "indicator": ("string", {**_REQUIRED, "enum": list(INDICATORS)}),
    "scope": ("string", {**_REQUIRED, "enum": list(SCOPES)}),
    "key": ("string", _REQUIRED),
    "method": ("string", {**_REQUIRED, "enum": list(METHODS)}),
    "values": ("object", _REQUIRED),
    "is_hidden": ("boolean", _REQUIRED),
    **{name: ("integer", _COUNT) for name in ("n1", "n2", "n3", "n4", "n5", "n_none")},
    **{name: ("integer", _COUNT) for name in ("n", "satisfied")},
    **{
        name: ("integer", _COUNT) for name in ("ended", "invited", "delivered", "rated")
    },
    **{name: ("number", _SHARE) for name in ("lower", "upper")},
    **{
        name: ("number", _PERCENT)
        for name in ("r1_percent", "lower_percent", "upper_percent", "r2_index")
    },
    "operator": ("string", {"enum": [">=", ">", "<=", "<"]}),
    # Exact decimal text, which the digest is over.
    "threshold": ("string", {"pattern": r"[0-9]+(\.[0-9]+)?"}),
    "official": ("boolean", {}),
    "verdict": ("string", {"enum": _VERDICTS}),
}
#: Of the results, those that the digest is over, by their names in it.
SEALED: Final = (
    *("indicator", "scope", "key", "is_hidden"),
    *("n1", "n2", "n3", "n4", "n5", "n_none", "lower", "upper"),
    *("operator", "threshold", "official", "verdict"),
    *("ended", "invited", "delivered", "rated"),
)
#: Those that anybody can work out, rounded as on the pages.
SHOWN: Final = (
    *("n", "satisfied", "r1_percent", "lower_percent", "upper_percent", "r2_index"),
)


def _field(name: str, unit: str, vi: str, en: str) -> Field:
    kind, constraints = _KINDS.get(name, ("string", {}))
    return Field(name, unit, Label(vi, en), kind, constraints)


_COLUMNS: Final = {column.name: column for column in columns.RESULTS}


def _borrow(name: str) -> Field:
    """A column as the single files describe it."""
    column = _COLUMNS[{"lower": "r1_lower", "upper": "r1_upper"}.get(name, name)]
    return _field(name, column.unit, column.label.vi, column.label.en)


RESULTS: Final = tuple(_borrow(name) for name in (*SEALED, *SHOWN))
ESTIMATES: Final = (
    _field("method", "code", "Phương pháp", "Method, described in the terms"),
    *(_borrow(name) for name in ("indicator", "scope", "key")),
    _field("values", "object", "Kết quả và đầu vào", "What it says and from what"),
)
NAMES: Final = (
    *(_borrow(name) for name in ("scope", "key")),
    _field("name", "text", "Tên tiếng Việt", "Name in Vietnamese"),
    _field("name_en", "text", "Tên tiếng Anh nếu có", "Name in English, if any"),
    _field(
        *("field", "code", "Nhóm so sánh: cấp của cơ quan, lĩnh vực của thủ tục, nay"),
        "Field of comparison: level of an agency, sector of a service, today",
    ),
)
