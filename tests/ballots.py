"""Open ballots and the questions behind them, as citizens meet them."""

from datetime import date
from typing import Any

from feedback.domain.tokens import ballot_hash, new_code
from feedback.exchange.plans import PLANS_FOLDER, read_questionnaire
from feedback.extensions import db
from feedback.models.ballots import Ballot
from feedback.operations.questionnaires import publish_questionnaire
from tests.factories import make_cell

QUESTIONNAIRE = read_questionnaire(PLANS_FOLDER / "questionnaire-1.yaml")
PUBLISHED_ON = date(2023, 1, 1)


def publish_questions() -> int:
    """The first questionnaire, published."""
    return publish_questionnaire(QUESTIONNAIRE, PUBLISHED_ON)


def make_token(**changes: Any) -> str:
    """The code of an open ballot of March 2026, online unless said otherwise."""
    token = new_code()
    is_spent = changes.pop("is_spent", False)
    cell = make_cell(**changes)
    db.session.add(Ballot(hash=ballot_hash(token), is_spent=is_spent, **cell))
    db.session.commit()
    return token
