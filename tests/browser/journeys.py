"""The citizen's minute in a browser, step by step; it needs no script and no mouse."""

import re

from playwright.sync_api import Page

from feedback.domain.states import State
from feedback.extensions import db
from tests.browser.sites import Site

WORDS = "Tôi phải đi lại ba lần vì thiếu giấy tờ không được báo trước."

GO_ON, SEND = "Tiếp tục", "Gửi"
BEST = "Rất hài lòng"


def make_token(site: Site) -> str:
    """The code of a ballot that is open today."""
    with site.app.app_context():
        token = site.world.make_token()
        db.session.remove()
        return token


def open_ballot(page: Page, site: Site) -> None:
    """Follow the link of a letter."""
    page.goto(f"{site.address}/p/{make_token(site)}")


def press(page: Page, name: str) -> None:
    """Press a button of the main part."""
    button = page.get_by_role("main").get_by_role("button", name=name, exact=True)
    with page.expect_navigation():
        button.click()


def go_on_without_answer(page: Page, site: Site) -> None:
    """Forget to answer the question that has to be answered."""
    open_ballot(page, site)
    press(page, GO_ON)


def answer_all(page: Page) -> int:
    """Choose the best answer to each question; how many there were."""
    questions = 0
    while re.search(r"/phieu/[^/]+/\d+$", page.url):
        best = page.get_by_label(BEST, exact=True)
        (best if best.count() else page.get_by_role("radio").first).check()
        press(page, GO_ON)
        questions += 1
    return questions


def reach_second_question(page: Page, site: Site) -> None:
    """Answer one question."""
    open_ballot(page, site)
    page.get_by_role("radio").first.check()
    press(page, GO_ON)


def reach_comment(page: Page, site: Site) -> None:
    """Answer all questions."""
    open_ballot(page, site)
    answer_all(page)


def reach_check(page: Page, site: Site) -> None:
    """Write a few words as well."""
    reach_comment(page, site)
    page.get_by_role("textbox").fill(WORDS)
    press(page, GO_ON)


def give_half_a_contact(page: Page, site: Site) -> None:
    """Ask to be reached and say by no way how."""
    reach_check(page, site)
    page.locator("summary", has_text="Nhờ giải quyết").click()
    page.get_by_role("checkbox").check()
    press(page, SEND)


def reach_receipt(page: Page, site: Site) -> None:
    """Send it."""
    reach_check(page, site)
    press(page, SEND)


def read_receipt(page: Page) -> str:
    """The code on the receipt, as one would write it down."""
    found = re.search(r"\b([0-9A-Z]{5}[ -]?){4}[0-9A-Z]{6}\b", page.inner_text("main"))
    assert found, page.inner_text("main")
    return found.group()


def type_receipt(page: Page, site: Site, code: str) -> None:
    """Open a receipt by its code."""
    page.goto(f"{site.address}/bien-nhan")
    page.get_by_role("main").get_by_role("textbox").fill(code)
    press(page, "Mở")


def reach_own_rating(page: Page, site: Site) -> None:
    """Come back with the receipt."""
    reach_receipt(page, site)
    type_receipt(page, site, read_receipt(page))


def reach_change(page: Page, site: Site) -> None:
    """Ask to change an answer."""
    reach_own_rating(page, site)
    page.get_by_role("main").get_by_role("link", name="Sửa").first.click()


def type_a_wrong_receipt(page: Page, site: Site) -> None:
    """Mistype it."""
    type_receipt(page, site, "ABCDE")


def open_a_spent_ballot(page: Page, site: Site) -> None:
    """Follow a link whose ballot has been used."""
    token = make_token(site)
    page.goto(f"{site.address}/p/{token}")
    answer_all(page)
    press(page, GO_ON)
    press(page, SEND)
    page.goto(f"{site.address}/p/{token}")


def fail_to_sign_in(page: Page, site: Site) -> None:
    """Try a wrong password."""
    page.goto(f"{site.address}/dang-nhap")
    form = page.get_by_role("main").locator("form")
    form.locator("input[type=text]").fill("khong-ai")
    form.locator("input[type=password]").fill("khong dung")
    form.get_by_role("button").click()


def open_ballot_in_english(page: Page, site: Site) -> None:
    """Follow the link and change the language."""
    open_ballot(page, site)
    with page.expect_navigation():
        page.get_by_role("link", name="English").click()


def reply_without_words(page: Page, site: Site) -> None:
    """Hand in an answer that says nothing."""
    ref = site.world.refs[State.OPEN]
    page.goto(f"{site.address}/can-bo/y-kien/{ref}/tra-loi")
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu câu trả lời").click()


def reply_in_a_phrase(page: Page, site: Site) -> None:
    """Hand in an answer that the page has remarks on; pictures stand open."""
    ref = site.world.refs[State.OPEN]
    page.goto(f"{site.address}/can-bo/y-kien/{ref}/tra-loi")
    page.get_by_role("textbox", name="Câu trả lời", exact=True).fill("Đã ghi nhận.")
    page.get_by_role("radio", name="Tiếp thu", exact=True).check()
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu câu trả lời").click()
