"""Published results: an indicator in a scope, or the note that it is hidden."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, case, func, literal, select

from feedback.domain.labels import Label
from feedback.domain.months import Month
from feedback.domain.periods import MONTH, Period
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.publications import Publication, Result
from feedback.queries.published.names import NO_ENGLISH, name_unit
from feedback.queries.published.publications import select_in_force
from feedback.queries.published.slices import count_rows
from feedback.queries.published.units import UNITS

SCOPES = ("province", "channel", *UNITS)

#: Order in which indicators are shown.
INDICATORS = ("T1", "T2", "all")

Levels = tuple[int, int, int, int, int]


class Coverage(NamedTuple):
    """Who was asked and who answered."""

    ended: int
    invited: int
    delivered: int
    #: None where the group is hidden.
    rated: int | None


@dataclass(frozen=True)
class Figure:
    """A published result as pages show it; counts are None where it is hidden."""

    #: The last month of its period.
    month: Month
    indicator: str
    scope: str
    key: str
    #: Of the unit; empty for the province and channels.
    name: Label
    is_hidden: bool
    levels: Levels | None
    n_none: int | None
    lower: float | None
    upper: float | None
    operator: str | None
    threshold: str | None
    official: bool | None
    verdict: str | None
    coverage: Coverage | None
    #: Of the period, in months.
    length: int = MONTH
    #: Answers, with those of no opinion; known where nobody reports dossiers, too.
    rated: int | None = None

    @property
    def period(self) -> Period:
        """The period the result is of."""
        return Period(self.month, self.length)

    @property
    def n(self) -> int | None:
        """Valid answers: the denominator of R1."""
        return None if self.levels is None else sum(self.levels)

    @property
    def k(self) -> int | None:
        """Satisfied and very satisfied answers."""
        return None if self.levels is None else self.levels[3] + self.levels[4]

    @property
    def points(self) -> int | None:
        """The numerator of R2: 0, 25, 50, 75 or 100 for each answer."""
        if self.levels is None:
            return None
        return sum(25 * place * count for place, count in enumerate(self.levels))


_COLUMNS = (
    Result.month,
    Result.indicator,
    Result.scope,
    Result.key,
    Result.is_hidden,
    *(Result.n1, Result.n2, Result.n3, Result.n4, Result.n5, Result.n_none),
    Result.lower,
    Result.upper,
    Result.operator,
    Result.threshold,
    Result.official,
    Result.verdict,
    *(Result.ended, Result.invited, Result.delivered, Result.rated),
    Result.length,
)


def list_results(publication_id: int, *scopes: str) -> list[Figure]:
    """The results of a publication in some scopes, by the units' names."""
    figures: list[Figure] = []
    for scope in scopes:
        rows = _named(scope).where(
            Result.publication_id == publication_id, Result.scope == scope
        )
        figures += map(_figure, db.session.execute(rows))
    return figures


def list_results_of(
    publication_id: int, scope: str, keys: Iterable[str]
) -> list[Figure]:
    """The results of a few units in one publication."""
    rows = _named(scope).where(
        Result.publication_id == publication_id,
        Result.scope == scope,
        Result.key.in_(list(keys)),
    )
    return [_figure(row) for row in db.session.execute(rows)]


def count_hidden_units(publication_id: int, scope: str) -> int:
    """How many units of a scope a publication shows nothing of."""
    n_shown = func.sum(case((Result.is_hidden, 0), else_=1))
    hidden = (
        select(Result.key)
        .where(Result.publication_id == publication_id, Result.scope == scope)
        .group_by(Result.key)
        .having(n_shown == 0)
    )
    return count_rows(hidden)


def list_unit_results(scope: str, key: str, length: int = MONTH) -> list[Figure]:
    """One unit's results over all published periods of a length, newest first."""
    in_force = select_in_force(length).subquery()
    rows = (
        _named(scope)
        .join(in_force, in_force.c.id == Result.publication_id)
        .where(Result.scope == scope, Result.key == key, Result.length == length)
        .order_by(None)
        .order_by(Result.month.desc())
    )
    return [_figure(row) for row in db.session.execute(rows)]


