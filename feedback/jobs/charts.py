"""After each publication: the charts of what was published."""

from datetime import date
from itertools import islice

from feedback.domain.months import Month
from feedback.domain.periods import LENGTHS, MONTH, Period
from feedback.operations.charts import drop_old_charts, store_charts
from feedback.queries.charts import list_outdated_promises
from feedback.queries.publications import list_chart_names, list_versions_in_force
from feedback.reports.charts import draw_province_charts, draw_unit_charts
from feedback.reports.charts.promises import draw_promise_charts

#: Charts of promises that are written together: all four of each.
_BATCH = 400


def draw_charts(on: date) -> str:
    """Draw what a publication lacks; units have charts in the newest month alone."""
    months = list_versions_in_force(MONTH)
    if not months:
        return "nothing published"
    drawn, newest = 0, months[-1].id
    for length in LENGTHS:
        for publication in list_versions_in_force(length):
            period = Period(Month.of(publication.month), length)
            drawn += _draw_lacking(publication.id, period, publication.id == newest)
    in_force = [publication.id for publication in months]
    drawn += _draw_promises(in_force, Month.of(months[-1].month))
    dropped = drop_old_charts(in_force)
    return f"{drawn} charts drawn, {dropped} dropped"


def _draw_lacking(publication_id: int, period: Period, is_newest: bool) -> int:
    # Charts of before there were two layouts have no narrow one and are drawn again.
    names = {name for name in list_chart_names(publication_id) if "-narrow:" in name}
    of_province = {name for name in names if ":province:" in name}
    of_promises = {name for name in names if name.startswith("promise")}
    charts = []
    if not of_province:
        charts += draw_province_charts(publication_id, period)
    if is_newest and names - of_promises == of_province:
        charts += draw_unit_charts(publication_id, period.last)
    if charts:
        store_charts(publication_id, charts)
    return len(charts)


def _draw_promises(in_force: list[int], newest: Month) -> int:
    """Those that ended of late, and those whose chart a correction has replaced."""
    drawn = {name.rpartition(":")[2] for name in list_chart_names(in_force[-1])}
    charts = draw_promise_charts(newest, list_outdated_promises(in_force), drawn)
    count = 0
    while batch := list(islice(charts, _BATCH)):
        store_charts(in_force[-1], batch)
        count += len(batch)
    return count
