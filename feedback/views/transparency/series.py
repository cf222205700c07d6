"""The charts of methods, each with its table: limits, changes, items, sectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from feedback.analysis.percents import class_percent
from feedback.domain.months import Month, iterate_months
from feedback.domain.text import sort_key
from feedback.queries.published.charts import SectorMonths, list_sector_months
from feedback.queries.published.estimates import list_estimates_of
from feedback.views.languages import language
from feedback.views.transparency.charts import ChartLink
from feedback.views.wordings import show_decimal

Values = Mapping[str, Any]
#: Months of the map of sectors.
MONTHS_BACK = 24
#: Levels of an item are 25 points of the index apart.
_STEP = 25


@dataclass(frozen=True)
class MethodChart:
    """A chart with what stands beside it."""

    link: ChartLink
    caption: str
    alt: str
    #: As the table of the components takes them.
    columns: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    note: str


def list_method_charts(
    links: Mapping[str, ChartLink], publication_id: int, scope: str, key: str
) -> list[MethodChart]:
    """The charts of methods that were drawn of a unit."""
    drawn = [kind for kind in _MAKERS if kind in links]
    if not drawn:
        return []
    # As the job draws: of the province about online users where there are any.
    wanted = ("all", "T1") if scope == "province" else ("all",)
    found: dict[tuple[str, str], Values] = {
        (estimate.method, estimate.indicator): estimate.values
        for estimate in list_estimates_of(publication_id, scope, [key])
    }
    values = {
        kind: found[kind, indicator]
        for indicator in wanted
        for kind in drawn
        if (kind, indicator) in found
    }
    return [
        _MAKERS[kind](links[kind], values[kind]) for kind in drawn if kind in values
    ]


def make_sector_chart(link: ChartLink, last: Month) -> MethodChart:
    """Sectors over the months of the map."""
    sectors = list_sector_months(last.shift(1 - MONTHS_BACK), last)
    sectors.sort(key=lambda sector: sort_key(sector.name))
    seen = [month for sector in sectors for month in sector.months]
    months = list(iterate_months(min(seen, default=last), last))
    heads = [{"text": f"{m.month:02}/{m.year}", "numeric": True} for m in months]
    return MethodChart(
        link,
        _("Tỷ lệ hài lòng theo lĩnh vực và tháng"),
        _("Bản đồ tỷ lệ hài lòng theo lĩnh vực và tháng; số liệu ở bảng kèm theo"),
        [_("Lĩnh vực"), *heads],
        [[s.name, *(_write_cell(s, month) for month in months)] for s in sectors],
        _("Ô ghi “ẩn” có quá ít phiếu nên không hiện, để không ai bị nhận ra."),
    )


def _write_cell(sector: SectorMonths, month: Month) -> str | None:
    if month not in sector.months:
        return None
    rate = sector.months[month]
    return _("ẩn") if rate is None else f"{class_percent(*rate)}%"


def _make_control(link: ChartLink, values: Values) -> MethodChart:
    months = ", ".join(_write_month(month) for month in values["out"])
    facts = [
        [_("Mức thường lệ"), _write_share(values["centre"])],
        [
            _("Giới hạn của tháng mới nhất"),
            _write_range(values["lower"], values["upper"]),
        ],
        [_("Tỷ lệ của tháng mới nhất"), _write_share(values["rate"])],
        [
            _("Kỳ gốc, giữ cố định"),
            f"{_write_month(values['baseline_first'])}–"
            f"{_write_month(values['baseline_last'])}",
        ],
        [_("Hệ số giãn giới hạn (Laney)"), show_decimal(values["factor"], "#,##0.00")],
        [_("Tháng ngoài giới hạn"), months or _("không có")],
        [_("Đang trôi dần khỏi mức thường lệ"), _write_truth(values["is_drifting"])],
    ]
    return MethodChart(
        link,
        _("Tháng nào khác thường"),
        _("Biểu đồ kiểm soát tỷ lệ hài lòng theo tháng; số liệu ở bảng kèm theo"),
        [_("Số liệu"), _("Giá trị")],
        facts,
        _("Khác thường là dấu hiệu để xem lại. Tỷ lệ từng tháng ở bảng theo tháng."),
    )


def _make_break(link: ChartLink, values: Values) -> MethodChart:
    facts = [
        [_("Tháng cuối trước thay đổi"), _write_month(values["last_before"])],
        [_("Chênh lệch (điểm phần trăm)"), _write_points(values["difference"])],
        [
            _("Khoảng tin cậy của chênh lệch"),
            f"{_write_points(values['lower'])} … {_write_points(values['upper'])}",
        ],
        [_("Phiếu"), values["n"]],
        [
            _("Xác suất ngẫu nhiên tạo ra thay đổi như vậy"),
            show_decimal(values["adjusted_p"], "#,##0.0000"),
        ],
    ]
    return MethodChart(
        link,
        _("Trước và sau thay đổi"),
        _("Biểu đồ tỷ lệ hài lòng trước và sau thay đổi; số liệu ở bảng kèm theo"),
        [_("Số liệu"), _("Giá trị")],
        facts,
        _("Tỷ lệ từng tháng ở bảng theo tháng. Biểu đồ nói khi nào, không nói vì sao."),
    )


def _make_drivers(link: ChartLink, values: Values) -> MethodChart:
    rows = [
        [
            item["en" if language() == "en" else "vi"],
            _write_share(item["importance"]),
            _write_range(item["lower"], item["upper"]),
            show_decimal(_STEP * (item["performance"] - 1), "#,##0.0"),
        ]
        for item in sorted(
            values["items"], key=lambda i: (-(i["importance"] or 0), i["vi"])
        )
    ]
    heads = (_("Phần đi cùng"), _("Khoảng tin cậy"), _("Chỉ số trung bình"))
    return MethodChart(
        link,
        _("Điều gì đi cùng với sự hài lòng"),
        _("Biểu đồ tầm quan trọng và điểm của từng mục hỏi; số liệu ở bảng kèm theo"),
        [_("Mục hỏi"), *({"text": head, "numeric": True} for head in heads)],
        rows,
        _("Đi cùng không có nghĩa là nguyên nhân."),
    )


#: In the order in which pages show them.
_MAKERS = {"control": _make_control, "break": _make_break, "drivers": _make_drivers}


def _write_month(code: str) -> str:
    month = Month.parse(code)
    return f"{month.month:02}/{month.year}"


def _write_share(share: float | None) -> str | None:
    return None if share is None else f"{show_decimal(100 * share, '#,##0.0')}%"


def _write_range(lower: float | None, upper: float | None) -> str | None:
    if lower is None or upper is None:
        return None
    return f"{_write_share(lower)}–{_write_share(upper)}"


def _write_points(share: float) -> str:
    return str(show_decimal(100 * share, "+#,##0.0;−#,##0.0"))


def _write_truth(value: bool) -> str:
    return _("có") if value else _("không")
