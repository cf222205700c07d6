"""Plans of provinces and their measurable targets: data, not code.

A threshold is an exact decimal; a comparison is made in integers, never in floats.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from feedback.domain.errors import InvalidPlan
from feedback.domain.labels import Label

OPERATORS = (">=", ">", "<=", "<", "=")
#: `percent_change` compares two means: -20 is a fifth less.
UNITS = ("percent", "percent_change", "minutes", "count")
ONLINE_USERS = "online_users"
COMMENTS = "comments"
SECTOR_GROUP = "sector_group:"
_CODE = re.compile("T([1-9]|1[0-4])")


@dataclass(frozen=True)
class Target:
    """One row: indicator, scope, operator, threshold, validity and clause.

    Without a number (`threshold` None) the plan names the indicator and sets no figure.
    """

    code: str
    row: int
    indicator: str
    name: Label
    scope: str
    clause: str
    valid_from: date
    valid_to: date | None = None
    operator: str | None = None
    threshold: Decimal | None = None
    unit: str | None = None
    deadline_year: int | None = None
    is_computed: bool = False
    note: str | None = None

    def __post_init__(self) -> None:
        numbers = (self.operator, self.threshold, self.unit)
        if _CODE.fullmatch(self.code) is None or self.row < 1:
            raise InvalidPlan(
                f"Mã chỉ tiêu “{self.code}” dòng {self.row} không hợp lệ.",
                f"The target “{self.code}” row {self.row} has no valid name.",
            )
        has_number = all(part is not None for part in numbers)
        if not has_number and any(part is not None for part in numbers):
            raise self._fault(
                "cần đủ phép so sánh, ngưỡng và đơn vị, hoặc không có phần nào",
                "needs operator, threshold and unit, or none of them",
            )
        if has_number and (self.operator not in OPERATORS or self.unit not in UNITS):
            raise self._fault(
                "có phép so sánh hoặc đơn vị không biết",
                "has an unknown operator or unit",
            )
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise self._fault("hết hiệu lực trước khi bắt đầu", "ends before it starts")

    def is_in_force(self, on: date) -> bool:
        """Whether the target holds on a day; both ends included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def share(self) -> Fraction | None:
        """The threshold as an exact share of 1, for a target in percent."""
        if self.threshold is None or self.unit != "percent":
            return None
        return Fraction(self.threshold) / 100

    @property
    def sector_group(self) -> str | None:
        """The code of the sector group the target speaks of, if any."""
        if not self.scope.startswith(SECTOR_GROUP):
            return None
        return self.scope.removeprefix(SECTOR_GROUP)

    def _fault(self, vi: str, en: str) -> InvalidPlan:
        return InvalidPlan(
            f"Chỉ tiêu {self.code} dòng {self.row} {vi}.",
            f"Target {self.code} row {self.row} {en}.",
        )


@dataclass(frozen=True)
class Plan:
    """A province's plan with all its targets."""

    code: str
    province: str
    title: str
    lead: str
    signed_on: date
    valid_from: date
    valid_to: date | None
    number: str | None
    replaces: str | None
    source: str
    targets: tuple[Target, ...]
    is_demo: bool = False

    def __post_init__(self) -> None:
        names = [(target.code, target.row) for target in self.targets]
        if len(set(names)) != len(names):
            raise InvalidPlan(
                f"Kế hoạch {self.code} có hai dòng chỉ tiêu trùng nhau.",
                f"The plan {self.code} has the same target row twice.",
            )

    def is_in_force(self, on: date) -> bool:
        """Whether the plan holds on a day; both ends included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class SectorGroup:
    """A named, versioned list of sectors that a target speaks of."""

    code: str
    version: int
    name: Label
    valid_from: date
    valid_to: date | None
    basis: str
    sectors: tuple[str, ...]


def targets_in_force(plan: Plan, on: date) -> tuple[Target, ...]:
    """The targets of a plan that hold on a day; none when the plan itself does not."""
    if not plan.is_in_force(on):
        return ()
    return tuple(target for target in plan.targets if target.is_in_force(on))


def find_plan(plans: Iterable[Plan], province: str, on: date) -> Plan | None:
    """The province's plan in force on a day; the one signed last, if several."""
    found = [p for p in plans if p.province == province and p.is_in_force(on)]
    return max(found, key=lambda plan: plan.signed_on, default=None)
