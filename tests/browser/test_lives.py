"""A comment's whole life on the pages, from the link in a letter to its end."""

from datetime import timedelta

from playwright.sync_api import expect

from feedback.domain import clock
from feedback.domain.roles import Role
from feedback.operations.closings import close_silent
from tests.browser.lives import (
    POSTGRESQL,
    SQLITE,
    TO_ANSWER,
    TO_APPROVE,
    TO_SCREEN,
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

WORDS = "Chị Lan ở quầy 3 hẹn tôi ba lần, gọi 0912 345 678 không ai nghe máy."
REDACTED = (
    "Chị [họ tên] ở quầy 3 hẹn tôi ba lần, gọi [số điện thoại] không ai nghe máy."
)
WEAK = "Cơ quan đã tiếp thu ý kiến."
GOOD = (
    "Chúng tôi xin lỗi vì quầy 3 đã hẹn ông/bà ba lần. Từ hôm nay quầy 3 có một người "
    "chỉ nghe máy trong giờ làm việc, và ghi lại mỗi cuộc gọi chưa trả lời được."
)
FIRST = (
    "Máy lấy số thứ tự hỏng vì mất điện cả tuần. Khi máy hỏng, mọi người xếp hàng theo "
    "quy chế tiếp nhận hồ sơ, không phân biệt người già hay người trẻ."
)
SECOND = (
    "Lẽ ra người già không phải đứng chờ. Từ ngày mai khi máy lấy số thứ tự hỏng, quầy "
    "phát số bằng giấy, kê ghế ở lối vào và tiếp người già trước."
)


def clear_redacted(desk: Person, ref: str) -> None:
    """The screener reads the original, takes the machine's proposal and more."""
    desk.take_up(ref, TO_SCREEN)
    desk.reads(WORDS, "Máy đề xuất che")
    draft = desk.page.get_by_label("Nội dung sẽ chuyển và công khai")
    expect(draft).to_have_value(REDACTED)
    desk.press("Duyệt để chuyển cơ quan")
    desk.reads("Ý kiến sẽ đến cơ quan trong một đợt xáo trộn")


def allot(town: Town, head: Person, ref: str) -> None:
    """The head gives it to the officer, with a word."""
    head.take_up(ref, TO_ANSWER)
    head.misses("0912 345 678", "Chị Lan")
    head.pick("Giao cho", town.name(Role.OFFICER))
    head.press("Giao")
    head.reads("Đã giao ý kiến.", f"Người trả lời: {town.name(Role.OFFICER)}")
    head.write("Viết ghi chú", "Hỏi lại quầy 3 trước khi trả lời.")
    head.press("Lưu ghi chú")
    head.reads("Hỏi lại quầy 3 trước khi trả lời.")


def answer_weakly(officer: Person, head: Person, ref: str) -> None:
    """A phrase: the page warns, the officer insists, the head has it written again."""
    answer(officer, ref, WEAK, "Tiếp thu")
    officer.press("Lưu câu trả lời")
    officer.reads("Nên xem lại trước khi gửi")
    expect(officer.page.get_by_label("Câu trả lời", exact=True)).to_have_value(WEAK)
    officer.press("Lưu câu trả lời")
    head.take_up(ref, TO_APPROVE)
    head.reads(WEAK)
    head.follow("Trả lại để viết lại")
    head.write("Lý do", "Nói rõ ai nghe máy.")
    head.press("Trả lại")
    head.reads("Đã trả lại để viết lại câu trả lời.")


@lived_on(SQLITE, POSTGRESQL)
def test_an_ordinary_life(town: Town) -> None:
    citizen, desk = town.meet_citizen(), town.meet(Role.OVERSIGHT)
    officer, head = town.meet(Role.OFFICER), town.meet(Role.HEAD)
    code, ref = write_comment(citizen, town.site, WORDS)
    open_receipt(citizen, code)
    citizen.reads(
        ref, WORDS, "Đơn vị đầu mối giám sát của tỉnh đọc trước rồi chuyển cho cơ quan"
    )
    clear_redacted(desk, ref)
    officer.go_to(TO_ANSWER)
    officer.misses(ref)
    town.deliver()
    officer.take_up(ref, TO_ANSWER)
    officer.reads(REDACTED, "Còn 15 ngày làm việc", "Chưa giao ai trả lời")
    open_receipt(citizen, code)
    citizen.reads("Đang xử lý", "Hạn trả lời:")
    allot(town, head, ref)
    answer_weakly(officer, head, ref)
    answer(officer, ref, GOOD, "Đã khắc phục")
    officer.reads("Câu trả lời bị trả lại", "Nói rõ ai nghe máy.")
    officer.write("Minh chứng", "81/TB-UBND")
    hand_in(officer, head, ref)
    open_receipt(citizen, code)
    citizen.reads("Câu trả lời đang được đọc lại, hạn công khai:")
    citizen.misses(GOOD, WEAK)
    publish(desk, ref)
    open_receipt(citizen, code)
    citizen.reads(GOOD, "Minh chứng: 81/TB-UBND", "Mời ông/bà nhận xét chậm nhất ngày")
    citizen.choose("Đúng ý tôi hỏi")
    citizen.press("Gửi nhận xét")
    citizen.reads("Đúng ý tôi hỏi", "Ý kiến kết thúc sau ngày")
    citizen.follow("Xem trang công khai của ý kiến này")
    citizen.reads(REDACTED, GOOD, "Đã khắc phục", "Đúng ý tôi hỏi")
    citizen.misses(WEAK, "0912 345 678", "Lan ", "Hỏi lại quầy 3", "Nói rõ ai")
    town.run(close_silent, clock.today() + timedelta(days=30))
    open_receipt(citizen, code)
    citizen.reads("Ý kiến đã kết thúc.")


@lived_on(POSTGRESQL)
def test_disputed_and_opened_again(town: Town) -> None:
    """The second answer is somebody else's; after it nothing is opened again."""
    citizen, desk = town.meet_citizen(), town.meet(Role.OVERSIGHT)
    officer, head = town.meet(Role.OFFICER), town.meet(Role.HEAD)
    other = town.meet(Role.OFFICER, town.hire_officer())
    words = "Máy lấy số thứ tự hỏng cả tuần, người già phải đứng chờ."
    code, ref = write_comment(citizen, town.site, words)
    screen(desk, ref)
    town.deliver()
    answer(officer, ref, FIRST)
    hand_in(officer, head, ref)
    publish(desk, ref)
    open_receipt(citizen, code)
    citizen.choose("Chưa đúng ý tôi hỏi")
    citizen.press("Gửi nhận xét")
    citizen.reads("Ông/bà có quyền yêu cầu trả lời lại một lần.")
    citizen.press("Yêu cầu trả lời lại")
    citizen.reads("Mở lại để xử lý thêm", "Hạn trả lời:")
    officer.take_up(ref, TO_ANSWER)
    officer.reads(
        "Lần này người khác trong cơ quan phải trả lời", "Chưa đúng ý tôi hỏi"
    )
    answer(other, ref, SECOND)
    other.press("Lưu câu trả lời")
    other.reads("Đã lưu câu trả lời")
    publish(desk, ref)
    open_receipt(citizen, code)
    citizen.reads(SECOND)
    citizen.choose("Đúng một phần")
    citizen.press("Gửi nhận xét")
    citizen.reads("Ý kiến đã kết thúc.")
    citizen.misses("Yêu cầu trả lời lại")
    citizen.follow("Xem trang công khai của ý kiến này")
    citizen.reads(SECOND, "Mở lại để xử lý thêm", "Đúng một phần")
