"""Signing in and out, and what a session is worth."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.config import Settings
from feedback.domain import clock
from feedback.domain.limits import (
    SIGN_IN_FAILURES,
    SIGN_IN_REST,
    STAFF_ABSOLUTE,
    STAFF_IDLE,
)
from feedback.domain.roles import SEATED_ROLES, Role
from feedback.extensions import db
from feedback.models.users import SignIn, User
from feedback.queries.sign_ins import hash_token
from feedback.views.sessions import HOMES
from tests.desks import sign_in
from tests.factories import PASSWORD, make_agency, make_user
from tests.visitors import Visitor, read_fields

NOW = datetime(2026, 3, 27, 2, tzinfo=UTC)
DESK = "/can-bo/y-kien"


@pytest.fixture
def officer(app: Flask) -> User:
    return make_user(Role.OFFICER, agency_id=make_agency().id)


def try_to_sign_in(app: Flask, username: str, password: str, status: int = 422) -> str:
    visitor = Visitor(app)
    page = visitor.get("/dang-nhap")
    values = {"username": username, "password": password}
    return visitor.submit(page, values, status=status).text


def test_right_name_and_password_lead_to_the_desk(app: Flask, officer: User) -> None:
    visitor = sign_in(app, officer)
    assert visitor.get("/can-bo").path == DESK


def test_a_user_name_may_be_typed_in_capitals(app: Flask, officer: User) -> None:
    typed = f" {officer.username.upper()} "
    assert officer.name in try_to_sign_in(app, typed, PASSWORD, status=200)


def test_it_is_not_said_whether_name_or_password_was_wrong(
    app: Flask, officer: User
) -> None:
    wrong = try_to_sign_in(app, officer.username, "sai mật khẩu rồi")
    nobody = try_to_sign_in(app, "khong.co.ai", "sai mật khẩu rồi")
    message = "Tên đăng nhập hoặc mật khẩu chưa đúng."
    assert message in wrong and message in nobody
    assert db.session.scalars(select(SignIn)).all() == []


@pytest.mark.parametrize(
    ("username", "password", "message"),
    [
        ("", "x", "Mời nhập tên đăng nhập."),
        ("x", "", "Mời nhập mật khẩu."),
        ("x" * 200, "x", "Tên đăng nhập dài quá 120 ký tự."),
    ],
)
def test_what_is_missing_is_named(
    app: Flask, username: str, password: str, message: str
) -> None:
    assert message in try_to_sign_in(app, username, password)


def test_an_account_rests_after_too_many_wrong_passwords(
    app: Flask, officer: User
) -> None:
    with clock.frozen(NOW):
        for _ in range(SIGN_IN_FAILURES):
            try_to_sign_in(app, officer.username, "sai mật khẩu rồi")
        rested = try_to_sign_in(app, officer.username, PASSWORD)
        assert "Mời thử lại sau 15 phút" in rested
    with clock.frozen(NOW + SIGN_IN_REST):
        assert officer.name in try_to_sign_in(app, officer.username, PASSWORD, 200)


def test_a_right_password_forgives_the_wrong_ones_before(
    app: Flask, officer: User
) -> None:
    for _ in range(SIGN_IN_FAILURES - 1):
        try_to_sign_in(app, officer.username, "sai mật khẩu rồi")
    sign_in(app, officer)
    try_to_sign_in(app, officer.username, "sai mật khẩu rồi")
    sign_in(app, officer)


def test_a_closed_account_cannot_sign_in_and_loses_its_session(
    app: Flask, officer: User
) -> None:
    visitor = sign_in(app, officer)
    officer = db.session.get_one(User, officer.id)
    officer.is_active = False
    db.session.commit()
    assert visitor.get(DESK).path == "/dang-nhap"
    try_to_sign_in(app, officer.username, PASSWORD)


def test_half_an_hour_without_a_request_ends_a_session(
    app: Flask, officer: User
) -> None:
    with clock.frozen(NOW):
        visitor = sign_in(app, officer)
    with clock.frozen(NOW + STAFF_IDLE - timedelta(seconds=1)):
        assert visitor.get(DESK).path == DESK
    with clock.frozen(NOW + 2 * STAFF_IDLE - timedelta(seconds=2)):
        assert visitor.get(DESK).path == DESK, "each request begins it anew"
    with clock.frozen(NOW + 3 * STAFF_IDLE):
        assert visitor.get(DESK).path == "/dang-nhap"


def test_ten_hours_end_a_session_however_busy(app: Flask, officer: User) -> None:
    with clock.frozen(NOW):
        visitor = sign_in(app, officer)
    moment = NOW
    while moment < NOW + STAFF_ABSOLUTE - timedelta(minutes=20):
        moment += timedelta(minutes=20)
        with clock.frozen(moment):
            path = visitor.get(DESK).path
            assert path == DESK, f"after {moment - NOW}"
    with clock.frozen(NOW + STAFF_ABSOLUTE):
        assert visitor.get(DESK).path == "/dang-nhap"


def test_signing_out_ends_the_session_on_the_server(app: Flask, officer: User) -> None:
    visitor = sign_in(app, officer)
    stolen = visitor.client.get_cookie("staff")
    assert stolen is not None
    page = visitor.get(DESK)
    form = page.html.select_one('form[action="/dang-xuat"]')
    assert form is not None
    token = form.select_one('[name="csrf_token"]')
    assert token is not None
    visitor.client.post("/dang-xuat", data={"csrf_token": token["value"]})
    assert visitor.client.get_cookie("staff") is None
    thief = Visitor(app)
    thief.client.set_cookie("staff", stolen.value)
    assert thief.get(DESK).path == "/dang-nhap"
    assert db.session.scalars(select(SignIn)).all() == []


def test_the_token_is_stored_as_a_hash_only(app: Flask, officer: User) -> None:
    cookie = sign_in(app, officer).client.get_cookie("staff")
    assert cookie is not None
    (row,) = db.session.scalars(select(SignIn))
    assert row.token_hash == hash_token(cookie.value)
    assert cookie.value.encode() not in row.token_hash


def test_the_cookie_cannot_be_read_by_script_or_sent_from_elsewhere(
    app: Flask, officer: User
) -> None:
    cookie = sign_in(app, officer).client.get_cookie("staff")
    assert cookie is not None
    assert cookie.http_only and cookie.same_site == "Lax" and cookie.path == "/"
    assert not cookie.secure, "the demonstration runs without https"


def test_over_https_the_cookie_is_bound_to_this_host(
    app: Flask, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
    client = app.test_client()
    base = "https://localhost"
    page = client.get("/dang-nhap", base_url=base).get_data(as_text=True)
    token = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    answer = client.post(
        "/dang-nhap",
        base_url=base,
        data={
            "csrf_token": token,
            "username": officer.username,
            "password": PASSWORD,
        },
        headers={"Referer": f"{base}/dang-nhap"},
    )
    (cookie,) = [
        header
        for header in answer.headers.getlist("Set-Cookie")
        if header.startswith("__Host-staff=")
    ]
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie


def test_production_is_https_so_its_cookie_is_always_secure() -> None:
    with pytest.raises(ValueError, match="https"):
        Settings(
            environment="production",
            secret_key="k" * 40,
            public_url="http://gopy.example.vn",
            plan="can-tho",
        )


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/x",
        "//evil.example/x",
        "/\\evil.example/x",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\t/evil.example",
        "/%09/evil.example",
    ],
)
def test_a_link_to_sign_in_never_leads_off_the_site(
    app: Flask, officer: User, address: str
) -> None:
    client = Visitor(app).client
    page = client.get("/dang-nhap", query_string={"next": address})
    token = page.get_data(as_text=True).split('value="')[1].split('"')[0]
    values = {"csrf_token": token, "username": officer.username, "password": PASSWORD}
    answer = client.post("/dang-nhap", query_string={"next": address}, data=values)
    assert answer.status_code == 303
    leads_to = answer.headers["Location"]
    assert leads_to.startswith("/") and leads_to[1:2] not in ("/", "\\", "\t"), leads_to


def test_after_signing_in_one_is_where_one_wanted_to_be(
    app: Flask, officer: User
) -> None:
    visitor = Visitor(app)
    page = visitor.get(f"{DESK}?tray=done")
    assert page.path == "/dang-nhap"
    answer = visitor.client.post(
        "/dang-nhap",
        query_string={"next": f"{DESK}?tray=done"},
        data={
            "username": officer.username,
            "password": PASSWORD,
            "csrf_token": read_fields(page.find_form())["csrf_token"],
        },
    )
    assert answer.headers["Location"] == f"{DESK}?tray=done"


def test_the_sign_in_form_is_sent_to_its_own_address_whole(app: Flask) -> None:
    page = Visitor(app).get(f"/dang-nhap?next={DESK}")
    assert page.find_form().get("action") is None, "so what comes next is kept"


def test_each_role_has_a_home(app: Flask) -> None:
    for role, endpoint in HOMES.items():
        agency = make_agency().id if role in SEATED_ROLES else None
        user = make_user(role, agency_id=agency)
        assert sign_in(app, user).get("/can-bo").status == 200, role


def change_password(visitor: Visitor, status: int = 200, **values: str) -> str:
    page = visitor.get("/can-bo/mat-khau")
    return visitor.submit(page, values, status=status).text


def test_a_changed_password_ends_the_other_sessions(app: Flask, officer: User) -> None:
    here, elsewhere = sign_in(app, officer), sign_in(app, officer)
    new = "một câu hoàn toàn mới"
    text = change_password(here, current=PASSWORD, new=new, again=new)
    assert "Đã đổi mật khẩu" in text
    assert here.get(DESK).path == DESK
    assert elsewhere.get(DESK).path == "/dang-nhap"
    try_to_sign_in(app, officer.username, PASSWORD)
    try_to_sign_in(app, officer.username, new, status=200)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"current": "không phải"}, "mật khẩu chưa đúng"),
        ({"again": "khác"}, "Hai lần nhập mật khẩu mới chưa giống nhau."),
        ({"new": "ngắn", "again": "ngắn"}, "Mật khẩu cần ít nhất 12 ký tự"),
    ],
)
def test_a_bad_change_is_refused(
    app: Flask, officer: User, changes: dict[str, str], message: str
) -> None:
    visitor = sign_in(app, officer)
    good = {"current": PASSWORD, "new": "một câu mới tinh", "again": "một câu mới tinh"}
    assert message in change_password(visitor, 422, **{**good, **changes})
    sign_in(app, officer)
