"""What an agency's people do beside answering: sort, give, note, begin, group."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain import clock
from feedback.domain.clock import local_moment
from feedback.domain.sketches import make_bands
from feedback.domain.states import State, View
from feedback.extensions import db
from feedback.models.comments import Comment, CommentBand
from feedback.operations.allotments import allot_comment
from feedback.operations.reply_templates import set_second_person
from feedback.queries.commitments import find_promise_of
from feedback.queries.notes import list_notes
from feedback.queries.replies import list_answers
from tests.desks import field, list_shown, sign_in
from tests.lives import WORDS, Cast, count_events, get_comment

DESK = "/can-bo/y-kien"
TODAY = date(2026, 3, 27)
GOOD = "Sổ đất đai của ông/bà đã ký ngày 26/3/2026, mời đến quầy 3 nhận kết quả."


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def a_friday_in_march() -> Iterator[None]:
    with clock.frozen(local_moment(TODAY, 9)):
        yield


def change(ref: str, **values: object) -> None:
    """Set what no operation sets so far back or forth."""
    comment = get_comment(ref)
    for name, value in values.items():
        setattr(comment, name, value)
    db.session.commit()


def test_the_list_is_grouped_by_how_soon_an_answer_is_due(
    app: Flask, cast: Cast
) -> None:
    for days in (20, -1, 5, 0):
        change(cast.live(State.OPEN), due_on=TODAY + timedelta(days=days))
    page = sign_in(app, cast.officer).get(DESK)
    groups = [tag.get_text(strip=True) for tag in page.html.select("main h3")]
    assert groups == ["Quá hạn", "Hạn hôm nay", "Trong 7 ngày tới", "Sau đó"]
    assert len(list_shown(page)) == 4


def test_filters_find_by_person_kind_dispute_day_and_words(
    app: Flask, cast: Cast
) -> None:
    mine, theirs, free = (cast.live(State.OPEN) for _ in range(3))
    for ref, user in ((mine, cast.officer), (theirs, cast.head)):
        allot_comment(
            ref, user_id=cast.head.id, seen=count_events(ref), assignee_id=user.id
        )
    change(mine, kind="case", public_text="Thiếu chỗ để xe máy")
    change(theirs, view=View.NO)
    change(free, due_on=TODAY)
    officer = sign_in(app, cast.officer)
    for query, found in (
        (f"assignee={cast.officer.id}", [mine]),
        (f"assignee={cast.head.id}", [theirs]),
        ("assignee=nobody", [free]),
        ("kind=case", [mine]),
        ("disputed=y", [theirs]),
        ("due=today", [free]),
        ("due=late", []),
        ("q=CHO DE XE", [mine]),
        ("q=dat+dai&assignee=nobody", [free]),
        ("q=%25", []),
        ("assignee=999999", sorted([mine, theirs, free])),
    ):
        page = officer.get(f"{DESK}?tray=to_answer&{query}")
        assert sorted(list_shown(page)) == found, query
    narrowed, whole = officer.get(f"{DESK}?due=late"), officer.get(DESK)
    assert "Không có ý kiến nào khớp với điều kiện lọc." in narrowed.text
    assert f"giao {cast.head.name}" in whole.text
    folds = [len(page.html.select("main details[open]")) for page in (narrowed, whole)]
    assert folds == [1, 0], "work comes before its filter"


def test_giving_and_noting_are_forms_that_lose_nothing(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    head = sign_in(app, cast.head)
    page = head.get(f"{DESK}/{ref}")
    page = head.submit(page, {"assignee": ""}, action="/giao", status=422)
    assert "không còn làm việc ở cơ quan" in page.text
    page = head.submit(page, {"assignee": str(cast.officer.id)}, action="/giao")
    assert f"Người trả lời: {cast.officer.name}" in page.text
    page = head.submit(page, {"note": " "}, action="/ghi-chu", status=422)
    assert "Mời viết ghi chú." in page.text
    long = "x" * 2001
    page = head.submit(page, {"note": long}, action="/ghi-chu", status=422)
    assert field(page, "note").strip() == long
    page = head.submit(page, {"note": "Hỏi quầy 3"}, action="/ghi-chu")
    assert "Hỏi quầy 3" in page.text
    assert [note.text for note in list_notes(ref, cast.agency.id)] == ["Hỏi quầy 3"]


def test_a_late_giving_says_so_and_can_be_repeated(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    head = sign_in(app, cast.head)
    page = head.get(f"{DESK}/{ref}")
    allot_comment(
        ref,
        user_id=cast.officer.id,
        seen=count_events(ref),
        assignee_id=cast.officer.id,
    )
    chosen = {"assignee": str(cast.head.id)}
    page = head.submit(page, chosen, action="/giao", status=409)
    assert "vừa được thay đổi" in page.text
    head.submit(page, chosen, action="/giao")
    assert get_comment(ref).assignee_id == cast.head.id


def test_a_template_fills_the_answer_after_what_was_typed(
    app: Flask, cast: Cast
) -> None:
    ref = cast.live(State.OPEN)
    head = sign_in(app, cast.head)
    page = head.get(f"{DESK}/mau-tra-loi/moi")
    bad = {"title": "Hẹn", "outcome": "explained", "text": "{name} ơi"}
    page = head.submit(page, bad, status=422)
    assert "Trong ngoặc nhọn chỉ được ghi" in page.text
    assert field(page, "text").strip() == "{name} ơi"
    page = head.submit(page, {"text": "{agency} trả lời về {service}: …"})
    assert "Đã lưu mẫu trả lời." in page.text
    page = head.get(f"{DESK}/{ref}/tra-loi")
    number = page.html.select("select[name=use_template] option")[1]["value"]
    typed = {"text": "Chào ông/bà.", "outcome": "", "use_template": number}
    page = head.submit(page, typed, button=("fill", "y"))
    assert field(page, "text").strip() == (
        f"Chào ông/bà.\n\n{cast.agency.name} trả lời về {cast.service.name}: …"
    )
    checked = page.html.select_one("input[name=outcome][checked]")
    assert checked and checked["value"] == "explained"
    assert list_answers(ref) == [], "nothing is sent yet"
    linked = head.get(f"{DESK}/{ref}/tra-loi?fill=y&use_template={number}")
    assert cast.agency.name in field(linked, "text")
    strange = head.get(f"{DESK}/{ref}/tra-loi?fill=y&use_template=x")
    assert field(strange, "text").strip() == ""
    page = head.get(f"{DESK}/mau-tra-loi/{number}")
    values = {"title": "Hẹn lại", "is_active": ""}
    assert "Hẹn lại" in head.submit(page, values).text


def test_the_head_turns_on_the_second_person(app: Flask, cast: Cast) -> None:
    head = sign_in(app, cast.head)
    page = head.get(f"{DESK}/duyet-tra-loi")
    assert "Cài đặt này chưa được đổi lần nào." in page.text
    page = head.submit(page, {"is_needed": "y"})
    assert f"Đổi lần cuối: 27/3/2026, {cast.head.name}." in page.text
    ref = cast.live(State.OPEN)
    page = head.get(f"{DESK}/{ref}/tra-loi")
    assert "Duyệt và gửi đi" not in page.text
    page = head.submit(page, {"text": GOOD, "outcome": "explained"}, status=422)
    assert "người viết không tự duyệt" in page.text
    sign_in(app, cast.officer).get(f"{DESK}/duyet-tra-loi", status=404)
    set_second_person(user_id=cast.head.id, is_needed=False)
    assert "Duyệt và gửi đi" in head.get(f"{DESK}/{ref}/tra-loi").text


def sketch(ref: str) -> str:
    """As the screening would, where the words are set by the test."""
    text = db.session.get_one(Comment, ref).text
    known = db.session.scalars(
        select(CommentBand.band).where(CommentBand.comment_ref == ref)
    )
    db.session.add_all(
        CommentBand(band=band, comment_ref=ref)
        for band in set(make_bands(text)) - set(known)
    )
    db.session.commit()
    return ref


def test_near_copies_are_answered_together_each_with_its_part(
    app: Flask, cast: Cast
) -> None:
    refs = [sketch(cast.live(State.OPEN)) for _ in range(3)]
    officer = sign_in(app, cast.officer)
    page = officer.get(f"{DESK}/{refs[0]}")
    assert "2 ý kiến gần giống đang chờ cơ quan trả lời." in page.text
    page = officer.get(f"{DESK}/{refs[0]}/tra-loi-chung")
    parts = {
        f"part_{ref}": f"Sổ của ông/bà có ngày {n}/4." for n, ref in enumerate(refs)
    }
    typed = {"text": GOOD, "outcome": "explained", **parts}
    thin = {**typed, f"part_{refs[1]}": "Cảm ơn"}
    page = officer.submit(page, thin, status=422)
    assert "Mời viết phần riêng cho ý kiến này" in page.text
    for name, value in thin.items():
        if name != "outcome":
            assert field(page, name).strip() == value, "nothing typed is lost"
    taken = {**typed, f"take_{refs[2]}": ""}
    page = officer.submit(page, taken)
    assert "Đã lưu 2 câu trả lời." in page.text
    assert [len(list_answers(ref)) for ref in refs] == [1, 1, 0]
    page = officer.get(f"{DESK}/{refs[2]}/tra-loi-chung")
    assert page.path == f"{DESK}/{refs[2]}", "alone there is nothing in common"


def test_published_answers_to_like_comments_stand_beside_the_editor(
    app: Flask, cast: Cast
) -> None:
    published = sketch(cast.live(State.PUBLISHED))
    ref = sketch(cast.live(State.OPEN))
    page = sign_in(app, cast.officer).get(f"{DESK}/{ref}/tra-loi")
    assert "1 ý kiến gần giống đã được trả lời công khai" in page.text
    assert published in page.text and page.text.count(WORDS) == 2


def test_the_desk_sees_the_remarks_and_may_send_back(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    cast.reply(ref, "Cơ quan đã tiếp thu ý kiến.")
    cast.approve(ref)
    desk = sign_in(app, cast.screener)
    for path in ("", "/tra-lai"):
        page = desk.get(f"/giam-sat/y-kien/{ref}{path}")
        assert "Câu trả lời không nhắc đến điều nào" in page.text
    desk.submit(page, {"reason": "Chưa nói bao giờ có sổ."})
    assert get_comment(ref).state == State.SENT_BACK


def test_a_promise_is_made_in_the_form_and_offered_to_the_next(
    app: Flask, cast: Cast
) -> None:
    first, second = cast.live(State.OPEN), cast.live(State.OPEN)
    officer = sign_in(app, cast.officer)
    page = officer.get(f"{DESK}/{first}/tra-loi")
    typed = {"text": GOOD, "outcome": "will_fix", "promise": "Lắp máy lấy số"}
    for day in ("", "2026-03-28", "2030-01-02", "ngày mai"):
        page = officer.submit(page, {**typed, "due_on": day}, status=422)
        assert page.html.select_one(".govuk-error-summary a[href='#due_on']"), day
        assert "Not a valid" not in page.text
        assert field(page, "promise").strip() == "Lắp máy lấy số"
    officer.submit(page, {**typed, "due_on": "2026-05-15"})
    cast.approve(first)
    cast.publish(first)
    page = officer.get(f"{DESK}/{second}/tra-loi")
    offered = page.html.select("select[name=joins] option")
    assert offered[1].get_text() == "15/5/2026: Lắp máy lấy số"
    joined = {"text": GOOD, "outcome": "will_fix", "joins": offered[1]["value"]}
    officer.submit(page, joined)
    assert find_promise_of(second) is not None
