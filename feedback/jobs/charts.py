"""After each publication: the charts of what was published."""

from datetime import date

from feedback.domain.months import Month
from feedback.domain.periods import LENGTHS, MONTH, Period
from feedback.operations.charts import drop_unit_charts, store_charts
from feedback.queries.publications import list_chart_names, list_versions_in_force
from feedback.reports.charts import draw_province_charts, draw_unit_charts


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
    dropped = drop_unit_charts(newest)
    return f"{drawn} charts drawn, {dropped} dropped"


def _draw_lacking(publication_id: int, period: Period, is_newest: bool) -> int:
    # Charts of before there were two layouts have no narrow one and are drawn again.
    names = {name for name in list_chart_names(publication_id) if "-narrow:" in name}
    of_province = {name for name in names if ":province:" in name}
    charts = []
    if not of_province:
        charts += draw_province_charts(publication_id, period)
    if is_newest and names == of_province:
        charts += draw_unit_charts(publication_id, period.last)
    if charts:
        store_charts(publication_id, charts)
    return len(charts)
