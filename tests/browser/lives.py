"""People in their own browsers, who take a comment through its life page by page.

An ordinary life is lived on a server of each kind of database, every other one on one
of them, in turn, as the tests say above their names: on PostgreSQL the dispute, the
extension, the broken promise, the appeal in vain and what is serious; on SQLite the
question, the two moves, the kept promise and the appeal that is granted.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page
from sqlalchemy import select

from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.dossiers import Ending
from feedback.domain.months import Month
from feedback.domain.roles import Role
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.measures import Measure
from feedback.models.users import User
from feedback.operations.releases import deliver_comments
from feedback.queries.cells import MIN_DOSSIERS, MIN_RATINGS
from tests.browser import journeys
from tests.browser.sites import Site
from tests.dossiers import make_dossier
from tests.factories import PASSWORD, make_user

SQLITE, POSTGRESQL = "sqlite", "postgresql"

#: The officer's list, by what waits in it.
TO_ANSWER, TO_APPROVE, ASKED = (
    "Cần trả lời",
    "Chờ lãnh đạo duyệt",
    "Chờ người dân bổ sung",
)
#: The oversight desk's.
TO_SCREEN, TO_CONFIRM, TO_PUBLISH = (
    "Cần sàng lọc",
    "Chờ người thứ hai",
    "Chờ kiểm tra để công khai",
)


def lived_on(*databases: str) -> pytest.MarkDecorator:
    """Live this on a town with each of these databases."""
    return pytest.mark.parametrize("town", databases, indirect=True)


class Person:
    """Somebody at a window, who reads, follows links, fills fields, presses buttons."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self._site = site

    @property
    def _main(self) -> Locator:
        return self.page.get_by_role("main")

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self._site.address + path)

    def follow(self, words: str) -> None:
        """Click the first link with these words."""
        with self.page.expect_navigation():
            self._main.locator("a", has_text=words).first.click()

    def press(self, words: str) -> None:
        """Press the button with exactly these words."""
        journeys.press(self.page, words)

    def write(self, label: str, text: str) -> None:
        """Fill the field whose label begins with these words."""
        named = self._main.get_by_label(re.compile(f"^{re.escape(label)}"))
        self._main.locator("input, textarea").and_(named).fill(text)

    def choose(self, label: str) -> None:
        """Choose the first answer whose label begins with these words."""
        name = re.compile(f"^{re.escape(label)}")
        self._main.get_by_role("radio", name=name).first.check()

    def pick(self, label: str, words: str) -> None:
        """Pick from a list."""
        self._main.get_by_label(label, exact=True).select_option(label=words)

    def look_again(self) -> None:
        """Reload a public page, which a browser keeps for half a minute."""
        self.page.wait_for_timeout(1100)  # for so long a process trusts its stamp
        self.page.reload()

    def unfold(self, words: str) -> None:
        """Open what is folded up."""
        self._main.locator("summary", has_text=words).click()

    def reads(self, *words: str) -> None:
        """All of this stands on the page."""
        shown = self._main.inner_text()
        for each in words:
            assert each in shown, f"{each!r} is not in:\n{shown}"

    def misses(self, *words: str) -> None:
        """None of this stands on the page, not even folded up."""
        held = self._main.text_content() or ""
        for each in words:
            assert each not in held, f"{each!r} is in:\n{held}"

    def go_to(self, heap: str) -> None:
        """One of the lists of the person's desk."""
        work = self.page.get_by_role("navigation", name="Mục công việc")
        assert work.count(), self.page.inner_text("body")
        with self.page.expect_navigation():
            work.get_by_role("link", name="Ý kiến", exact=True).click()
        self.follow(heap)

    def take_up(self, ref: str, heap: str) -> None:
        """Open a comment from a list of the desk."""
        self.go_to(heap)
        self.follow(ref)


