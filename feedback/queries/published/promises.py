"""What a chart of a promise is made of: its days, and published months around them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select

from feedback.domain.commitments import CommitmentState
from feedback.domain.labels import Label
from feedback.domain.months import Month
from feedback.domain.spans import Part, Span
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.commitments import Commitment
from feedback.models.services import Service
from feedback.queries.published.results import Figure, list_month_results

#: Scope and key.
Unit = tuple[str, str]


class KeptPromise(NamedTuple):
    """A promise that was kept, in time or late, with its units' names."""

    code: str
    span: Span
    agency_code: str
    agency: Label
    service_code: str
    service: Label

    @property
    def units(self) -> tuple[tuple[Unit, Label], ...]:
        """Agency and service; their crossing is no published group."""
        return (
            (("agency", self.agency_code), self.agency),
            (("service", self.service_code), self.service),
        )


def list_kept_promises(
    first: date, until: date, codes: Collection[str] = ()
) -> list[KeptPromise]:
    """Promises kept between two days, and those with these codes, by code."""
    is_near = Commitment.ended_on.between(first, until)
    rows = db.session.execute(
        select(
            *(Commitment.code, Commitment.promised_on, Commitment.ended_on),
            *(Agency.code, Agency.name, Agency.name_en),
            *(Service.code, Service.name),
        )
        .join(Agency, Agency.id == Commitment.agency_id)
        .join(Service, Service.id == Commitment.service_id)
        .where(
            Commitment.state.in_((CommitmentState.KEPT, CommitmentState.LATE)),
            or_(is_near, Commitment.code.in_(codes)),
        )
        .order_by(Commitment.code)
    )
    return [
        KeptPromise(
            code,
            Span.of(promised_on, ended_on),
            agency,
            Label(name, name_en or name),
            service,
            Label(called, called),
        )
        for code, promised_on, ended_on, agency, name, name_en, service, called in rows
    ]


@dataclass(frozen=True)
class UnitMonths:
    """A unit's published months, of everybody who answered; a hidden one says so."""

    figures: dict[Month, Figure] = field(default_factory=dict)
    #: In percent, by month.
    targets: Mapping[Month, str] = field(default_factory=dict)
    #: Whether that is the target of the 85 % sectors, or else of online users.
    is_of_group: bool = False

    def find_newest(self, span: Span, part: Part) -> Figure | None:
        """The newest month of a part that is shown, or else the newest hidden one."""
        months = [m for m in self.figures if span.find_part(m) is part]
        shown = [m for m in months if self.figures[m].n]
        return self.figures[max(shown or months)] if months else None

    def find_pair(self, span: Span) -> tuple[Figure, Figure] | None:
        """The newest shown months before and after; nothing unless there are both."""
        before, after = (self.find_newest(span, p) for p in (Part.BEFORE, Part.AFTER))
        return (before, after) if before and after and before.n and after.n else None


#: Of an agency what everybody says; of a service also whether the group has it.
_INDICATORS = {"agency": ("all",), "service": ("all", "T2")}


def list_unit_months(
    units: Collection[Unit], first: Month, last: Month
) -> dict[Unit, UnitMonths]:
    """The published months of some units between two, with the targets of each.

    A service of the 85 % sectors has its own target, which is of all its dossiers; all
    else is held against that of online users. Three reads, however many units.
    """
    figures: dict[Unit, dict[Month, Figure]] = {unit: {} for unit in units}
    targets: dict[Unit, dict[Month, str]] = {}
    for scope, indicators in _INDICATORS.items():
        keys = {key for own, key in units if own == scope}
        for found in list_month_results(scope, keys, indicators, first, last):
            unit = (scope, found.key)
            if found.indicator == "all":
                figures[unit][found.month] = found
            elif found.threshold:
                targets.setdefault(unit, {})[found.month] = found.threshold
    province = list_month_results("province", ("-",), ("T1",), first, last)
    online = {found.month: found.threshold for found in province if found.threshold}
    return {
        unit: UnitMonths(months, targets.get(unit, online), unit in targets)
        for unit, months in figures.items()
    }
