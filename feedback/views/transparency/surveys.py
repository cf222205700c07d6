"""Counts of other survey tools: what they published, and what their counts give."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from feedback.analysis.comparisons import Compared, compare_published, find_changes
from feedback.domain.months import Month
from feedback.queries.published import surveys

bp = Blueprint("surveys", __name__, url_prefix="/khao-sat-khac")


@dataclass(frozen=True)
class ShownMonth:
    """A month as its source counted it, beside both rates."""

    month: Month
    levels: tuple[int, int, int, int, int] | None
    compared: Compared
    #: Rules before and after, where the method changed with this month.
    change: tuple[str, str] | None

    @property
    def n(self) -> int | None:
        """How many answers."""
        return sum(self.levels) if self.levels else None


@dataclass(frozen=True)
class ShownSeries:
    """The months of one service in one channel, newest first."""

    service: str
    channel: str
    months: Sequence[ShownMonth]

    @property
    def n_counted(self) -> int:
        """Months that have counts and a published percentage."""
        return sum(month.compared.has_both for month in self.months)

    def count_agreeing(self, rule: str) -> int:
        """Months whose published percentage follows a rule."""
        return sum(rule in month.compared.rules for month in self.months)

    def list_disagreeing(self, rule: str) -> list[Month]:
        """Months whose published percentage does not follow a rule, oldest first."""
        return [
            month.month
            for month in reversed(self.months)
            if month.compared.has_both and rule not in month.compared.rules
        ]

    @property
    def changes(self) -> list[ShownMonth]:
        """Months with which the method changed, oldest first."""
        return [month for month in reversed(self.months) if month.change]

    @property
    def unexplained(self) -> list[Month]:
        """Months whose published percentage follows neither rule, oldest first."""
        return [m.month for m in reversed(self.months) if m.compared.is_unexplained]


@bp.route("")
def index() -> ResponseReturnValue:
    """The sources whose counts were imported."""
    return render_template(
        "transparency/surveys/index.html", sources=surveys.list_count_sources()
    )


@bp.route("/<code>")
def show(code: str) -> ResponseReturnValue:
    """One source: each month's counts, both rates and the published percentage."""
    source = surveys.get_count_source(code)
    return render_template(
        "transparency/surveys/show.html",
        source=source,
        series=list_series(surveys.list_counts(source)),
    )


def list_series(rows: Sequence[Any]) -> list[ShownSeries]:
    """The months of a source, one series for each service and channel."""
    groups: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        groups.setdefault((row.service, row.channel), []).append(row)
    return [_show_series(*names, group) for names, group in groups.items()]


def _show_series(service: str, channel: str, rows: list[Any]) -> ShownSeries:
    rows = sorted(rows, key=lambda row: row.month)
    compared = [
        compare_published(surveys.levels_of(row), row.published_percent) for row in rows
    ]
    changes = find_changes(compared)
    months = [
        ShownMonth(
            Month.of(row.month),
            surveys.levels_of(row),
            compared[place],
            changes.get(place),
        )
        for place, row in enumerate(rows)
    ]
    return ShownSeries(service, channel, months[::-1])
