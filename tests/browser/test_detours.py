"""Ways on which a comment's life gets longer, lived on the pages by everybody."""

from playwright.sync_api import expect

from feedback.domain.roles import Role
from tests.browser.lives import (
    ASKED,
    POSTGRESQL,
    SQLITE,
    TO_ANSWER,
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


def see_public(citizen: Person, ref: str) -> None:
    """The public page of a comment, looked for among all by its number."""
    citizen.open(f"/gop-y/{ref}")
    citizen.reads(f"Ý kiến {ref}")


@lived_on(SQLITE)
def test_asked_for_more_and_supplied(town: Town) -> None:
    """Words that came later are screened before the agency reads them."""
    citizen, desk = town.meet_citizen(), town.meet(Role.OVERSIGHT)
    officer, head = town.meet(Role.OFFICER), town.meet(Role.HEAD)
    words = "Biển chỉ dẫn ở cổng sai, tôi đi nhầm sang khu nhà khác."
    code, ref = write_comment(citizen, town.site, words)
    screen(desk, ref)
    town.deliver()
    officer.take_up(ref, TO_ANSWER)
    officer.follow("Đề nghị bổ sung")
    officer.write("Cần người dân cho biết thêm điều gì?", "Biển ở cổng nào sai?")
    officer.press("Gửi câu hỏi")
    officer.reads("Đã gửi câu hỏi")
    officer.go_to(TO_ANSWER)
    officer.misses(ref)
    officer.take_up(ref, ASKED)
    officer.reads("Đã hỏi người góp ý: Biển ở cổng nào sai?")
    see_public(citizen, ref)
    citizen.reads("tạm dừng tính hạn", "Đang chờ người góp ý nói rõ thêm")
    open_receipt(citizen, code)
    citizen.reads("Biển ở cổng nào sai?", "Mời ông/bà trả lời chậm nhất ngày")
    citizen.press("Gửi bổ sung")
    citizen.reads("Mời viết phần bổ sung.", "Biển ở cổng nào sai?")
    more = "Cổng phía đông, gọi tôi 0912 345 678."
    citizen.write("Bổ sung của ông/bà", more)
    citizen.press("Gửi bổ sung")
    citizen.reads(words, more, "hạn trả lời không tính lại từ đầu")
    officer.go_to(TO_ANSWER)
    officer.misses(ref)
    desk.take_up(ref, TO_SCREEN)
    desk.reads(more)
    desk.press("Duyệt để chuyển cơ quan")
    town.deliver()
    officer.take_up(ref, TO_ANSWER)
    officer.reads("Cổng phía đông", "[số điện thoại]", "Còn 15 ngày làm việc")
    officer.misses("0912 345 678")
    assert officer.page.get_by_role("link", name="Đề nghị bổ sung").count() == 0
    reply = (
        "Biển chỉ dẫn ở cổng phía đông đã đổi mũi tên về khu nhà một cửa, có thêm "
        "bản đồ lớn. Bảo vệ ở cổng được nhắc chỉ đường cho người đi nhầm."
    )
    answer(officer, ref, reply)
    hand_in(officer, head, ref)
    publish(desk, ref)
    open_receipt(citizen, code)
    citizen.reads(reply, "Câu trả lời có đúng điều ông/bà nêu không?")


@lived_on(POSTGRESQL)
def test_extended_with_a_word_on_the_way(town: Town) -> None:
    citizen, desk = town.meet_citizen(), town.meet(Role.OVERSIGHT)
    officer = town.meet(Role.OFFICER)
    words = "Phần mềm báo thiếu bản vẽ nhưng tôi đã nộp bản vẽ hai lần."
    code, ref = write_comment(citizen, town.site, words)
    screen(desk, ref)
    town.deliver()
    officer.take_up(ref, TO_ANSWER)
    officer.follow("Báo tiến độ")
    note = "Chúng tôi đang đối chiếu nhật ký nhận tệp với bên cung cấp phần mềm."
    officer.write("Việc đã làm đến đâu", f"{note} Gọi 0912 345 678.")
    officer.press("Gửi và công khai")
    officer.reads("Nội dung này sẽ công khai. Mời bỏ: “0912 345 678”.")
    officer.write("Việc đã làm đến đâu", note)
    officer.press("Gửi và công khai")
    officer.reads(note, "Còn 15 ngày làm việc")
    officer.follow("Gia hạn trả lời")
    officer.write("Gia hạn thêm bao nhiêu ngày làm việc?", "100")
    why = "Bên cung cấp phần mềm cần thêm thời gian tìm bản vẽ bị mất."
    officer.write("Vì sao chưa trả lời được đúng hạn?", why)
    officer.press("Gia hạn")
    officer.reads("Gia hạn được từ 1 đến 10 ngày làm việc.")
    expect(officer.page.get_by_label("Vì sao chưa trả lời")).to_have_value(why)
    officer.write("Gia hạn thêm bao nhiêu ngày làm việc?", "5")
    officer.press("Gia hạn")
    officer.reads(why, "Còn 20 ngày làm việc")
    again = officer.page.get_by_role("link", name="Gia hạn trả lời")
    assert again.count() == 0, "once is all there is"
    open_receipt(citizen, code)
    citizen.reads("Cơ quan thông báo tiến độ ngày", note)
    citizen.unfold("Ý kiến đã đi đến đâu")
    citizen.reads("Gia hạn trả lời", why, "Thông báo tiến độ", note, "Hạn trả lời:")
    see_public(citizen, ref)
    citizen.reads("Cơ quan gia hạn trả lời, có nêu lý do", why, note)


def hand_back(officer: Person, ref: str, reason: str) -> None:
    """Not this agency's matter."""
    officer.take_up(ref, TO_ANSWER)
    officer.follow("Không thuộc thẩm quyền")
    officer.write("Lý do", reason)
    officer.press("Chuyển lại")
    officer.reads("Đã chuyển lại đơn vị đầu mối để giao đúng cơ quan.")
    officer.misses(ref)


def assign(desk: Person, ref: str, agency: str, told: str) -> None:
    """The desk reads why it came back, and finds whose matter it is."""
    desk.take_up(ref, TO_SCREEN)
    desk.unfold("Quá trình xử lý")
    desk.reads(told)
    desk.follow("Giao cơ quan khác")
    desk.write("Tên cơ quan", agency)
    desk.press("Tìm")
    desk.choose(agency)
    desk.write("Lý do", "Đúng việc của cơ quan này.")
    desk.press("Giao")
    desk.reads("Đã giao cơ quan khác. Mời duyệt nội dung để chuyển đi.")
    screen(desk, ref)


@lived_on(SQLITE)
def test_moved_twice(town: Town) -> None:
    """Handed back, given to another, handed back, given anew: one clock all along."""
    citizen, desk = town.meet_citizen(), town.meet(Role.OVERSIGHT)
    officer, stranger = town.meet(Role.OFFICER), town.meet_stranger()
    home, away = town.site.world.agency.name, town.find_other_agency()
    words = "Đèn đường trước trụ sở tắt đã một tháng, tối rất nguy hiểm."
    code, ref = write_comment(citizen, town.site, words)
    screen(desk, ref)
    town.deliver()
    hand_back(officer, ref, "Đèn đường do phường bên quản lý.")
    assign(desk, ref, away, "Đèn đường do phường bên quản lý.")
    town.deliver()
    officer.go_to(TO_ANSWER)
    officer.misses(ref)
    open_receipt(citizen, code)
    citizen.reads(away, "Hạn trả lời:")
    hand_back(stranger, ref, "Trụ sở này thuộc phường kia.")
    assign(desk, ref, home, "Trụ sở này thuộc phường kia.")
    town.deliver()
    officer.take_up(ref, TO_ANSWER)
    officer.reads(words, "Còn 15 ngày làm việc")
    reply = (
        "Đèn đường trước trụ sở đã được thay bóng và sửa dây ngày hôm nay. Từ nay bảo "
        "vệ kiểm tra đèn mỗi tối và báo thợ ngay khi đèn tắt, không chờ một tháng."
    )
    answer(officer, ref, reply)
    hand_in(officer, town.meet(Role.HEAD), ref)
    publish(desk, ref)
    see_public(citizen, ref)
    citizen.reads(words, reply, f"Chuyển đến {away}", f"Chuyển đến {home}")
    title = "Cơ quan báo không thuộc thẩm quyền, chuyển lại để giao đúng"
    assert citizen.page.inner_text("main").count(title) == 2
