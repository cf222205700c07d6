"""After each publication: the charts of what was published."""

from datetime import date

from feedback.domain.months import Month
from feedback.operations.charts import drop_unit_charts, store_charts
from feedback.queries.publications import list_chart_names, list_versions_in_force
from feedback.reports.charts import draw_province_charts, draw_unit_charts


def draw_charts(on: date) -> str:
    """Draw what a publication lacks; units have charts in the newest one alone."""
    publications = list_versions_in_force()
    if not publications:
        return "nothing published"
    drawn = 0
    for publication in publications:
        month = Month.of(publication.month)
        names = list_chart_names(publication.id)
        charts = []
        if not any(":province:" in name for name in names):
            charts += draw_province_charts(publication.id, month)
        is_newest = publication is publications[-1]
        if is_newest and all(":province:" in name for name in names):
            charts += draw_unit_charts(publication.id, month)
        if charts:
            store_charts(publication.id, charts)
            drawn += len(charts)
    dropped = drop_unit_charts(publications[-1].id)
    return f"{drawn} charts drawn, {dropped} dropped"
