"""How every figure is made: rules, plan, targets, sector list, time limits."""

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from feedback.config import Settings
from feedback.domain import clock
from feedback.domain.agencies import AgencyLevel
from feedback.domain.deadlines import Step
from feedback.domain.grounds import list_grounds
from feedback.domain.kinds import Kind
from feedback.queries.published import plans
from feedback.views.languages import language
from feedback.views.transparency.examples.published import make_examples
from feedback.views.transparency.units import SECTOR_GROUP

if TYPE_CHECKING:
    from feedback.models.plans import DeadlineRule

bp = Blueprint("methods", __name__, url_prefix="/cach-tinh")


@bp.route("")
def index() -> ResponseReturnValue:
    """Every rule in words, with the data it is bound to."""
    settings: Settings = current_app.config["SETTINGS"]
    today = clock.today()
    plan = plans.find_plan(settings.plan)
    group, sectors = plans.list_group_sectors(SECTOR_GROUP)
    rules = [
        rule
        for rule in plans.list_deadline_rules()
        if rule.valid_to is None or rule.valid_to >= today
    ]
    return render_template(
        "transparency/methods/index.html",
        plan=plan,
        targets=plans.list_targets(plan) if plan else [],
        today=today,
        group=group,
        sectors=sectors,
        deadlines=[(_name_limit(rule), rule) for rule in rules],
        grounds=list_grounds(today),
        examples=make_examples(),
    )


def _name_limit(rule: "DeadlineRule") -> str:
    """The step, and the kind of comment and level of agency where it is for one."""
    labels = [Step(rule.step).label]
    if rule.kind:
        labels.append(Kind(rule.kind).label)
    if rule.agency_level:
        labels.append(AgencyLevel(rule.agency_level).label)
    return ", ".join(label.text(language()) for label in labels)
