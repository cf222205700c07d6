"""A small province with somebody in every role, for tests that walk all routes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from feedback.domain import clock
from feedback.domain.families import Family
from feedback.domain.grounds import GROUNDS
from feedback.domain.months import Month
from feedback.domain.periods import QUARTER
from feedback.domain.referrals import REFERRALS
from feedback.domain.roles import Role
from feedback.domain.states import State
from feedback.domain.themes import FoundTheme, MonthThemes
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.services import Sector, Service
from feedback.models.users import User
from feedback.operations.appeals import appeal_withholding
from feedback.operations.escalations import escalate_comment
from feedback.operations.flags import propose_contest
from feedback.operations.questions import ask_more
from feedback.operations.releases import deliver_comments
from feedback.operations.replies import send_back_reply
from feedback.operations.screenings import (
    confirm_withholding,
    propose_withholding,
    refer_comment,
)
from feedback.operations.sign_ins import sign_in
from feedback.operations.themes import store_themes
from feedback.operations.views import reopen_comment
from feedback.queries.published.publications import find_latest_publication
from tests.ballots import make_token, publish_questions
from tests.commitments import promise
from tests.contacts import give_contact
from tests.desks import make_template
from tests.factories import PASSWORD, make_agency, make_user
from tests.flags import make_flag
from tests.instruments import measure_questions
from tests.lives import (
    DELIVERED_ON,
    PUBLISHED_ON,
    REPLIED_ON,
    SCREENED_ON,
    VIEWED_ON,
    Cast,
    count_events,
    get_comment,
    on_day,
)
from tests.pictures import add_photo
from tests.published import import_counts, publish_month

#: Everybody a route may meet. A stranger works for an agency that has nothing.
ANONYMOUS = "anonymous"
CITIZEN = "citizen"
OFFICER = "officer"
HEAD = "head"
OVERSIGHT = "oversight"
INSPECTORATE = "inspectorate"
ADMINISTRATOR = "administrator"
STRANGER = "officer of another agency"

VISITORS = (
    ANONYMOUS,
    CITIZEN,
    OFFICER,
    HEAD,
    OVERSIGHT,
    INSPECTORATE,
    ADMINISTRATOR,
    STRANGER,
)

#: In what role each of them signs in; a citizen has no account.
ROLE_OF = {
    OFFICER: Role.OFFICER,
    HEAD: Role.HEAD,
    OVERSIGHT: Role.OVERSIGHT,
    INSPECTORATE: Role.INSPECTORATE,
    ADMINISTRATOR: Role.ADMINISTRATOR,
    STRANGER: Role.OFFICER,
}

#: One comment stands at each of these points of an ordinary life …
STATES = (
    State.RECEIVED,
    State.SCREENED,
    State.OPEN,
    State.REPLIED,
    State.AWAITING_PUBLICATION,
    State.PUBLISHED,
    State.VIEWED,
    State.CLOSED,
)


#: … and one at each of these, off the straight way: where it leaves it, and how.
BRANCHES: dict[State, tuple[State, date, Callable[[Cast, str, str], None]]] = {
    State.WITHHOLD_PROPOSED: (
        State.RECEIVED,
        SCREENED_ON,
        lambda cast, ref, receipt: _propose(cast, ref),
    ),
    State.MOVED: (
        State.RECEIVED,
        SCREENED_ON,
        lambda cast, ref, receipt: refer_comment(
            ref,
            user_id=cast.screener.id,
            seen=count_events(ref),
            referral=REFERRALS[0].code,
        ),
    ),
    State.NEEDS_MORE: (
        State.OPEN,
        REPLIED_ON,
        lambda cast, ref, receipt: ask_more(
            ref,
            user_id=cast.officer.id,
            seen=count_events(ref),
            question="Ông/bà nộp hồ sơ ở quầy nào?",
        ),
    ),
    State.SENT_BACK: (
        State.REPLIED,
        PUBLISHED_ON,
        lambda cast, ref, receipt: send_back_reply(
            ref,
            user_id=cast.head.id,
            seen=count_events(ref),
            reason="Câu trả lời chưa nói đến sổ đỏ.",
        ),
    ),
    State.APPEALED: (
        State.RECEIVED,
        SCREENED_ON,
        lambda cast, ref, receipt: _appeal(cast, ref, receipt),
    ),
    State.ESCALATED: (
        State.RECEIVED,
        SCREENED_ON,
        lambda cast, ref, receipt: escalate_comment(
            ref,
            user_id=cast.screener.id,
            seen=count_events(ref),
            reason="Đòi tiền.",
        ),
    ),
    State.REOPENED: (
        State.VIEWED,
        VIEWED_ON,
        lambda cast, ref, receipt: reopen_comment(receipt),
    ),
}


def _propose(cast: Cast, ref: str) -> None:
    # By the second of the desk, so that the one who signs in may decide.
    propose_withholding(
        ref,
        user_id=cast.second.id,
        seen=count_events(ref),
        ground=GROUNDS[0].code,
        reason="Có tên và số điện thoại của cán bộ.",
    )


def _appeal(cast: Cast, ref: str, receipt: str) -> None:
    _propose(cast, ref)
    confirm_withholding(ref, user_id=cast.screener.id, seen=count_events(ref))
    appeal_withholding(receipt, "Tôi không nêu tên ai.")


def _write_case(cast: Cast) -> str:
    """A comment whose author asks to have a case fixed, at its agency."""
    ref = cast.live(State.SCREENED)
    give_contact(ref)
    with on_day(DELIVERED_ON):
        deliver_comments(DELIVERED_ON)
    return ref


def _propose_contest(cast: Cast) -> int:
    # By the second of the desk, so that the one who signs in may confirm.
    flag = make_flag(key=cast.agency.code, family=Family.COPIES)
    propose_contest(
        flag.id,
        user_id=cast.second.id,
        seen=0,
        months=["2026-03"],
        channel="online",
        reason="Cùng một câu ở nhiều phiếu.",
    )
    return flag.id


@dataclass(frozen=True)
class World:
    """What stands in the small province."""

    agency: Agency
    service: Service
    sector: Sector
    users: dict[str, User]
    #: The number of the published month and the code of another tool's counts.
    publication_id: int
    count_source: str
    #: A flag on the agency that nobody has reviewed, and one that waits for a second.
    flag_id: int
    proposed_flag_id: int
    #: A template of the agency, and the picture of an answer by the point it is at.
    template_id: int
    photo_ids: dict[State, int] = field(default_factory=dict)
    #: The reference and the receipt of a comment by the point it has reached.
    refs: dict[State, str] = field(default_factory=dict)
    receipts: dict[State, str] = field(default_factory=dict)
    #: Comments whose authors may be reached, at their agency.
    case_refs: list[str] = field(default_factory=list)
    #: Codes of public promises.
    promises: list[str] = field(default_factory=list)

    def sign_in(self, visitor: str) -> str | None:
        """A fresh sign-in of a visitor, or nothing for those without an account."""
        user = self.users.get(visitor)
        return sign_in(user.username, PASSWORD) if user else None

    def make_token(self) -> str:
        """The code of a ballot that is open today."""
        return make_token(
            agency_id=self.agency.id,
            service_id=self.service.id,
            month=Month.of(clock.today()).first_day,
        )


def make_world() -> World:
    """Build it in the empty database of a test."""
    publish_questions()
    cast = Cast()
    sector = db.session.get_one(Sector, cast.service.sector_id)
    world = World(
        cast.agency,
        cast.service,
        sector,
        _make_users(cast),
        publish_month(cast.agency, cast.service, sector).id,
        import_counts().code,
        make_flag(key=cast.agency.code).id,
        _propose_contest(cast),
        make_template(cast.head),
    )
    quarter = find_latest_publication(QUARTER)
    assert quarter is not None
    measure_questions(quarter)
    world.case_refs.append(_write_case(cast))
    # The furthest first: the jobs that move one comment on move all that wait.
    for state in reversed(STATES):
        world.receipts[state] = new_code()
        world.refs[state] = cast.live(state, world.receipts[state])
    for state, (fork, on, turn) in BRANCHES.items():
        receipt = world.receipts[state] = new_code()
        ref = world.refs[state] = cast.live(fork, receipt)
        with on_day(on):
            turn(cast, ref, receipt)
        assert get_comment(ref).state == state
    closed = world.refs[State.CLOSED]
    world.promises.append(promise(cast, closed))
    promise.publish(closed, PUBLISHED_ON)
    for state in (State.REPLIED, State.AWAITING_PUBLICATION, State.PUBLISHED):
        world.photo_ids[state] = add_photo(world.refs[state], cast.officer)
    store_themes(Month(2026, 3), MonthThemes((_make_theme(world),)))
    for thing in (world.agency, world.service, world.sector, *world.users.values()):
        db.session.refresh(thing)
    db.session.expunge_all()  # what is known of them now outlives the session
    return world


def _make_theme(world: World) -> FoundTheme:
    """What the machine says of a hundred comments, with one of these as example."""
    examples = (world.refs[State.PUBLISHED],)
    return FoundTheme(3, ("chờ_đợi", "sổ", "đất"), (0.8, 0.5, 0.3), 42, 160, examples)


def _make_users(cast: Cast) -> dict[str, User]:
    return {
        OFFICER: cast.officer,
        HEAD: cast.head,
        OVERSIGHT: cast.screener,
        INSPECTORATE: make_user(Role.INSPECTORATE, agency_id=make_agency().id),
        ADMINISTRATOR: make_user(Role.ADMINISTRATOR),
        STRANGER: make_user(Role.OFFICER, agency_id=make_agency().id),
    }
