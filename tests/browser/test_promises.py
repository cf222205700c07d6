"""What an answer promises, lived on the pages to its public end."""

from datetime import date, timedelta

import pytest

from feedback.domain import clock
from feedback.domain.roles import Role
from feedback.operations.fulfilments import break_silent
from feedback.queries.calendars import load_calendar
from tests.browser.lives import (
    POSTGRESQL,
    SQLITE,
    Person,
    Town,
    answer,
    hand_in,
    lived_on,
    open_receipt,
    publish,
    screen,
    write_comment,
)

BROKEN = "Mái che bãi xe dột, trời mưa hồ sơ của tôi ướt hết."
KEPT = "Nhà vệ sinh cho người khuyết tật bị khóa, phải đi xin chìa."


def find_working_day(town: Town) -> date:
    """A day on which offices work, in about two weeks."""
    with town.live():
        return load_calendar().add_working_days(clock.today(), 10)


def make_promise(town: Town, ref: str, text: str, promise: str) -> date:
    """Answer with a promise; a day off or a day gone by is refused first."""
    officer, due_on = town.meet(Role.OFFICER), find_working_day(town)
    answer(officer, ref, text, "Cam kết khắc phục đúng hạn")
    officer.press("Lưu câu trả lời")
    officer.reads("Cần sửa trước khi tiếp tục")
    officer.write("Cam kết làm gì", promise)
    officer.write("Hoàn thành trước hoặc trong ngày", clock.today().isoformat())
    officer.press("Lưu câu trả lời")
    officer.reads("Ngày hoàn thành cam kết phải sau hôm nay.")
    officer.write("Hoàn thành trước hoặc trong ngày", due_on.isoformat())
    hand_in(officer, town.meet(Role.HEAD), ref)
    publish(town.meet(Role.OVERSIGHT), ref)
    return due_on


def find_promise(officer: Person, words: str) -> None:
    """The agency's own list of promises, and the one with these words."""
    with officer.page.expect_navigation():
        work = officer.page.get_by_role("navigation", name="Mục công việc")
        work.get_by_role("link", name="Cam kết", exact=True).click()
    row = officer.page.get_by_role("article").filter(has_text=words)
    with officer.page.expect_navigation():
        row.get_by_role("link").click()


def reach_promise(citizen: Person, code: str) -> None:
    """From the receipt to the public page of what was promised."""
    open_receipt(citizen, code)
    citizen.follow("Xem trang công khai của ý kiến này")
    citizen.follow("Cam kết")


@pytest.fixture
def told(town: Town, request: pytest.FixtureRequest) -> tuple[Person, str, str]:
    """A citizen whose words have reached the agency."""
    citizen = town.meet_citizen()
    code, ref = write_comment(citizen, town.site, request.param)
    screen(town.meet(Role.OVERSIGHT), ref)
    town.deliver()
    return citizen, code, ref


@lived_on(POSTGRESQL)
@pytest.mark.parametrize("told", [BROKEN], indirect=True, ids=["broken"])
def test_a_promise_that_is_broken(town: Town, told: tuple[Person, str, str]) -> None:
    """Progress is told, then nothing: past its day it is broken without anybody."""
    citizen, code, ref = told
    text = (
        "Mái che bãi xe dột vì tôn đã mục. Chúng tôi xin lỗi vì trời mưa làm ướt hồ sơ "
        "của ông/bà và sẽ thay toàn bộ mái che bãi xe."
    )
    due_on = make_promise(town, ref, text, "Thay mái che bãi xe.")
    reach_promise(citizen, code)
    citizen.reads("Thay mái che bãi xe.", "Đang thực hiện", BROKEN)
    citizen.reads(f"{due_on.day}/{due_on.month}/{due_on.year}")
    officer = town.meet(Role.OFFICER)
    find_promise(officer, "Thay mái che bãi xe.")
    officer.press("Thông báo tiến độ")
    officer.write("Đã làm đến đâu?", "Đã chọn xong nhà thầu.")
    officer.press("Công khai tiến độ")
    officer.reads("Đã công khai tiến độ của cam kết.", "Đã chọn xong nhà thầu.")
    assert town.run(break_silent, due_on + timedelta(days=40)) >= 1
    reach_promise(citizen, code)
    citizen.look_again()
    citizen.reads("Không thực hiện", "Đã chọn xong nhà thầu.", "Ngày kết thúc")
    find_promise(officer, "Thay mái che bãi xe.")
    officer.reads("Không thực hiện")
    offered = officer.page.get_by_role("button", name="Báo đã thực hiện", exact=True)
    assert offered.count() == 0


@lived_on(SQLITE)
@pytest.mark.parametrize("told", [KEPT], indirect=True, ids=["kept"])
def test_a_promise_that_is_kept(town: Town, told: tuple[Person, str, str]) -> None:
    citizen, code, ref = told
    text = (
        "Nhà vệ sinh cho người khuyết tật bị khóa vì chưa có người dọn. Chúng tôi sẽ "
        "bỏ khóa để không ai phải đi xin chìa, và phân công người dọn mỗi buổi."
    )
    make_promise(town, ref, text, "Bỏ khóa nhà vệ sinh.")
    officer = town.meet(Role.OFFICER)
    find_promise(officer, "Bỏ khóa nhà vệ sinh.")
    officer.press("Báo đã thực hiện")
    officer.write("Đã làm gì?", "Đã tháo khóa, dọn mỗi buổi.")
    officer.press("Công khai kết quả")
    officer.reads("Mời ghi minh chứng.")
    officer.write("Minh chứng", "92/BB-UBND")
    officer.press("Công khai kết quả")
    officer.reads("Đã công khai việc thực hiện cam kết.", "Đã thực hiện đúng hạn")
    reach_promise(citizen, code)
    citizen.reads("Đã thực hiện đúng hạn", "92/BB-UBND", "Đã tháo khóa, dọn mỗi buổi.")
