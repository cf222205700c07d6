"""The agency's desk."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from feedback.domain import clock
from feedback.domain.clock import local_moment
from feedback.domain.states import State
from feedback.domain.tones import Tone
from feedback.extensions import db
from tests.desks import list_shown, sign_in
from tests.factories import make_service
from tests.lives import DELIVERED_ON, WORDS, Cast, get_comment
from tests.statements import counted_statements

#: The day on which the desk is looked at.
TODAY = date(2026, 3, 27)


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


@pytest.fixture(autouse=True)
def a_friday_in_march() -> Iterator[None]:
    with clock.frozen(local_moment(TODAY, 9)):
        yield


def set_due(ref: str, due: date) -> None:
    get_comment(ref).due_on = due
    db.session.commit()


def test_the_list_begins_with_what_is_overdue(app: Flask, cast: Cast) -> None:
    refs = {days: cast.live(State.OPEN) for days in (12, -3, 0, 5)}
    for days, ref in refs.items():
        set_due(ref, TODAY + timedelta(days=days))
    page = sign_in(app, cast.officer).get("/can-bo/y-kien")
    places = [page.text.index(refs[days]) for days in (-3, 0, 5, 12)]
    assert places == sorted(places)
    assert "1 ý kiến quá hạn trả lời" in page.text
    # -3 days is Tuesday the 24th: Wednesday to Friday are three working days.
    assert "Quá hạn 3 ngày làm việc" in page.text
    assert "Hạn hôm nay" in page.text


def test_late_on_a_saturday_is_late_though_no_working_day_went_by(
    app: Flask, cast: Cast
) -> None:
    ref = cast.live(State.OPEN)
    set_due(ref, TODAY)
    with clock.frozen(local_moment(TODAY + timedelta(days=1), 9)):
        page = sign_in(app, cast.officer).get("/can-bo/y-kien")
    assert "Quá hạn 1 ngày làm việc" in page.text


def test_filters_narrow_by_due_date_and_service(app: Flask, cast: Cast) -> None:
    other = Cast(
        agency=cast.agency, service=make_service(name="Cấp giấy phép xây dựng")
    )
    late, soon, elsewhere = (c.live(State.OPEN) for c in (cast, cast, other))
    set_due(late, TODAY - timedelta(days=1))
    visitor = sign_in(app, cast.officer)
    page = visitor.get("/can-bo/y-kien")
    shown = visitor.submit(page, {"due": "late"})
    assert late in shown.text and soon not in shown.text
    shown = visitor.submit(page, {"service": other.service.code})
    assert elsewhere in shown.text and late not in shown.text
    shown = visitor.get("/can-bo/y-kien?due=never&service=9.9&tray=x&page=-1")
    assert late in shown.text and soon in shown.text and elsewhere in shown.text


def test_an_officer_sees_nothing_of_another_agency(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    stranger = Cast(service=cast.service)
    visitor = sign_in(app, stranger.officer)
    assert ref not in visitor.get("/can-bo/y-kien").text
    for path in ("", "/tra-loi", "/de-nghi-bo-sung", "/chuyen-lai"):
        visitor.get(f"/can-bo/y-kien/{ref}{path}", status=404)
    head = sign_in(app, stranger.head)
    head.get(f"/can-bo/y-kien/{ref}/tra-lai", status=404)


@pytest.mark.parametrize("state", [State.RECEIVED, State.SCREENED])
def test_a_comment_is_not_there_before_its_batch(
    app: Flask, cast: Cast, state: State
) -> None:
    ref = cast.live(state)
    visitor = sign_in(app, cast.officer)
    visitor.get(f"/can-bo/y-kien/{ref}", status=404)
    assert ref not in visitor.get("/can-bo/y-kien").text


def test_the_page_tells_nothing_about_who_wrote_or_when(app: Flask, cast: Cast) -> None:
    ref = cast.submit("Chị Lan số 5 bảo tôi chờ.", on=date(2026, 3, 1))
    with clock.frozen(local_moment(date(2026, 3, 4), 9)):
        cast.screen(ref, "[đã che] bảo tôi chờ.")
    from_job = cast.live(State.OPEN)
    page = sign_in(app, cast.officer).get(f"/can-bo/y-kien/{ref}")
    assert "[đã che] bảo tôi chờ." in page.text and "tháng 3 năm 2026" in page.text
    body = page.response.get_data(as_text=True)
    for secret in ("Lan", "1/3/2026", "2026-03-01", "4/3/2026", "Trực tuyến"):
        assert secret not in body, secret
    assert "16/3/2026" in page.text, "the day of the batch is known"
    assert from_job != ref


def test_the_list_asks_the_database_the_same_few_times(app: Flask, cast: Cast) -> None:
    visitor = sign_in(app, cast.officer)
    cast.live(State.OPEN)
    with counted_statements() as few:
        visitor.get("/can-bo/y-kien")
    for _ in range(6):
        cast.live(State.OPEN)
    with counted_statements() as many:
        page = visitor.get("/can-bo/y-kien")
    assert len(list_shown(page)) == 7
    assert len(many) == len(few) <= 7


def test_a_head_begins_with_what_waits_to_be_approved(app: Flask, cast: Cast) -> None:
    ref = cast.live(State.REPLIED)
    page = sign_in(app, cast.head).get("/can-bo/y-kien")
    assert ref in page.text and "Chờ lãnh đạo duyệt: 1 ý kiến" in page.text


def test_long_lists_have_pages(app: Flask, cast: Cast) -> None:
    refs = [cast.submit() for _ in range(51)]
    for ref in refs:
        comment = get_comment(ref)
        comment.state, comment.released_on = State.OPEN, DELIVERED_ON
        comment.public_text, comment.due_on = WORDS, TODAY
    db.session.commit()
    visitor = sign_in(app, cast.officer)
    first = visitor.get("/can-bo/y-kien")
    second = visitor.get("/can-bo/y-kien?tray=to_answer&page=2")
    assert (len(list_shown(first)), len(list_shown(second))) == (50, 1)
    assert sorted(list_shown(first) + list_shown(second)) == sorted(refs)
    assert "51 ý kiến" in first.text


def test_the_desk_reads_what_the_author_says_the_words_are(
    app: Flask, cast: Cast
) -> None:
    named, other = cast.live(State.OPEN, tone=Tone.PROPOSAL), cast.live(State.OPEN)
    desk = sign_in(app, cast.officer)
    said = "Người viết nêu: Đề xuất, mong cải tiến"
    assert said in desk.get(f"/can-bo/y-kien/{named}").text
    assert "Người viết nêu" not in desk.get(f"/can-bo/y-kien/{other}").text
    screener = sign_in(app, cast.screener)
    assert said in screener.get(f"/giam-sat/y-kien/{named}").text
    assert "Người viết nêu" not in screener.get(f"/giam-sat/y-kien/{other}").text
