"""Links to the charts of a unit, as far as the job has drawn them."""

from dataclasses import dataclass

from flask import url_for

from feedback.queries.published.charts import DrawnChart, Picture, list_charts
from feedback.views.languages import language


@dataclass(frozen=True)
class ChartLink:
    """Where a chart is, and the room it takes."""

    href: str
    width: int | None
    height: int | None
    #: The same chart for screens that it does not fit.
    narrow: "ChartLink | None" = None
    #: Its further pages.
    more: "tuple[ChartLink, ...]" = ()


def list_chart_links(publication_id: int, scope: str, key: str) -> dict[str, ChartLink]:
    """Links to a unit's charts by kind."""
    pages: dict[str, list[ChartLink]] = {}
    for chart in list_charts(publication_id, language(), f"{scope}:{key}"):
        pages.setdefault(chart.kind, []).append(link_chart(publication_id, chart))
    return {
        kind: ChartLink(
            first.href, first.width, first.height, first.narrow, tuple(more)
        )
        for kind, (first, *more) in pages.items()
    }


def link_chart(publication_id: int, chart: DrawnChart) -> ChartLink:
    """Links to one chart in its layouts."""
    narrow = None
    if chart.narrow is not None:
        narrow = _link(publication_id, chart.narrow)
    return _link(publication_id, chart.wide, narrow)


def _link(
    publication_id: int, picture: Picture, narrow: ChartLink | None = None
) -> ChartLink:
    href = url_for(
        "transparency.periods.chart", number=publication_id, name=picture.name
    )
    return ChartLink(href, picture.width, picture.height, narrow)
