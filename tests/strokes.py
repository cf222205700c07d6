"""What people do with a comment, by where it stands, on a day of a simulated year."""

import random
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from feedback.domain import clock
from feedback.domain.errors import DomainError
from feedback.domain.outcomes import Outcome
from feedback.domain.states import State, View
from feedback.extensions import db
from feedback.operations import (
    allotments,
    appeals,
    escalations,
    extensions,
    questions,
    redactions,
    replies,
    screenings,
    views,
)
from feedback.queries.standings import Standing

if TYPE_CHECKING:
    from tests.years import Year

At = TypeVar("At")
Stroke = Callable[["Year", At, random.Random], object]
#: Shares of working days on which each stroke is made; what is left, nothing is done.
Strokes = Sequence[tuple[float, Stroke[At]]]


def make_one(strokes: Strokes[At], year: "Year", at: At, chance: random.Random) -> None:
    """Make one of the strokes, or none, as chance has it."""
    rest = chance.random()
    for share, stroke in strokes:
        rest -= share
        if rest < 0:
            try:
                stroke(year, at, chance)
            except DomainError:
                db.session.rollback()  # refused by a rule; somebody tries again
            return


_OUTCOMES = (
    *(Outcome.EXPLAINED, Outcome.ACCEPTED, Outcome.NOT_ACCEPTED),
    *(Outcome.WILL_FIX, Outcome.WILL_FIX),
)


def _screen(year: "Year", at: Standing, chance: random.Random) -> None:
    text = year.stories[at.ref].text
    screenings.release_comment(**year.by_desk(at, chance), public_text=text)


def _withhold(year: "Year", at: Standing, chance: random.Random) -> None:
    screenings.propose_withholding(
        **year.by_desk(at, chance), ground="insult", reason="Có lời xúc phạm."
    )


def _assign(year: "Year", at: Standing, chance: random.Random) -> None:
    code = chance.choice(list(year.offices.values())).code
    screenings.assign_comment(
        **year.by_desk(at, chance), agency_code=code, reason="Đúng nơi giải quyết."
    )


def _ask(year: "Year", at: Standing, chance: random.Random) -> None:
    questions.ask_more(**year.by_officer(at, chance), question="Ở quầy nào?")


def _extend(year: "Year", at: Standing, chance: random.Random) -> None:
    extensions.extend_deadline(
        **year.by_officer(at, chance), days=5, reason="Cần hỏi thêm nơi khác."
    )


def _allot(year: "Year", at: Standing, chance: random.Random) -> None:
    chosen = chance.choice(year.offices[at.agency_id].officers)
    allotments.allot_comment(**year.by_officer(at, chance), assignee_id=chosen)


def _redact(year: "Year", at: Standing, chance: random.Random) -> None:
    redactions.redact_comment(
        **year.by_desk(at, chance),
        public_text=year.stories[at.ref].text.replace("Tôi", "[đã che]", 1),
        reason="Có chi tiết riêng tư.",
    )


def _promise(year: "Year", at: Standing, chance: random.Random) -> dict[str, Any]:
    """Ask for what the agency has promised already, or promise something new."""
    joinable = year.joinable.get(at.agency_id, ())
    if joinable and chance.random() < 0.4:
        return {"joins": chance.choice(joinable).code}
    due = year.calendar.add_working_days(clock.today(), chance.choice((1, 3, 12)))
    text = f"Thêm một quầy buổi sáng vì ý kiến {year.stories[at.ref].number}."
    return {"promise": text, "due_on": due}


def _reply(year: "Year", at: Standing, chance: random.Random) -> None:
    outcome = chance.choice(_OUTCOMES)
    promise = _promise(year, at, chance) if outcome.needs_day else {}
    replies.write_reply(
        **year.by_officer(at, chance),
        text=f"Chúng tôi đã xem lại, trường hợp {year.stories[at.ref].number}.",
        outcome=outcome,
        reason="Theo quy định hiện hành." if outcome.needs_reason else "",
        **promise,
    )


