"""Counts of other survey tools, kept apart by source."""

from dataclasses import dataclass

from sqlalchemy import func, select

from feedback.domain.errors import NotFound
from feedback.extensions import db
from feedback.models.counts import CountSource, SurveyCount


@dataclass(frozen=True)
class ListedSource:
    """A source with how many months it holds."""

    source: CountSource
    n_rows: int
    #: Rows that carry counts and not the percentage alone.
    n_counted: int


def list_count_sources() -> list[ListedSource]:
    """The other survey tools whose counts were imported."""
    rows = db.session.execute(
        select(CountSource, func.count(SurveyCount.id), func.count(SurveyCount.n1))
        .outerjoin(SurveyCount, SurveyCount.source_id == CountSource.id)
        .group_by(CountSource.id)
        .order_by(CountSource.name)
    )
    return [ListedSource(*row) for row in rows]


def get_count_source(code: str) -> CountSource:
    """A source by its code."""
    found = db.session.scalar(select(CountSource).where(CountSource.code == code))
    if found is None:
        raise NotFound(
            f"Không có nguồn khảo sát nào mang mã “{code[:40]}”.",
            f"There is no survey source with the code “{code[:40]}”.",
        )
    return found


def list_counts(source: CountSource) -> list[SurveyCount]:
    """What a source counted, newest month first within each service."""
    return list(
        db.session.scalars(
            select(SurveyCount)
            .where(SurveyCount.source_id == source.id)
            .order_by(
                SurveyCount.service, SurveyCount.channel, SurveyCount.month.desc()
            )
        )
    )


def levels_of(row: SurveyCount) -> tuple[int, int, int, int, int] | None:
    """The five counts of a month, or nothing where the source gave none."""
    counts = (row.n1, row.n2, row.n3, row.n4, row.n5)
    if any(count is None for count in counts):
        return None
    n1, n2, n3, n4, n5 = (count or 0 for count in counts)
    return (n1, n2, n3, n4, n5)
