"""Counts of another survey tool beside what it published: which rule, since when."""

from dataclasses import dataclass
from itertools import groupby

from feedback.analysis.series import PublishedMonth, SeriesCheck, check_series
from feedback.queries.counts import get_count_source, list_count_rows


@dataclass(frozen=True)
class SeriesReport:
    """One service in one channel, month by month, with the change of method."""

    service: str
    channel: str
    check: SeriesCheck

    @property
    def months_unexplained(self) -> tuple[str, ...]:
        """The months whose published percentage neither rule gives."""
        return tuple(
            month.month
            for month in self.check.known
            if not month.is_index and not month.is_top_two
        )


@dataclass(frozen=True)
class SourceReport:
    """Everything a source published that can be recomputed, kept apart by source."""

    code: str
    name: str
    series: tuple[SeriesReport, ...]


def report_source(code: str) -> SourceReport:
    """Recompute each published month of a source by both rules of the house."""
    source = get_count_source(code)
    rows = list_count_rows(source)
    grouped = groupby(rows, key=lambda row: (row.service, row.channel))
    series = tuple(
        SeriesReport(
            service,
            channel,
            check_series(
                PublishedMonth(str(row.month), row.counts, row.percent)
                for row in months
            ),
        )
        for (service, channel), months in grouped
    )
    return SourceReport(source.code, source.name, series)
