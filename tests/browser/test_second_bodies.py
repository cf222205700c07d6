"""What the oversight desk does not decide alone, lived on the pages by everybody."""

from feedback.domain.roles import Role
from tests.browser.lives import (
    ASKED,
    POSTGRESQL,
    SQLITE,
    TO_ANSWER,
    TO_APPROVE,
    TO_CONFIRM,
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

SERIOUS, APPEALS = "Nội dung nghiêm trọng", "Đề nghị xem xét lại"
GROUND = "Nêu đích danh người bị tố giác khi chưa xác minh"


def withhold(first: Person, second: Person, ref: str) -> None:
    """One of the desk proposes, and cannot confirm it; another does."""
    first.take_up(ref, TO_SCREEN)
    first.follow("Đề nghị không công khai")
    first.press("Đề nghị")
    first.reads("Mời chọn một căn cứ.", "Mời nêu lý do.")
    first.choose(GROUND)
    first.write("Vì sao che bớt là chưa đủ?", "Cả câu chỉ nói về một người.")
    first.press("Đề nghị")
    first.take_up(ref, TO_CONFIRM)
    first.reads("Cần một người khác trong đơn vị đầu mối xác nhận.")
    confirm = first.page.get_by_role("button", name="Xác nhận không công khai")
    assert confirm.count() == 0
    second.take_up(ref, TO_CONFIRM)
    second.reads(GROUND, "Cả câu chỉ nói về một người.")
    second.press("Xác nhận không công khai")
    second.reads("Đã xác nhận. Ý kiến được giữ lại, căn cứ được công khai.")


def appeal(citizen: Person, code: str, words: str) -> None:
    """The author is told the ground and who decided, and asks the second body."""
    open_receipt(citizen, code)
    citizen.reads(GROUND, "hai người của đơn vị đầu mối", "đề nghị một lần, đến hết")
    citizen.press("Đề nghị xem xét lại")
    citizen.reads("Mời viết vì sao nên công khai.")
    citizen.write("Vì sao ông/bà cho rằng nên công khai?", words)
    citizen.press("Đề nghị xem xét lại")
    citizen.reads("Thanh tra đang xem xét lại", "Hạn quyết định:")


@lived_on(POSTGRESQL)
def test_withheld_appealed_and_upheld(town: Town) -> None:
    citizen, inspector = town.meet_citizen(), town.meet(Role.INSPECTORATE)
    words = "Ông Trần Văn Bảy ở phòng kế toán nghe nói bỏ việc đi chơi."
    code, ref = write_comment(citizen, town.site, words)
    withhold(town.meet(Role.OVERSIGHT), town.meet(Role.OVERSIGHT, 1), ref)
    appeal(citizen, code, "Việc này ai cũng biết.")
    inspector.take_up(ref, APPEALS)
    inspector.reads(words, "Việc này ai cũng biết.", GROUND)
    inspector.press("Giữ nguyên")
    inspector.press("Giữ nguyên")
    inspector.reads("Mời nêu lý do.")
    inspector.write("Lý do", "Chưa có gì chứng tỏ việc này.")
    inspector.press("Giữ nguyên")
    inspector.reads("Đã giữ nguyên.")
    open_receipt(citizen, code)
    citizen.reads("giữ nguyên: Chưa có gì chứng tỏ việc này.", "Luật Khiếu nại")
    assert citizen.page.get_by_role("button", name="Đề nghị xem xét lại").count() == 0
    citizen.follow("Xem trang công khai của ý kiến này")
    citizen.reads(GROUND, "Thanh tra giữ nguyên việc không công khai")
    citizen.misses("Bảy", "Chưa có gì chứng tỏ")
    citizen.follow("Danh sách mọi ý kiến không công khai và che bớt")
    citizen.reads(ref, GROUND)
    citizen.misses("Bảy")


@lived_on(SQLITE)
def test_withheld_appealed_and_overturned(town: Town) -> None:
    """After the second body's word the comment goes the ordinary way to its answer."""
    citizen, desk = town.meet_citizen(), town.meet(Role.OVERSIGHT)
    inspector, officer = town.meet(Role.INSPECTORATE), town.meet(Role.OFFICER)
    words = "Trưởng phòng ký chậm, giấy phép xây nhà của tôi chờ hai tháng."
    code, ref = write_comment(citizen, town.site, words)
    withhold(desk, town.meet(Role.OVERSIGHT, 1), ref)
    appeal(citizen, code, "Tôi không nêu tên ai.")
    inspector.take_up(ref, APPEALS)
    inspector.press("Hủy việc không công khai")
    inspector.write("Lý do", "Không có tên ai, có việc cần trả lời.")
    inspector.press("Hủy việc không công khai")
    inspector.reads("Đã hủy việc không công khai. Ý kiến trở lại bước sàng lọc.")
    open_receipt(citizen, code)
    citizen.reads("Thanh tra đã hủy việc không công khai: Không có tên ai")
    screen(desk, ref)
    town.deliver()
    reply = (
        "Giấy phép xây nhà của ông/bà chờ hai tháng là lỗi của chúng tôi. Trưởng phòng "
        "đã ký ngày hôm nay, từ nay giấy phép chờ ký quá ba ngày phải báo lãnh đạo."
    )
    answer(officer, ref, reply)
    hand_in(officer, town.meet(Role.HEAD), ref)
    publish(desk, ref)
    open_receipt(citizen, code)
    citizen.reads(reply)
    citizen.follow("Xem trang công khai của ý kiến này")
    citizen.reads(words, reply, "Thanh tra hủy việc không công khai")


def read_desk(person: Person) -> list[str]:
    """All that the unit's lists and counts say."""
    shown = []
    person.go_to(TO_ANSWER)
    for heap in (TO_ANSWER, TO_APPROVE, ASKED, "Chờ công khai", "Đã công khai"):
        person.follow(heap)
        shown.append(person.page.inner_text("main"))
    return shown


@lived_on(POSTGRESQL)
def test_serious_content_passes_the_unit_by(town: Town) -> None:
    """The unit's pages say the same before and after; the author is told in full."""
    citizen, desk = town.meet_citizen(), town.meet(Role.OVERSIGHT)
    unit = [town.meet(Role.OFFICER), town.meet(Role.HEAD)]
    before = [read_desk(person) for person in unit]
    words = "Cán bộ quầy 7 đòi tiền, hai triệu mới nhận giấy tờ."
    code, ref = write_comment(citizen, town.site, words)
    desk.take_up(ref, TO_SCREEN)
    desk.reads("Máy lưu ý, chỉ để tham khảo", SERIOUS, words)
    desk.follow("Chuyển thanh tra")
    desk.write("Lý do", "Có dấu hiệu đòi tiền.")
    desk.press("Chuyển thanh tra")
    desk.reads("Đã chuyển thanh tra. Cơ quan bị nêu không thấy ý kiến này.")
    desk.misses(ref)
    open_receipt(citizen, code)
    citizen.reads("được giữ kín", "Luật Tố cáo", "Luật Khiếu nại", "113")
    inspector = town.meet(Role.INSPECTORATE)
    inspector.take_up(ref, SERIOUS)
    inspector.reads(words, "Có dấu hiệu đòi tiền.", "Mời giữ kín")
    inspector.press("Chuyển theo thủ tục")
    inspector.choose("Tố cáo hành vi vi phạm pháp luật")
    inspector.write("Ghi chú của thanh tra", "Đã vào sổ.")
    inspector.press("Chuyển")
    inspector.reads("Đã chuyển. Người gửi được hướng dẫn thủ tục khi mở biên nhận.")
    assert [read_desk(person) for person in unit] == before
    for person in unit:
        person.open(f"/can-bo/y-kien/{ref}")
        person.reads("Không tìm thấy")
        person.misses(words)
        person.follow("Về nơi làm việc")
    open_receipt(citizen, code)
    citizen.reads("Tố cáo hành vi vi phạm pháp luật", "Ý kiến vẫn được giữ kín")
    citizen.misses("Đã vào sổ.", "Có dấu hiệu đòi tiền.")
    citizen.open(f"/gop-y/{ref}")
    citizen.reads("Đã chuyển theo thủ tục khác")
    citizen.misses(town.site.world.agency.name, "quầy 7")