def list_month_results(
    scope: str,
    keys: Collection[str],
    indicators: Collection[str],
    first: Month,
    last: Month,
) -> list[Figure]:
    """Some units' results of the months between two, the oldest first.

    Served by the index on scope, key, length and month.
    """
    in_force = select_in_force().subquery()
    rows = (
        _named(scope)
        .join(in_force, in_force.c.id == Result.publication_id)
        .where(
            Result.scope == scope,
            Result.key.in_(list(keys)),
            Result.length == MONTH,
            Result.month.between(first.first_day, last.first_day),
            Result.indicator.in_(list(indicators)),
        )
        .order_by(None)
        .order_by(Result.month, Result.key, Result.indicator)
    )
    return [_figure(row) for row in db.session.execute(rows)]


def count_verdicts(publication_id: int, scope: str) -> dict[str, dict[str, int]]:
    """How many units got each verdict, by indicator; hidden units count as hidden."""
    verdict = func.coalesce(Result.verdict, "hidden")
    rows = db.session.execute(
        select(Result.indicator, verdict, func.count())
        .where(
            Result.publication_id == publication_id,
            Result.scope == scope,
            Result.indicator != "all",
        )
        .group_by(Result.indicator, verdict)
    )
    counts: dict[str, dict[str, int]] = {}
    for indicator, name, count in rows:
        counts.setdefault(indicator, {})[name] = count
    return counts


@dataclass(frozen=True)
class ResultFilter:
    """Which results a download holds; empty fields do not narrow."""

    month: Month | None = None
    scope: str = ""
    key: str = ""
    #: Also the versions that later ones replaced.
    has_all_versions: bool = False
    #: Months alone, unless quarters or years are asked for.
    length: int = MONTH
    #: One version of one period, whatever replaced it.
    publication_id: int | None = None


@dataclass(frozen=True)
class SealedFigure:
    """A result with the publication it stands in."""

    id: int
    figure: Figure
    version: int
    digest: str


def list_results_after(
    after: int, wanted: ResultFilter, size: int
) -> Sequence[SealedFigure]:
    """The next results after an id, for open data in steps."""
    query = (
        select(
            Result.id,
            Publication.version,
            Publication.digest,
            name_unit(),
            NO_ENGLISH,
            *_COLUMNS
        )
        .join(Publication, Publication.id == Result.publication_id)
        .where(Result.id > after, Result.length == wanted.length)
        .order_by(Result.id)
        .limit(size)
    )
    if wanted.publication_id is not None:
        query = query.where(Result.publication_id == wanted.publication_id)
    elif not wanted.has_all_versions:
        in_force = select_in_force(wanted.length).with_only_columns(Publication.id)
        query = query.where(Result.publication_id.in_(in_force))
    if wanted.month is not None:
        query = query.where(Result.month == wanted.month.first_day)
    if wanted.scope:
        query = query.where(Result.scope == wanted.scope)
    if wanted.key:
        query = query.where(Result.key == wanted.key)
    return [
        SealedFigure(row.id, _figure(row), row.version, row.digest)
        for row in db.session.execute(query)
    ]


def _named(scope: str) -> Select[Any]:
    model = UNITS.get(scope)
    if model is None:
        nameless = select(literal("").label("name"), NO_ENGLISH, *_COLUMNS)
        return nameless.order_by(Result.key)
    name_en = Agency.name_en if model is Agency else NO_ENGLISH
    return (
        select(model.name.label("name"), name_en, *_COLUMNS)
        .join(model, model.code == Result.key)
        .order_by(model.name_folded, Result.key)
    )


def _figure(row: Row[Any]) -> Figure:
    levels: Levels | None = None
    if not row.is_hidden and row.n1 is not None:
        levels = (row.n1, row.n2, row.n3, row.n4, row.n5)
    coverage = None
    if row.ended is not None:
        coverage = Coverage(row.ended, row.invited, row.delivered, row.rated)
    return Figure(
        Month(row.month.year, row.month.month),
        row.indicator,
        row.scope,
        row.key,
        Label(row.name, row.name_en or row.name),
        row.is_hidden,
        levels,
        None if levels is None else row.n_none,
        row.lower,
        row.upper,
        row.operator,
        row.threshold,
        row.official,
        row.verdict,
        coverage,
        row.length,
        row.rated,
    )
