"""The list of job runs: for those who may see it, with what went wrong."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from feedback.domain import clock
from feedback.domain.jobs import JOB_LABELS
from feedback.domain.labels import Label
from feedback.domain.roles import Role
from feedback.jobs.runs import JobFailed, run_job
from feedback.jobs.schedule import SCHEDULE, Job
from feedback.operations.jobs import acquire_lease
from feedback.operations.users import set_email
from feedback.queries.jobs import WORKER
from tests.desks import sign_in
from tests.factories import make_agency, make_user
from tests.lives import load_calendar_rows

#: 01:15 on 11 March in Vietnam.
NOW = datetime(2026, 3, 10, 18, 15, tzinfo=UTC)
ADDRESS = "/giam-sat/viec-dinh-ky"


def fail(on: date) -> str:
    raise ValueError("0912345678")


def test_runs_are_listed_with_their_day_state_and_summary(app: Flask) -> None:
    with clock.frozen(NOW):
        hold = acquire_lease(WORKER, "worker", 15)
        assert hold is not None
        done = Job(
            "count_measures", Label("", ""), lambda on: "14 ratings", {"hour": 1}
        )
        run_job(done, date(2026, 3, 10), hold)
        with pytest.raises(JobFailed):
            run_job(
                Job("recount", Label("", ""), fail, {"hour": 1}),
                date(2026, 3, 9),
                hold,
            )
        page = sign_in(app, make_user(Role.ADMINISTRATOR)).get(ADDRESS)
    assert page.h1 == "Việc định kỳ"
    assert "đang hoạt động" in page.text
    rows = [row.get_text(" ", strip=True) for row in page.html.find_all("tr")]
    counted, again = [row for row in rows if "count_measures" in row]
    assert counted == again
    assert counted.startswith("Đếm đánh giá của ngày hôm trước count_measures")
    assert "10/3/2026 11/3/2026 01:15:00 tự động" in counted
    assert counted.endswith("Xong 14 ratings")
    failed = next(row for row in rows if "recount" in row)
    assert failed.endswith("Lỗi ValueError")
    assert "0912345678" not in page.text


def test_without_a_worker_the_page_says_so(app: Flask) -> None:
    page = sign_in(app, make_user(Role.OVERSIGHT)).get(ADDRESS)
    assert "Không có tiến trình nào" in page.text
    assert "Chưa có lần chạy nào." in page.text


def test_an_agency_does_not_see_it(app: Flask) -> None:
    officer = make_user(Role.OFFICER, agency_id=make_agency().id)
    sign_in(app, officer).get(ADDRESS, status=404)


def test_every_job_of_the_timetable_has_its_words_on_the_page() -> None:
    assert {job.name: job.label for job in SCHEDULE} == JOB_LABELS


def test_a_short_calendar_and_people_without_an_address_are_shown(app: Flask) -> None:
    viewer = make_user(Role.OVERSIGHT, email="giamsat@tinh.example.vn")
    agency = make_agency()
    officer = make_user(Role.OFFICER, agency_id=agency.id)
    page = sign_in(app, viewer).get(ADDRESS)
    assert "Lịch ngày nghỉ chưa có dòng nào." in page.text
    assert "1 người chưa có địa chỉ" in page.text
    assert officer.name in page.text and agency.name in page.text
    set_email(officer.username, "canbo@tinh.example.vn")
    load_calendar_rows()
    with clock.frozen(NOW):
        page = sign_in(app, viewer).get(ADDRESS)
    assert "Mọi người đều có địa chỉ thư." in page.text
    assert "Lịch ngày nghỉ" not in page.text
