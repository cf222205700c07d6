"""Components 5.2 and 5.3 of the service-quality index of QĐ 766/QĐ-TTg (23/6/2022).

How citizens' comments (phản ánh, kiến nghị) are handled, by that decision's own rules.
They are derived from the steps of comments and ask nobody: never to be shown under the
name of a survey's satisfaction rate.

Source: “Mô tả công thức tính chỉ số 766” of the Government Office, as transcribed in
the public repository hauphanquoc/766-Analyze; the decision's text itself was not read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final


@dataclass(frozen=True)
class ComponentVersion:
    """One stated form of the two components: points and time limits."""

    id: str
    source: str
    #: Most points of 5.2 and of 5.3.
    on_time_points: Decimal
    content_points: Decimal
    #: Working days: to refuse, to ask for more, to answer, to make public.
    refuse_days: int = 2
    ask_days: int = 5
    answer_days: int = 15
    publish_days: int = 2


#: The newest stated form first. The other one comes from an earlier note in the same
#: source; it stays, so that figures computed with it can be recomputed.
COMPONENT_VERSIONS: Final = (
    ComponentVersion(
        "766-6-6",
        "QĐ 766/QĐ-TTg, nhóm 5: 5.2 và 5.3 mỗi phần 6 điểm (bảng điểm trên Cổng DVCQG)",
        Decimal(6),
        Decimal(6),
    ),
    ComponentVersion(
        "766-5-2",
        "QĐ 766/QĐ-TTg, nhóm 5: 5.2 là 5 điểm, 5.3 là 2 điểm (ghi chép cũ hơn)",
        Decimal(5),
        Decimal(2),
    ),
)
#: The form that is shown.
CURRENT_VERSION: Final = COMPONENT_VERSIONS[0]


@dataclass(frozen=True)
class Handled:
    """What the components look at in one comment, in working days.

    Days count from the day the agency was sent it; days for which its author was asked
    for more are left out. A step that was not made is None.
    """

    #: It handed the comment back and nobody took it up.
    refused_after: int | None = None
    asked_after: int | None = None
    answered_after: int | None = None
    #: From the answer's acceptance to its publication.
    published_after: int | None = None
    #: Up to today, where the step that is next was not made.
    waits: int = 0
    #: The author says that the answer misses the point.
    is_disliked: bool = False
    #: The author had it opened again.
    is_raised_again: bool = False


def is_on_time(handled: Handled, version: ComponentVersion = CURRENT_VERSION) -> bool:
    """Whether every step of a comment kept its limit, or still can."""
    if handled.refused_after is not None:
        return handled.refused_after <= version.refuse_days
    if handled.asked_after is not None and handled.asked_after > version.ask_days:
        return False
    if handled.answered_after is None:
        return handled.waits <= version.answer_days
    if handled.answered_after > version.answer_days:
        return False
    published = handled.published_after
    return (handled.waits if published is None else published) <= version.publish_days


def is_content(handled: Handled, version: ComponentVersion = CURRENT_VERSION) -> bool:
    """Whether nothing speaks against a comment's handling: 5.3 counts what is left.

    One author gives one view: more dislikes than likes is the view that the answer
    misses the point. Part of the point is neither.
    """
    return (
        is_on_time(handled, version)
        and not handled.is_disliked
        and not handled.is_raised_again
    )


@dataclass(frozen=True)
class Component:
    """One component of an agency: k of n, and the points that makes."""

    code: str
    k: int
    n: int
    most: Decimal
    version: str

    @property
    def ratio(self) -> Decimal:
        """k ÷ n in percent with two decimals; 0 without comments, as the portal has."""
        if not self.n:
            return Decimal("0.00")
        return _round(Decimal(100 * self.k) / self.n)

    @property
    def points(self) -> Decimal:
        """Linear in the ratio; an agency without comments has them all."""
        if not self.n:
            return _round(self.most)
        return _round(self.most * self.k / self.n)


def score_components(
    n: int, on_time: int, content: int, version: ComponentVersion = CURRENT_VERSION
) -> Sequence[Component]:
    """Components 5.2 and 5.3 from an agency's counts."""
    if not 0 <= content <= on_time <= n:
        raise ValueError("counts do not nest")
    return (
        Component("5.2", on_time, n, version.on_time_points, version.id),
        Component("5.3", content, n, version.content_points, version.id),
    )


def _round(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
