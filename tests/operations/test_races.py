"""Two people act on one comment at the same moment; one of them is told."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask

from feedback.domain.errors import Conflict
from feedback.domain.outcomes import Outcome
from feedback.domain.states import State, View
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.operations.replies import publish_reply, write_reply
from feedback.operations.screenings import release_comment
from feedback.operations.views import give_view
from feedback.queries.comments import list_steps
from feedback.queries.replies import list_answers
from tests.lives import Cast, count_events, get_comment

PEOPLE = 4


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def at_once(app: Flask, act: Callable[[int], None]) -> Counter[str]:
    """Everybody acts at the same moment; who was told what."""
    barrier, told = Barrier(PEOPLE), Counter[str]()

    def run(number: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                act(number)
                told["done"] += 1
            except Conflict:
                told["too late"] += 1

    threads = [Thread(target=run, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()  # what this thread read before is past
    return told


def test_one_answer_of_many_at_once_is_kept(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    officer, seen = cast.officer.id, count_events(ref)

    def act(number: int) -> None:
        write_reply(
            ref,
            user_id=officer,
            seen=seen,
            text=f"Lời {number}",
            outcome=Outcome.EXPLAINED,
        )

    assert at_once(app, act) == {"done": 1, "too late": PEOPLE - 1}
    assert len(list_answers(ref)) == 1
    assert count_events(ref) == seen + 1


def test_one_clearing_of_many_at_once_is_kept(app: Flask, cast: Cast) -> None:
    ref = cast.submit()
    user, seen = cast.screener.id, count_events(ref)

    def act(number: int) -> None:
        release_comment(ref, user_id=user, seen=seen, public_text=f"Lời {number}")

    assert at_once(app, act) == {"done": 1, "too late": PEOPLE - 1}
    assert [step.move for step in list_steps(ref)] == ["submit", "screen", "release"]


def test_published_once_and_judged_once(app: Flask, cast: Cast) -> None:
    receipt = new_code()
    ref = cast.live(State.AWAITING_PUBLICATION, receipt)
    user, seen = cast.screener.id, count_events(ref)
    told = at_once(app, lambda _: publish_reply(ref, user_id=user, seen=seen))
    assert told == {"done": 1, "too late": PEOPLE - 1}
    assert at_once(app, lambda _: give_view(receipt, View.YES)) == {"done": PEOPLE}
    moves = [step.move.value for step in list_steps(ref)]
    assert (moves.count("publish"), moves.count("view")) == (1, 1)
    assert get_comment(ref).view == "yes"
