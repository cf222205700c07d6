"""Ways off the straight one, lived by everybody in a browser without script."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from feedback.domain.roles import Role
from feedback.extensions import db
from feedback.models.users import User
from tests.browser import journeys
from tests.browser.journeys import press
from tests.browser.sites import Site
from tests.factories import PASSWORD

Enter = Callable[[Role | None, int], Page]


@pytest.fixture
def enter(browser: Browser, site: Site) -> Iterator[Enter]:
    """Somebody's own browser: the first or second of a role, or a citizen's."""
    pages: list[Page] = []

    def open_as(role: Role | None, place: int = 0) -> Page:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.set_default_timeout(10_000)
        pages.append(page)
        if role is not None:
            page.goto(f"{site.address}/dang-nhap")
            form = page.get_by_role("main").locator("form")
            form.locator("input[type=text]").fill(find_username(site, role, place))
            form.locator("input[type=password]").fill(PASSWORD)
            form.get_by_role("button").click()
        return page

    yield open_as
    for page in pages:
        page.context.close()


def find_username(site: Site, role: Role, place: int) -> str:
    with site.app.app_context():
        rows = select(User.username).where(User.role == role).order_by(User.id)
        names = db.session.scalars(rows).all()
        db.session.remove()
        return names[place]


def write_comment(page: Page, site: Site) -> tuple[str, str]:
    """Send a rating with words; the receipt and the public reference."""
    journeys.reach_receipt(page, site)
    code = journeys.read_receipt(page)
    words = page.inner_text("main")
    return code, words.split("mang số công khai ")[1].split(".")[0]


def follow(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("link", name=words).first.click()


def test_withheld_appealed_and_overturned(enter: Enter, site: Site) -> None:
    citizen, first = enter(None, 0), enter(Role.OVERSIGHT, 0)
    code, ref = write_comment(citizen, site)
    first.goto(f"{site.address}/giam-sat/y-kien/{ref}/sang-loc")
    follow(first, "Đề nghị không công khai")
    first.get_by_role("radio").last.check()
    first.get_by_role("textbox").fill("Chỉ viết thử.")
    press(first, "Đề nghị")
    second = enter(Role.OVERSIGHT, 1)
    second.goto(f"{site.address}/giam-sat/y-kien/{ref}")
    press(second, "Xác nhận không công khai")
    journeys.type_receipt(citizen, site, code)
    assert "hai người của đơn vị đầu mối" in citizen.inner_text("main")
    citizen.get_by_role("textbox").fill("Tôi nêu việc có thật.")
    press(citizen, "Đề nghị xem xét lại")
    assert "Thanh tra đang xem xét lại" in citizen.inner_text("main")
    inspector = enter(Role.INSPECTORATE, 0)
    inspector.goto(f"{site.address}/thanh-tra/y-kien?docket=appeals")
    follow(inspector, ref)
    assert "Tôi nêu việc có thật." in inspector.inner_text("main")
    follow_button(inspector, "Hủy việc không công khai")
    inspector.get_by_role("textbox").fill("Có nội dung góp ý.")
    press(inspector, "Hủy việc không công khai")
    citizen.reload()
    assert "Thanh tra đã hủy việc không công khai" in citizen.inner_text("main")
    citizen.goto(f"{site.address}/gop-y/{ref}")
    assert "Thanh tra hủy việc không công khai" in citizen.inner_text("main")


def follow_button(page: Page, words: str) -> None:
    """A link that looks like a button."""
    page.get_by_role("main").locator("a[role=button]", has_text=words).click()


def test_serious_content_passes_the_unit_by(enter: Enter, site: Site) -> None:
    citizen, desk = enter(None, 0), enter(Role.OVERSIGHT, 0)
    code, ref = write_comment(citizen, site)
    desk.goto(f"{site.address}/giam-sat/y-kien/{ref}/sang-loc")
    follow(desk, "Chuyển thanh tra")
    desk.get_by_role("textbox").fill("Đòi tiền.")
    press(desk, "Chuyển thanh tra")
    journeys.type_receipt(citizen, site, code)
    assert "được giữ kín" in citizen.inner_text("main")
    inspector = enter(Role.INSPECTORATE, 0)
    inspector.goto(f"{site.address}/thanh-tra/y-kien")
    follow(inspector, ref)
    follow_button(inspector, "Chuyển theo thủ tục")
    inspector.get_by_label("Tố cáo hành vi vi phạm pháp luật").check()
    inspector.get_by_role("textbox").fill("Đã vào sổ.")
    press(inspector, "Chuyển")
    for role in (Role.OFFICER, Role.HEAD):
        page = enter(role, 0)
        answer = page.goto(f"{site.address}/can-bo/y-kien/{ref}")
        assert answer is not None and answer.status == 404
    citizen.reload()
    assert "Pháp luật bảo vệ người tố cáo" in citizen.inner_text("main")
    citizen.goto(f"{site.address}/gop-y/{ref}")
    shown = citizen.inner_text("main")
    assert "Đã chuyển theo thủ tục khác" in shown
    assert site.world.agency.name not in shown
