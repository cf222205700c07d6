"""One comment's whole life over HTTP, in three roles, by people with plain browsers."""

from dataclasses import dataclass
from datetime import date

from flask import Flask

from feedback.domain.states import State
from feedback.jobs.closings import close_comments
from feedback.jobs.releases import release_comments
from feedback.queries.comments import list_steps
from tests.ballots import make_token, publish_questions
from tests.desks import sign_in
from tests.lives import Cast, get_comment, on_day
from tests.views.citizen.journeys import complete, read_receipt
from tests.visitors import Visitor

WORDS = "Chị Lan ở quầy 3 hẹn tôi ba lần, sổ đỏ đất đai vẫn chưa có."
REDACTED = "[đã che] ở quầy 3 hẹn tôi ba lần, sổ đỏ đất đai vẫn chưa có."
WEAK = "Cơ quan đã tiếp thu ý kiến."
GOOD = "Sổ của ông/bà đã ký ngày 27/3/2026, mời đến quầy 3 nhận."


@dataclass
class Stage:
    """The application and everybody who takes part."""

    app: Flask
    cast: Cast
    ref: str = ""
    receipt: str = ""

    @property
    def public_page(self) -> str:
        """What anybody may read of the comment."""
        return Visitor(self.app).get(f"/gop-y/{self.ref}").text


def write_words(stage: Stage) -> None:
    """The citizen rates, writes and keeps the receipt."""
    cast = stage.cast
    token = make_token(agency_id=cast.agency.id, service_id=cast.service.id)
    page = complete(Visitor(stage.app), token, "2", words=WORDS)
    stage.receipt = read_receipt(page)
    assert WORDS not in Visitor(stage.app).get("/gop-y").text


def screen(stage: Stage) -> None:
    """The desk redacts a name and clears the rest."""
    desk = sign_in(stage.app, stage.cast.screener)
    page = desk.get("/giam-sat/y-kien")
    link = page.html.select_one('main h3 a[href*="/giam-sat/y-kien/"]')
    assert link is not None
    stage.ref = str(link.get_text(strip=True))
    page = desk.get(str(link["href"]))
    assert WORDS in page.text
    desk.submit(page, {"public_text": REDACTED})


def answer_weakly(stage: Stage) -> None:
    """The officer writes a phrase, the head lets it pass."""
    officer = sign_in(stage.app, stage.cast.officer)
    page = officer.get("/can-bo/y-kien")
    assert stage.ref in page.text and "Còn 14 ngày làm việc" in page.text
    page = officer.get(f"/can-bo/y-kien/{stage.ref}/tra-loi")
    assert REDACTED in page.text
    page = officer.submit(page, {"text": WEAK, "outcome": "accepted"}, status=422)
    assert "Câu trả lời không nhắc đến điều nào" in page.text
    officer.submit(page)
    head = sign_in(stage.app, stage.cast.head)
    head.submit(head.get(f"/can-bo/y-kien/{stage.ref}"), action="/duyet")


def send_back(stage: Stage) -> None:
    """The desk has it written again."""
    desk = sign_in(stage.app, stage.cast.second)
    page = desk.get(f"/giam-sat/y-kien/{stage.ref}/tra-lai")
    desk.submit(page, {"reason": "Chưa cho biết bao giờ có sổ."})
    assert WEAK not in stage.public_page


def answer_well(stage: Stage) -> None:
    """The head answers, the desk publishes."""
    head = sign_in(stage.app, stage.cast.head)
    page = head.get(f"/can-bo/y-kien/{stage.ref}/tra-loi")
    assert "Chưa cho biết bao giờ có sổ." in page.text
    answer = {"text": GOOD, "outcome": "fixed", "evidence": "81/TB-CNVPĐK"}
    head.submit(page, answer, button=("approve", "y"))
    desk = sign_in(stage.app, stage.cast.screener)
    desk.submit(desk.get(f"/giam-sat/y-kien/{stage.ref}"), action="/cong-khai")


def judge(stage: Stage) -> None:
    """The citizen comes back with the receipt."""
    citizen = Visitor(stage.app)
    page = citizen.submit(citizen.get("/bien-nhan"), {"code": stage.receipt})
    assert GOOD in page.text
    citizen.submit(page, {"view": "yes"}, action="/nhan-xet")


def check_public(stage: Stage) -> None:
    """Words, answer and evidence are public; the name and the first try are not."""
    for words in (REDACTED, GOOD, "81/TB-CNVPĐK", "Đã khắc phục"):
        assert words in stage.public_page, words
    assert WEAK not in stage.public_page and "Chị Lan" not in stage.public_page
    assert stage.ref in Visitor(stage.app).get("/gop-y?q=so do dat dai").text


def test_a_comment_from_the_link_to_its_end(app: Flask) -> None:
    publish_questions()
    stage = Stage(app, Cast())
    with on_day(date(2026, 3, 9)):
        write_words(stage)
    with on_day(date(2026, 3, 10)):
        screen(stage)
    assert release_comments(date(2026, 3, 22)) == "0 comments delivered"
    assert release_comments(date(2026, 3, 23)) == "1 comments delivered"
    assert "quầy 3" not in stage.public_page
    with on_day(date(2026, 3, 24)):
        answer_weakly(stage)
    with on_day(date(2026, 3, 25)):
        send_back(stage)
    with on_day(date(2026, 3, 27)):
        answer_well(stage)
    check_public(stage)
    with on_day(date(2026, 3, 30)):
        judge(stage)
    assert "Đúng ý tôi hỏi" in stage.public_page
    # Ten working days after 30 March 2026 end on Monday 13 April.
    close_comments(date(2026, 4, 14))
    assert get_comment(stage.ref).state == State.CLOSED
    check_events(stage.ref)


def check_events(ref: str) -> None:
    """Every step left its event, and staff's name stands by staff's steps alone."""
    steps = list_steps(ref)
    assert [step.move.value for step in steps] == [
        *("submit", "screen", "release", "deliver"),
        *("reply", "approve", "send_back", "reply", "approve", "publish"),
        *("view", "close"),
    ]
    staffed = {step.move.value for step in steps if step.user_id}
    assert staffed == {"screen", "release", "reply", "approve", "send_back", "publish"}
