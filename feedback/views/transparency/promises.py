"""What stands beside a promise: rates before and after, their chart, or why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from feedback.domain.bounds import difference_bounds
from feedback.domain.commitments import CommitmentState
from feedback.domain.months import Month, iterate_months
from feedback.domain.spans import MONTHS_DRAWN, Part, Span
from feedback.queries.published.charts import find_promise_chart
from feedback.queries.published.commitments import ShownCommitment
from feedback.queries.published.promises import Unit, UnitMonths, list_unit_months
from feedback.queries.published.publications import find_latest_publication
from feedback.queries.published.results import Figure
from feedback.views.dates import show_day
from feedback.views.languages import language
from feedback.views.transparency.cards import Shown, show_figure
from feedback.views.transparency.charts import ChartLink, link_chart
from feedback.views.transparency.readings.numbers import points, size_of


@dataclass(frozen=True)
class UnitRates:
    """The rates of one unit around a promise."""

    name: str
    before: Shown | None
    after: Shown | None
    #: The difference in a sentence; empty unless both sides are shown.
    gap: str
    #: The months of the chart as its table has them; none without a chart.
    months: Sequence[Sequence[Any]] = ()


@dataclass(frozen=True)
class Surroundings:
    """All of it: rates by unit, and either a chart or why there is none."""

    units: Sequence[UnitRates]
    chart: ChartLink | None
    why_not: str


def show_surroundings(shown: ShownCommitment) -> Surroundings:
    """The published rates of agency and service before a promise and after it.

    Agency and service apart: their crossing is no published group, so it is not shown
    here either.
    """
    promise, agency, service = shown.commitment, shown.agency, shown.service
    assert promise.promised_on is not None  # it is public
    span = Span.of(promise.promised_on, promise.ended_on)
    names: dict[Unit, str] = {
        ("agency", agency.code): (language() == "en" and agency.name_en) or agency.name,
        # Its own name, which stands above, may fill half a page.
        ("service", service.code): _("Thủ tục này trên toàn tỉnh"),
    }
    found = list_unit_months(names, span.first, span.last)
    drawn = span.ended and find_promise_chart(promise.code, language(), span.ended)
    if drawn:
        units = [_show(unit, names, found, span, drawn.month) for unit in names]
        link = link_chart(drawn.publication_id, drawn.chart)
        return Surroundings(units, link, "")
    return Surroundings(
        [_show(unit, names, found, span) for unit in names],
        None,
        _say_why_not(CommitmentState(promise.state), span, found),
    )


def _show(
    unit: Unit,
    names: Mapping[Unit, str],
    found: Mapping[Unit, UnitMonths],
    span: Span,
    drawn: Month | None = None,
) -> UnitRates:
    name, months, pair = names[unit], found[unit], found[unit].find_pair(span)
    before, after = (months.find_newest(span, p) for p in (Part.BEFORE, Part.AFTER))
    return UnitRates(
        name,
        show_figure(before) if before else None,
        show_figure(after) if after else None,
        _say_gap(name, *pair) if pair else "",
        _list_rows(months, span, drawn) if drawn and pair else (),
    )


def _list_rows(months: UnitMonths, span: Span, newest: Month) -> list[list[Any]]:
    known = [month for month in months.figures if span.find_part(month)]
    return [
        [
            f"{month.month:02}/{month.year}",
            _name_part(span.find_part(month)),
            *_write_cells(months.figures.get(month)),
        ]
        for month in iterate_months(min(known), min(span.last, newest))
    ]


def _name_part(part: Part | None) -> str:
    names = {Part.BEFORE: _("trước"), Part.AFTER: _("sau")}
    return names.get(part, _("đang thực hiện")) if part else ""


def _write_cells(figure: Figure | None) -> tuple[Any, ...]:
    """Rate, interval and answers of a month, as the macros of the page write them."""
    if figure is None:
        return _("không công bố"), None, None
    if not figure.n:
        return _("nhóm nhỏ, không hiện"), None, None
    shown = show_figure(figure)
    return shown.rate, (shown.low, shown.high), figure.n


def _say_gap(name: str, before: Figure, after: Figure) -> str:
    assert before.k is not None and before.n and after.k is not None and after.n
    bounds = difference_bounds(after.k, after.n, before.k, before.n)
    assert bounds is not None
    gap = after.k / after.n - before.k / before.n
    words = {
        "name": name,
        "size": size_of(gap),
        "low": points(bounds[0]),
        "high": points(bounds[1]),
    }
    if bounds[0] > 0:
        return _(
            "%(name)s: sau khi kết thúc cao hơn trước khi cam kết %(size)s điểm phần "
            "trăm (khoảng tin cậy 90%% từ %(low)s đến %(high)s).",
            **words,
        )
    if bounds[1] < 0:
        return _(
            "%(name)s: sau khi kết thúc thấp hơn trước khi cam kết %(size)s điểm phần "
            "trăm (khoảng tin cậy 90%% từ %(low)s đến %(high)s).",
            **words,
        )
    return _(
        "%(name)s: chênh lệch sau so với trước từ %(low)s đến %(high)s điểm phần trăm "
        "(khoảng tin cậy 90%%): chưa thấy khác nhau rõ ràng.",
        **words,
    )


def _say_why_not(
    state: CommitmentState, span: Span, found: Mapping[Unit, UnitMonths]
) -> str:
    if state is CommitmentState.BROKEN:
        return _("Cam kết không được thực hiện nên không có biểu đồ trước và sau.")
    if span.ended is None:
        return _(
            "Biểu đồ trước và sau sẽ có ở đây khi cam kết đã thực hiện xong và số liệu "
            "của tháng tiếp theo được công bố."
        )
    publication, awaited = find_latest_publication(), span.ended.shift(1)
    newest = Month.of(publication.month) if publication else None
    if newest is None or newest < awaited:
        return _(
            "Biểu đồ trước và sau sẽ có ở đây khi số liệu của %(month)s được công bố, "
            "dự kiến ngày %(day)s.",
            month=awaited.text(language()),
            day=show_day(awaited.published_on),
        )
    if any(months.find_pair(span) for months in found.values()):
        return _say_when(span.ended, newest)
    return _say_what_lacks(span, newest, found)


def _say_when(ended: Month, newest: Month) -> str:
    if newest > ended.shift(MONTHS_DRAWN):
        return _(
            "Không có biểu đồ: biểu đồ được vẽ trong %(count)s tháng sau khi cam kết "
            "kết thúc, còn cam kết này kết thúc trước đó.",
            count=MONTHS_DRAWN,
        )
    return _("Số liệu đã đủ: biểu đồ trước và sau sẽ được vẽ trong đêm tới.")


def _say_what_lacks(span: Span, newest: Month, found: Mapping[Unit, UnitMonths]) -> str:
    known = [months.find_newest(span, Part.BEFORE) for months in found.values()]
    if newest < span.last and any(figure and figure.n for figure in known):
        return _(
            "Chưa có biểu đồ: chưa tháng nào sau khi cam kết kết thúc được hiện, vì "
            "nhóm nhỏ. Sẽ xem lại mỗi kỳ công bố, đến %(month)s.",
            month=span.last.text(language()),
        )
    return _(
        "Không có biểu đồ: trong sáu tháng trước khi cam kết và sáu tháng sau khi kết "
        "thúc, không có đủ tháng được hiện ở cả hai phía, vì nhóm nhỏ hoặc không có "
        "kỳ công bố."
    )
