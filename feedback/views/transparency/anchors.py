"""The yearly call-back sample beside the ratings, and the gap between them."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.anchors import Comparison
from feedback.exchange.downloads import Cell
from feedback.forms.filters import DownloadFilter
from feedback.queries.published import anchors
from feedback.queries.published.anchors import KeptAnchor
from feedback.views.transparency.readings.numbers import (
    count,
    percent,
    points,
    round_percent,
    round_points,
    size_of,
)
from feedback.views.transparency.rows import Rows

bp = Blueprint("anchors", __name__, url_prefix="/kiem-chung")


@dataclass(frozen=True)
class ShownAnchor:
    """A year's sample in words."""

    year: int
    how: str
    #: Key and value of each line of the account.
    rows: list[dict[str, str]]
    #: What the comparison says; empty before the year is sealed.
    sentence: str
    #: What is weak about the sample; empty when it is sound.
    caution: str


@bp.route("")
def index() -> ResponseReturnValue:
    """Every year's sample, newest first."""
    found = [_show(kept) for kept in anchors.list_anchors()]
    return render_template("transparency/anchors/index.html", found=found)


def list_samples(_wanted: DownloadFilter) -> Rows:
    """Every year's sample as open data, rounded as on the page."""
    for kept in anchors.list_anchors():
        row = kept.row
        yield (
            *(row.year, row.population, row.called, *row.levels, row.n_none),
            *(row.answered, row.satisfied),
            *_list_measures(kept.comparison),
            *(kept.ended, kept.version, kept.digest, row.how),
        )


def _list_measures(compared: Comparison | None) -> tuple[Cell, ...]:
    if compared is None:
        return (None,) * 11
    satisfied, answered = compared.continuous
    rated = satisfied / answered if answered else None
    shares = (compared.response, compared.rate, compared.lower, compared.upper)
    gaps = (compared.gap, compared.gap_lower, compared.gap_upper)
    return (
        *(None if share is None else round_percent(share) for share in shares),
        *(answered, satisfied, None if rated is None else round_percent(rated)),
        *(None if gap is None else round_points(gap) for gap in gaps),
        compared.state,
    )


def _show(kept: KeptAnchor) -> ShownAnchor:
    row, compared = kept.row, kept.comparison
    lines = [
        (_("Hồ sơ dùng để rút mẫu"), count(row.population)),
        (_("Số người được gọi"), count(row.called)),
        (_("Số người trả lời, không kể “không có ý kiến”"), count(row.answered)),
        (_("Trong đó hài lòng hoặc rất hài lòng"), count(row.satisfied)),
    ]
    if kept.ended is not None:
        lines.insert(
            1, (_("Hồ sơ kết thúc trong năm mà cơ quan báo"), count(kept.ended))
        )
    if compared is not None:
        lines += _compare_lines(compared)
    return ShownAnchor(
        row.year,
        row.how,
        [{"key": key, "value": value} for key, value in lines],
        _say_gap(compared) if compared else "",
        _say_caution(compared) if compared else "",
    )


def _compare_lines(compared: Comparison) -> list[tuple[str, str]]:
    lines = []
    if compared.response is not None:
        lines.append((_("Tỷ lệ trả lời khi được gọi"), percent(compared.response)))
    if compared.rate is not None and compared.lower is not None:
        assert compared.upper is not None
        lines.append(
            (
                _("Tỷ lệ hài lòng theo mẫu gọi lại, khoảng tin cậy 95%"),
                _(
                    "%(rate)s, từ %(low)s đến %(high)s",
                    rate=percent(compared.rate),
                    low=percent(compared.lower),
                    high=percent(compared.upper),
                ),
            )
        )
    satisfied, answered = compared.continuous
    if answered:
        lines.append(
            (
                _("Tỷ lệ hài lòng theo phiếu đánh giá trong năm"),
                _(
                    "%(rate)s của %(n)s phiếu",
                    rate=percent(satisfied / answered),
                    n=count(answered),
                ),
            )
        )
    return lines


def _say_gap(compared: Comparison) -> str:
    if compared.gap is None:
        return _("Chưa có câu trả lời nào để so sánh.")
    assert compared.gap_lower is not None and compared.gap_upper is not None
    bounds = {"low": points(compared.gap_lower), "high": points(compared.gap_upper)}
    if not compared.is_gap_clear:
        return _(
            "Chênh lệch giữa phiếu đánh giá và mẫu gọi lại từ %(low)s đến %(high)s "
            "điểm phần trăm: chưa thấy khác nhau rõ ràng.",
            **bounds,
        )
    size = size_of(compared.gap)
    if compared.gap > 0:
        return _(
            "Phiếu đánh giá cao hơn mẫu gọi lại %(size)s điểm phần trăm (từ %(low)s "
            "đến %(high)s): người tự đánh giá hài lòng hơn người được gọi.",
            size=size,
            **bounds,
        )
    return _(
        "Phiếu đánh giá thấp hơn mẫu gọi lại %(size)s điểm phần trăm (từ %(low)s đến "
        "%(high)s): người tự đánh giá ít hài lòng hơn người được gọi.",
        size=size,
        **bounds,
    )


def _say_caution(compared: Comparison) -> str:
    return {
        "empty": _("Không ai trả lời nên mẫu này không cho biết gì."),
        "small": _("Dưới 30 câu trả lời: mẫu quá nhỏ để kiểm chứng."),
        "shy": _(
            "Chưa đến một nửa số người được gọi trả lời: mẫu không còn ngẫu nhiên, "
            "chênh lệch chỉ để tham khảo."
        ),
    }.get(compared.state, "")
