"""Charts of kept promises: the published months of their units before and after."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import partial
from textwrap import shorten

from feedback.analysis.charts import (
    MonthPoint,
    PromisePanel,
    PromiseText,
    draw_promise,
)
from feedback.analysis.differences import Difference, compare_rates
from feedback.domain.labels import Label
from feedback.domain.months import Month, iterate_months
from feedback.domain.spans import MONTHS_DRAWN, Span
from feedback.queries.published.promises import (
    KeptPromise,
    Unit,
    UnitMonths,
    list_kept_promises,
    list_unit_months,
)
from feedback.queries.published.results import Figure
from feedback.reports.charts import captions
from feedback.reports.charts.captions import write_month, write_rate
from feedback.reports.charts.rows import Draw, draw_layouts
from feedback.reports.drafts import DrawnChart

#: One-sided, as the bounds of the months.
_ERROR = 0.05
#: Letters of a service's name on a chart; the page has all of it.
_LONGEST = 90


@dataclass(frozen=True)
class _Pair:
    """A unit that has a shown month on either side of a promise."""

    name: Label
    months: UnitMonths
    before: Figure
    after: Figure


def draw_promise_charts(
    month: Month,
    codes: Collection[str] = (),
    drawn: Collection[str] = (),
) -> Iterator[DrawnChart]:
    """Draw promises kept in the months before this one, as far as it is known by now.

    All is read before the first chart comes; each promise has four, one after another.

    Parameters
    ----------
    month : Month
        The newest published one.
    codes : collection of str
        Kept promises to draw however long ago they ended.
    drawn : collection of str
        Promises to leave out.
    """
    first, until = month.shift(-MONTHS_DRAWN).first_day, month.shift(-1).last_day
    kept = list_kept_promises(first, until, codes)
    promises = [promise for promise in kept if promise.code not in drawn]
    if not promises:
        return
    units = {unit for promise in promises for unit, _ in promise.units}
    begin = min(promise.span.first for promise in promises)
    found = list_unit_months(units, begin, month)
    pairs = [list(_list_pairs(promise, found)) for promise in promises]
    differences = iter(_compare([pair for several in pairs for pair in several]))
    for promise, several in zip(promises, pairs, strict=True):
        if several:
            compared = [(pair, next(differences)) for pair in several]
            chart = _PromiseChart(promise.span, compared, month)
            yield from draw_layouts("promise", f"commitment:{promise.code}", chart.make)


def _list_pairs(
    promise: KeptPromise, found: Mapping[Unit, UnitMonths]
) -> Iterator[_Pair]:
    for unit, name in promise.units:
        pair = found[unit].find_pair(promise.span)
        if pair is not None:
            yield _Pair(
                name if unit[0] == "agency" else _widen(name), found[unit], *pair
            )


def _widen(name: Label) -> Label:
    """A service's figures are of all agencies; its name may fill half a page."""
    vi, en = (shorten(text, _LONGEST, placeholder=" …") for text in (name.vi, name.en))
    widened = captions.EVERYWHERE
    return Label(widened.vi.format(vi), widened.en.format(en))


def _compare(pairs: Sequence[_Pair]) -> list[Difference]:
    """After minus before."""
    sides = [(p.after.k, p.after.n, p.before.k, p.before.n) for p in pairs]
    if not sides:
        return []
    k1, n1, k2, n2 = zip(*sides, strict=True)
    compared = compare_rates(k1, n1, k2, n2, _ERROR)
    return [compared.at(place) for place in range(len(compared))]


class _PromiseChart:
    """One promise: the months of its units up to the newest published one."""

    def __init__(
        self, span: Span, pairs: Sequence[tuple[_Pair, Difference]], newest: Month
    ) -> None:
        first = min(
            m for pair, _ in pairs for m in pair.months.figures if m >= span.first
        )
        self._months = list(iterate_months(first, min(span.last, newest)))
        self._span, self._pairs = span, pairs

    def make(self, language: str) -> Draw:
        """The chart in a language."""
        made, ended = self._span.made, self._span.ended
        assert ended is not None  # it was kept
        work = (self._months.index(made), self._months.index(ended))
        panels = [self._make_panel(*pair, language) for pair in self._pairs]
        said = [(p.title, p.before, p.after, p.difference) for p in panels]
        months = "–".join(dict.fromkeys((write_month(made), write_month(ended))))
        key = PromiseText(
            captions.INTERVAL.text(language),
            captions.WORK.text(language).format(months),
        )
        text = captions.write_promise(said, language)
        return partial(draw_promise, panels, work, key, text)

    def _make_panel(
        self, pair: _Pair, difference: Difference, language: str
    ) -> PromisePanel:
        values = {**asdict(difference), "difference": difference.share}
        return PromisePanel(
            pair.name.text(language),
            [_make_point(month, pair.months) for month in self._months],
            _write_side(captions.BEFORE, pair.before, language),
            _write_side(captions.AFTER, pair.after, language),
            captions.write_difference(values, language),
            self._write_target(pair.months, language),
        )

    def _write_target(self, months: UnitMonths, language: str) -> str:
        drawn = [months.targets[m] for m in self._months if m in months.targets]
        if not drawn:
            return ""
        text = captions.write_chart_text("", "", language)
        steps = (text.write_percent(float(share)) for share in dict.fromkeys(drawn))
        of_group, online = captions.GROUP_TARGET, captions.ONLINE_TARGET
        label = of_group if months.is_of_group else online
        return label.text(language).format(" → ".join(steps))


def _make_point(month: Month, months: UnitMonths) -> MonthPoint:
    figure, target = months.figures.get(month), months.targets.get(month)
    share = None if target is None else float(Fraction(target) / 100)
    if figure is None or not figure.n:
        return MonthPoint(write_month(month), target_share=share)
    assert figure.k is not None
    rate = figure.k / figure.n
    return MonthPoint(write_month(month), rate, figure.lower, figure.upper, share)


def _write_side(side: Label, figure: Figure, language: str) -> str:
    assert figure.k is not None and figure.n is not None
    bounds = (figure.lower or 0, figure.upper or 1)
    rate = write_rate(figure.k, figure.n, bounds, None, language)
    return f"{side.text(language)}, {write_month(figure.month)}: {rate}"
