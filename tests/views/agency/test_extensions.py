"""More time and a word on progress, by an officer with a plain browser."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from feedback.domain.states import State
from feedback.extensions import db
from feedback.models.plans import DeadlineRule
from feedback.operations.extensions import report_progress
from tests.desks import field, sign_in
from tests.lives import Cast, count_events, get_comment, on_day
from tests.visitors import Visitor

TODAY = date(2026, 4, 1)
WHY = "Phải đo đạc lại thửa đất, đoàn đo đến ngày 10/4/2026 mới về."


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def a_wednesday_in_april() -> Iterator[None]:
    with on_day(TODAY):
        yield


def test_an_officer_extends_and_everybody_reads_why(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    officer = sign_in(app, cast.officer)
    page = officer.get(f"/can-bo/y-kien/{ref}/gia-han")
    assert "tối đa 10 ngày làm việc" in page.text
    done = officer.submit(page, {"days": "5", "reason": WHY})
    assert "Đã gia hạn." in done.text and "13/4/2026" in done.text
    assert get_comment(ref).due_on == date(2026, 4, 13)
    public = Visitor(app).get(f"/gop-y/{ref}").text
    assert WHY in public and "13/4/2026" in public
    again = officer.get(f"/can-bo/y-kien/{ref}/gia-han")
    refused = officer.submit(again, {"days": "5", "reason": WHY}, status=422)
    assert "đã được gia hạn một lần" in refused.text
    assert field(refused, "reason").strip() == WHY, "nothing typed is lost"


@pytest.mark.parametrize("days", ["", "năm", "0", "11", "-3", "1e3", "9999"])
def test_a_wrong_number_of_days_is_refused_beside_its_field(
    app: Flask, cast: Cast, days: str
) -> None:
    ref = cast.live(State.OPEN)
    officer = sign_in(app, cast.officer)
    page = officer.get(f"/can-bo/y-kien/{ref}/gia-han")
    refused = officer.submit(page, {"days": days, "reason": WHY}, status=422)
    assert refused.html.select_one(".govuk-error-summary a[href='#days']")
    assert get_comment(ref).due_on == date(2026, 4, 6)


def test_without_a_rule_the_page_says_so_at_once(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    db.session.delete(db.session.query(DeadlineRule).filter_by(step="extend").one())
    db.session.commit()
    page = sign_in(app, cast.officer).get(f"/can-bo/y-kien/{ref}/gia-han")
    assert "chưa cho phép gia hạn" in page.text


def test_a_note_on_progress_is_public(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    officer = sign_in(app, cast.officer)
    page = officer.get(f"/can-bo/y-kien/{ref}/tien-do")
    note = "Đã đo xong, đang chờ ký."
    refused = officer.submit(page, {"note": "Gọi 0912 345 678"}, status=422)
    assert "Mời bỏ: “0912 345 678”" in refused.text
    done = officer.submit(refused, {"note": note})
    assert "Đã báo tiến độ." in done.text
    assert note in Visitor(app).get(f"/gop-y/{ref}").text


def test_case_and_public_page_say_when_a_word_is_owed(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    officer = sign_in(app, cast.officer)
    # Ten working days after the delivery on Monday 16 March.
    for on, words in (
        (date(2026, 3, 30), "báo tiến độ cho người dân chậm nhất ngày 30/3/2026"),
        (date(2026, 3, 31), "Chậm báo tiến độ Hạn báo tiến độ cho người dân là ngày"),
    ):
        with on_day(on):
            case = officer.get(f"/can-bo/y-kien/{ref}")
        assert words in case.text
    links = {link.get("href") for link in case.html.select("main a")}
    for address in ("gia-han", "tien-do"):
        assert f"/can-bo/y-kien/{ref}/{address}" in links
    told = "cơ quan báo tiến độ chậm nhất ngày 30/3/2026"
    assert told in Visitor(app).get(f"/gop-y/{ref}").text
    report_progress(ref, user_id=cast.head.id, seen=count_events(ref), note="đang đo")
    case = officer.get(f"/can-bo/y-kien/{ref}")
    assert "chậm nhất ngày" not in case.text, "the answer is due before the next word"
    assert "đang đo" in case.text, "its own history shows what was reported"
    assert told not in Visitor(app).get(f"/gop-y/{ref}").text


def test_a_page_that_came_too_late_keeps_the_words(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    officer = sign_in(app, cast.officer)
    page = officer.get(f"/can-bo/y-kien/{ref}/gia-han")
    report_progress(ref, user_id=cast.head.id, seen=count_events(ref), note="đang đo")
    late = officer.submit(page, {"days": "2", "reason": WHY}, status=409)
    assert field(late, "reason").strip() == WHY
    officer.submit(late, {})
    assert get_comment(ref).due_on == date(2026, 4, 8)


def test_an_answered_comment_leads_back_to_its_page(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.AWAITING_PUBLICATION)
    officer = sign_in(app, cast.officer)
    for address in ("gia-han", "tien-do"):
        page = officer.get(f"/can-bo/y-kien/{ref}/{address}")
        assert "hiện không ở bước cần thao tác đó" in page.text


def test_more_time_is_offered_once(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    officer, case = sign_in(app, cast.officer), f"/can-bo/y-kien/{ref}"
    link = f'main a[href="{case}/gia-han"]'
    assert officer.get(case).html.select_one(link)
    officer.submit(officer.get(f"{case}/gia-han"), {"days": "5", "reason": WHY})
    assert not officer.get(case).html.select_one(link)


def test_who_is_late_is_offered_no_more_time(app: Flask, cast: Cast) -> None:
    case = f"/can-bo/y-kien/{cast.live(State.OPEN)}"
    with on_day(date(2026, 4, 7)):  # the day after the answer was due
        page = sign_in(app, cast.officer).get(case)
    assert "Quá hạn" in page.text
    assert not page.html.select_one(f'main a[href="{case}/gia-han"]')