def _approve(year: "Year", at: Standing, chance: random.Random) -> None:
    head = year.offices[at.agency_id].head
    if head is None:
        replies.approve_for_agency(**year.by_desk(at, chance))
    else:
        replies.approve_reply(at.ref, user_id=head, seen=at.n_events)


def _view(year: "Year", at: Standing, chance: random.Random) -> None:
    view = chance.choice((View.YES, View.YES, View.PARTLY, View.NO))
    views.give_view(year.receipt(at), view)


#: What people do on a working day with a comment that stood there in the morning.
STROKES: dict[State, Strokes[Standing]] = {
    State.RECEIVED: ((0.6, _screen), (0.05, _assign), (0.05, _withhold)),
    State.SCREENING: (
        (0.6, _screen),
        (0.05, _withhold),
        (
            0.05,
            lambda y, at, c: escalations.escalate_comment(
                **y.by_desk(at, c), reason="Nói đến việc đưa tiền."
            ),
        ),
        (
            0.05,
            lambda y, at, c: screenings.refer_comment(
                **y.by_desk(at, c), referral="regulation"
            ),
        ),
    ),
    State.WITHHOLD_PROPOSED: (
        (0.3, lambda y, at, c: screenings.confirm_withholding(**y.by_desk(at, c))),
        (
            0.1,
            lambda y, at, c: screenings.decline_withholding(
                **y.by_desk(at, c), reason="Vẫn có nội dung cần trả lời."
            ),
        ),
    ),
    State.SCREENED: (
        (0.02, lambda y, at, c: screenings.recall_comment(**y.by_desk(at, c))),
    ),
    State.ESCALATED: (
        (
            0.1,
            lambda y, at, c: escalations.return_comment(
                **y.by_inspector(at), reason="Không phải tố cáo."
            ),
        ),
        (
            0.1,
            lambda y, at, c: escalations.refer_serious(
                **y.by_inspector(at), referral="denunciation", reason="Đủ căn cứ."
            ),
        ),
    ),
    State.APPEALED: (
        (
            0.15,
            lambda y, at, c: appeals.uphold_withholding(
                **y.by_inspector(at), reason="Đúng căn cứ."
            ),
        ),
        (
            0.15,
            lambda y, at, c: appeals.overturn_withholding(
                **y.by_inspector(at), reason="Không đủ căn cứ."
            ),
        ),
    ),
    State.NEEDS_MORE: (
        (0.1, lambda y, at, c: questions.supply_more(y.receipt(at), "Ở quầy số 3.")),
    ),
    State.OPEN: (
        (0.08, _reply),
        (0.01, _ask),
        (0.01, _extend),
        (0.02, _allot),
        (
            0.02,
            lambda y, at, c: extensions.report_progress(
                **y.by_officer(at, c), note="Đang chờ kết quả đo đạc."
            ),
        ),
        (
            0.01,
            lambda y, at, c: questions.hand_back_comment(
                **y.by_officer(at, c), reason="Không thuộc thẩm quyền."
            ),
        ),
    ),
    State.SENT_BACK: ((0.2, _reply),),
    State.REOPENED: ((0.1, _reply),),
    State.REPLIED: ((0.5, _approve),),
    State.AWAITING_PUBLICATION: (
        (0.5, lambda y, at, c: replies.publish_reply(**y.by_desk(at, c))),
        (
            0.05,
            lambda y, at, c: replies.send_back_reply(
                **y.by_desk(at, c), reason="Chưa trả lời điều được hỏi."
            ),
        ),
    ),
    State.REPLIED_AGAIN: (
        (0.5, lambda y, at, c: replies.publish_reply(**y.by_desk(at, c))),
    ),
    State.PUBLISHED: ((0.06, _view), (0.003, _redact)),
    State.PUBLISHED_AGAIN: ((0.06, _view),),
    State.VIEWED: ((0.1, lambda y, at, c: views.reopen_comment(y.receipt(at))),),
}
