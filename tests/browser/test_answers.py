"""An officer's answer from the sign-in to its end, without a mouse."""

from typing import Any

from playwright.sync_api import Browser, Page
from sqlalchemy import select

from feedback.domain.states import State
from feedback.domain.tokens import new_reference
from feedback.extensions import db
from feedback.models.comments import Comment, CommentEvent
from feedback.queries.replies import list_answers
from tests.browser.sites import Site
from tests.browser.test_journeys import tab_to
from tests.factories import PASSWORD
from tests.worlds import OFFICER

SHORT = "Đã có sổ đất đai."


def copy_open_comment(site: Site) -> str:
    """One more comment to answer, so that the others stay where they are."""
    with site.app.app_context():
        ref, first = new_reference(), site.world.refs[State.OPEN]
        comment = _values(db.session.get_one(Comment, first))
        receipt = bytes(reversed(comment["receipt_hash"]))
        db.session.add(Comment(**{**comment, "ref": ref, "receipt_hash": receipt}))
        db.session.flush()
        events = db.session.scalars(
            select(CommentEvent).where(CommentEvent.comment_ref == first)
        )
        for event in events.all():
            kept = {k: v for k, v in _values(event).items() if k != "id"}
            db.session.add(CommentEvent(**{**kept, "comment_ref": ref}))
        db.session.commit()
        db.session.remove()
        return ref


def _values(row: Comment | CommentEvent) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def press_on(page: Page, wanted: str, key: str = "Enter") -> None:
    """Go by Tab to what has these words and press a key that leads on."""
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_an_answer_needs_no_mouse(browser: Browser, site: Site) -> None:
    ref = copy_open_comment(site)
    page = browser.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{site.address}/dang-nhap")
    tab_to(page, "INPUT text")
    page.keyboard.type(site.world.users[OFFICER].username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press_on(page, ref)
    press_on(page, "Viết câu trả lời")
    tab_to(page, "TEXTAREA textarea Câu trả lời")
    page.keyboard.type(SHORT)
    tab_to(page, "INPUT radio")
    for key in ("Space", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    press_on(page, "BUTTON submit Lưu câu trả lời")
    # The page came back with a remark: the focus is on what has to be read first.
    assert page.get_by_text("Nên xem lại trước khi gửi").is_visible()
    press_on(page, "BUTTON submit Lưu câu trả lời")
    assert page.get_by_text("Đã lưu câu trả lời, chờ lãnh đạo duyệt.").is_visible()
    with site.app.app_context():
        answers = [(answer.text, answer.outcome.value) for answer in list_answers(ref)]
        db.session.remove()
    assert answers == [(SHORT, "accepted")]
    page.close()