class Town:
    """A running site, its staff, who stay signed in, and as many citizens as come."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self._browser, self.site = browser, site
        self._staff: dict[tuple[Role, int], Person] = {}
        self._crowd()

    def meet_citizen(self) -> Person:
        """Somebody with a phone that runs no script."""
        return self._open_window(
            java_script_enabled=False, viewport={"width": 360, "height": 740}
        )

    def meet(self, role: Role, place: int = 0) -> Person:
        """The first or a later one of a role, signed in."""
        key = (role, place)
        if key not in self._staff:
            person = self._staff[key] = self._open_window()
            person.open("/dang-nhap")
            person.write("Tên đăng nhập", self._find(role, place).username)
            person.write("Mật khẩu", PASSWORD)
            person.press("Đăng nhập")
        return self._staff[key]

    def meet_stranger(self) -> Person:
        """The officer of the other agency."""
        return self.meet(Role.OFFICER, 1)

    def find_other_agency(self) -> str:
        """What that agency is called."""
        with self.live():
            agency_id = _list_users(Role.OFFICER)[1].agency_id
            return db.session.get_one(Agency, agency_id).name

    def name(self, role: Role, place: int = 0) -> str:
        """What colleagues call them."""
        return self._find(role, place).name

    def hire_officer(self) -> int:
        """One more officer at the agency; the place among officers."""
        with self.live():
            make_user(Role.OFFICER, agency_id=self.site.world.agency.id)
            return len(_list_users(Role.OFFICER)) - 1

    def run(self, job: Callable[[date], Any], on: date | None = None) -> Any:
        """Let the clock's work be done, for today or for a day to come."""
        with self.live():
            return job(on or clock.today())

    def deliver(self) -> None:
        """The batch leaves for the agencies."""
        assert self.run(deliver_comments) >= 1

    @contextmanager
    def live(self) -> Iterator[None]:
        """Behind the pages, where time is."""
        with self.site.app.app_context():
            yield
            db.session.remove()

    def _open_window(self, **settings: Any) -> Person:
        page = self._browser.new_context(locale="vi-VN", **settings).new_page()
        page.set_default_timeout(10_000)
        return Person(page, self.site)

    def _find(self, role: Role, place: int) -> User:
        with self.live():
            user = _list_users(role)[place]
            db.session.expunge(user)
            return user

    def _crowd(self) -> None:
        """So many dossiers and ratings this month that a comment need not wait."""
        world, month = self.site.world, Month.of(clock.today()).first_day
        with self.live():
            for _number in range(MIN_DOSSIERS):
                make_dossier(
                    settled_by_id=world.agency.id,
                    service_id=world.service.id,
                    received_on=month,
                    ended_on=month,
                    ending=Ending.FINISHED,
                )
            db.session.add(
                Measure(
                    month=month,
                    day=month,
                    agency_id=world.agency.id,
                    service_id=world.service.id,
                    channel=Channel.ONLINE,
                    sector_id=world.sector.id,
                    **{"n1": 0, "n2": 0, "n3": 0, "n4": 0, "n_none": 0},
                    n5=MIN_RATINGS,
                )
            )
            db.session.commit()


def _list_users(role: Role) -> list[User]:
    rows = select(User).where(User.role == role).order_by(User.id)
    return list(db.session.scalars(rows))


def write_comment(citizen: Person, site: Site, words: str) -> tuple[str, str]:
    """Rate, write, send; the receipt's code and the public reference."""
    journeys.reach_comment(citizen.page, site)
    citizen.page.get_by_role("textbox").fill(words)
    citizen.press(journeys.GO_ON)
    citizen.press(journeys.SEND)
    code = journeys.read_receipt(citizen.page)
    told = citizen.page.inner_text("main")
    return code, told.split("mang số công khai ")[1].split(".")[0]


def open_receipt(citizen: Person, code: str) -> None:
    """Come back with the code, from the foot of any page."""
    citizen.open("/")
    foot = citizen.page.get_by_role("contentinfo")
    with citizen.page.expect_navigation():
        foot.get_by_role("link", name="Tra cứu biên nhận").click()
    if citizen.page.get_by_label("Mã biên nhận").count():
        citizen.write("Mã biên nhận", code)
        citizen.press("Mở")


def screen(desk: Person, ref: str) -> None:
    """Clear the words as the machine proposes them."""
    desk.take_up(ref, TO_SCREEN)
    desk.press("Duyệt để chuyển cơ quan")
    desk.reads("Ý kiến sẽ đến cơ quan trong một đợt xáo trộn")


def answer(officer: Person, ref: str, text: str, outcome: str = "Giải trình") -> None:
    """Fill the answer's page, from the list."""
    officer.take_up(ref, TO_ANSWER)
    officer.press("Viết câu trả lời")
    officer.write("Câu trả lời", text)
    officer.choose(outcome)


def hand_in(officer: Person, head: Person, ref: str) -> None:
    """The officer saves, the head stands behind it."""
    officer.press("Lưu câu trả lời")
    officer.reads("Đã lưu câu trả lời, chờ lãnh đạo duyệt.")
    head.take_up(ref, TO_APPROVE)
    head.press("Duyệt và gửi đi")
    head.reads("Đã duyệt. Câu trả lời chờ đơn vị đầu mối kiểm tra.")


def publish(desk: Person, ref: str) -> None:
    """The desk reads the answer and makes it public."""
    desk.take_up(ref, TO_PUBLISH)
    desk.press("Công khai")
    desk.reads("Đã công khai ý kiến và câu trả lời.")
