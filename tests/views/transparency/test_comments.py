from datetime import date

import pytest

from feedback.domain import clock
from feedback.domain.clock import local_moment
from feedback.domain.states import Bucket, State
from feedback.domain.tones import Tone
from tests.factories import make_agency
from tests.factories_published import make_published_comment
from tests.views.transparency.readers import words_of
from tests.visitors import Page, Visitor


def steps_of(page: Page) -> list[str]:
    return [words_of(item) for item in page.html.select(".gopy-timeline li")]


def test_a_published_comment_shows_words_answer_and_each_step(
    visitor: Visitor,
) -> None:
    agency = make_agency(name="Sở Xây dựng")
    row = make_published_comment(agency=agency)
    page = visitor.get(f"/gop-y/{row.ref}")
    assert page.h1 == f"Ý kiến {row.ref}"
    assert "Tôi chờ ba tháng mà đất đai vẫn chưa có sổ." in page.text
    assert "Sở Xây dựng trả lời" in page.text
    assert "Đã khắc phục" in page.text
    assert "123/UBND-VP ngày 18/3/2026" in page.text
    assert steps_of(page) == [
        "Chuyển đến Sở Xây dựng 16/3/2026 Hạn trả lời: 6/4/2026.",
        "Cơ quan trả lời 20/3/2026",
        "Công khai ý kiến và câu trả lời 23/3/2026",
        "Người góp ý cho biết câu trả lời có đúng điều đã nêu không 25/3/2026 "
        "Đúng ý tôi hỏi",
    ]


def test_the_tone_its_author_named_stands_beside_the_words(visitor: Visitor) -> None:
    named = make_published_comment(tone=Tone.PROBLEM)
    other = make_published_comment()
    said = "Người viết nêu: Phản ánh điều chưa tốt"
    assert said in visitor.get(f"/gop-y/{named.ref}").text
    assert "Người viết nêu" not in visitor.get(f"/gop-y/{other.ref}").text
    cards = visitor.get("/gop-y").html.select("article")
    assert sorted(said in words_of(card) for card in cards) == [False, True]
    english = visitor.get(f"/en/gop-y/{named.ref}").text
    assert "The author says: Problem" in english


def test_an_answer_after_its_day_is_called_late(visitor: Visitor) -> None:
    steps = [
        {"move": "deliver", "on": "2026-03-16", "due_on": "2026-04-06"},
        {"move": "reply", "on": "2026-04-08"},
        {"move": "publish", "on": "2026-04-09"},
    ]
    row = make_published_comment(steps=steps, view=None, state=State.PUBLISHED.value)
    page = visitor.get(f"/gop-y/{row.ref}")
    assert steps_of(page)[1:] == [
        "Cơ quan trả lời (quá hạn) 8/4/2026 Hạn trả lời là 6/4/2026.",
        "Công khai ý kiến và câu trả lời 9/4/2026",
        "Chờ người góp ý cho biết câu trả lời có đúng điều đã nêu không",
    ]
    assert "Chưa cho biết." in page.text


def test_a_second_round_keeps_the_first_answer_to_its_own_day(
    visitor: Visitor,
) -> None:
    steps = [
        {"move": "deliver", "on": "2026-03-16", "due_on": "2026-04-06"},
        {"move": "reply", "on": "2026-03-20"},
        {"move": "publish", "on": "2026-03-23"},
        {"move": "view", "on": "2026-03-25", "view": "no"},
        {"move": "reopen", "on": "2026-03-26"},
        {"move": "reply", "on": "2026-05-20"},
    ]
    row = make_published_comment(
        steps=steps, state=State.REPLIED_AGAIN.value, due_on=date(2026, 4, 16)
    )
    page = visitor.get(f"/gop-y/{row.ref}")
    late = [step for step in steps_of(page) if "quá hạn" in step]
    assert late == ["Cơ quan trả lời (quá hạn) 20/5/2026 Hạn trả lời là 16/4/2026."]


