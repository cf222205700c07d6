"""Reads of the counts of other survey tools."""

from sqlalchemy import select

from feedback.domain.counts import CountRow
from feedback.domain.errors import NotFound
from feedback.domain.months import Month
from feedback.extensions import db
from feedback.models.counts import CountSource, SurveyCount


def get_count_source(code: str) -> CountSource:
    """A source by its code."""
    source = db.session.scalar(select(CountSource).where(CountSource.code == code))
    if source is None:
        raise NotFound()
    return source


def list_count_rows(source: CountSource) -> list[CountRow]:
    """What a source counted, by service, channel and month."""
    rows = db.session.scalars(
        select(SurveyCount)
        .where(SurveyCount.source_id == source.id)
        .order_by(SurveyCount.service, SurveyCount.channel, SurveyCount.month)
    )
    return [
        CountRow(
            Month.of(row.month),
            row.service,
            row.channel,
            _read_levels(row),
            row.published_percent,
        )
        for row in rows
    ]


def _read_levels(row: SurveyCount) -> tuple[int, int, int, int, int] | None:
    if row.n1 is None:
        return None
    n1, n2, n3, n4, n5 = (n or 0 for n in (row.n1, row.n2, row.n3, row.n4, row.n5))
    return (n1, n2, n3, n4, n5)