def test_a_waiting_comment_is_flagged_from_the_day_after_it_was_due(
    visitor: Visitor,
) -> None:
    row = make_published_comment(Bucket.WAITING)  # due on 6 April 2026
    with clock.frozen(local_moment(date(2026, 4, 6), 23)):
        page = visitor.get(f"/gop-y/{row.ref}")
        assert "Quá hạn" not in page.text
        assert steps_of(page)[-1] == "Cơ quan phải trả lời hạn 6/4/2026"
    with clock.frozen(local_moment(date(2026, 4, 7), 0)):
        page = visitor.get(f"/gop-y/{row.ref}")
        assert "Quá hạn trả lời" in page.text
        assert steps_of(page)[-1] == "Cơ quan chưa trả lời (quá hạn) hạn là 6/4/2026"
        assert "Quá hạn trả lời" in visitor.get("/gop-y").text
    assert "Nội dung được công khai cùng với câu trả lời" in page.text


@pytest.mark.parametrize(
    ("state", "coming"),
    [
        (State.NEEDS_MORE, "Đang chờ người góp ý nói rõ thêm"),
        (State.REPLIED, "Câu trả lời đang được đọc lại trước khi công khai"),
        (State.SCREENING, "Đang sàng lọc lại để giao đúng cơ quan"),
    ],
)
def test_a_waiting_comment_says_what_it_waits_for(
    visitor: Visitor, state: State, coming: str
) -> None:
    row = make_published_comment(
        Bucket.WAITING,
        state=state.value,
        replied_on=date(2026, 3, 20) if state is State.REPLIED else None,
    )
    page = visitor.get(f"/gop-y/{row.ref}")
    assert steps_of(page)[-1] == coming


def test_a_transfer_names_both_agencies(visitor: Visitor) -> None:
    first, second = make_agency(name="Sở Y tế"), make_agency(name="Sở Nội vụ")
    steps = [
        {"move": "deliver", "on": "2026-03-16", "agency": first.code},
        {"move": "transfer", "on": "2026-03-18"},
        {"move": "deliver", "on": "2026-03-19", "agency": second.code},
    ]
    row = make_published_comment(Bucket.WAITING, second, steps=steps)
    told = steps_of(visitor.get(f"/gop-y/{row.ref}"))
    assert told[0].startswith("Chuyển đến Sở Y tế")
    assert "không thuộc thẩm quyền" in told[1]
    assert told[2].startswith("Chuyển đến Sở Nội vụ")


def test_a_withheld_comment_leaves_a_stub_with_ground_and_law(
    visitor: Visitor,
) -> None:
    row = make_published_comment(Bucket.WITHHELD)
    page = visitor.get(f"/gop-y/{row.ref}")
    assert "Xúc phạm danh dự, nhân phẩm hoặc đe dọa" in page.text
    assert "Bộ luật Dân sự 91/2015/QH13, Điều 34" in page.text
    assert "Hai người của đơn vị đầu mối giám sát" in page.text


def test_a_moved_comment_says_where_it_went(visitor: Visitor) -> None:
    row = make_published_comment(Bucket.MOVED)
    page = visitor.get(f"/gop-y/{row.ref}")
    assert "Tố cáo hành vi vi phạm pháp luật" in page.text
    assert "Luật Tố cáo 25/2018/QH14" in page.text
    assert "cơ quan thanh tra" in page.text


def test_links_in_evidence_pass_nothing_on_and_words_stay_words(
    visitor: Visitor,
) -> None:
    row = make_published_comment(
        evidence="Xem https://songhien.example.vn/a?b=1&c=2 <script>1</script>",
        text="<b>đậm</b>",
        reply="& lời",
    )
    page = visitor.get(f"/gop-y/{row.ref}")
    link = page.html.select_one("a[rel=nofollow]")
    assert link and link["href"] == "https://songhien.example.vn/a?b=1&c=2"
    assert "<b>đậm</b>" in page.html.get_text()
    assert not page.html.select("main script")


def test_a_reference_typed_by_hand_finds_its_comment(visitor: Visitor) -> None:
    row = make_published_comment()
    page = visitor.get(f"/gop-y/{row.ref.lower().replace('-', '')}")
    assert page.path == f"/gop-y/{row.ref}"


@pytest.mark.parametrize("ref", ["GY-0000-0000", "khong-phai-ma", "1"])
def test_an_unknown_reference_is_told_politely(visitor: Visitor, ref: str) -> None:
    page = visitor.get(f"/gop-y/{ref}", status=404)
    assert "Không có ý kiến công khai nào mang mã" in page.text
