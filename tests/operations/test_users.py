"""Staff accounts."""

import pytest
from flask import Flask
from sqlalchemy import select

from feedback.domain.errors import NotFound
from feedback.domain.passwords import WeakPassword
from feedback.domain.roles import Role
from feedback.extensions import db
from feedback.models.users import SignIn, User
from feedback.operations import users
from feedback.operations.sign_ins import WrongPassword, sign_in
from feedback.queries.users import find_user, list_accounts
from tests.factories import PASSWORD, make_agency, make_user


def test_an_account_is_opened_with_a_hash_of_its_password(app: Flask) -> None:
    agency = make_agency()
    users.add_user(
        " Lan.Tran ",
        name="Trần Thị Lan",
        role=Role.OFFICER,
        password=PASSWORD,
        agency_code=agency.code,
    )
    user = find_user("lan.tran")
    assert user and (user.role, user.agency_id) == (Role.OFFICER, agency.id)
    assert user.password_hash.startswith("$argon2id$")
    assert sign_in("lan.tran", PASSWORD)


def test_an_account_without_a_password_opens_to_nobody_until_it_has_one(
    app: Flask,
) -> None:
    users.add_user("quantri", name="", role=Role.ADMINISTRATOR, password=None)
    for guess in ("", PASSWORD):
        with pytest.raises(WrongPassword):
            sign_in("quantri", guess)
    users.reset_password("quantri", PASSWORD)
    assert sign_in("quantri", PASSWORD)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "Lan Trần"}, "username"),
        ({"username": ""}, "username"),
        ({"role": Role.CITIZEN}, "role"),
        ({"role": Role.SYSTEM}, "role"),
        ({"role": Role.HEAD, "agency_code": None}, "agency"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    app: Flask, changes: dict[str, object], field: str
) -> None:
    values: dict[str, object] = {
        "username": "lan",
        "name": "Lan",
        "role": Role.OVERSIGHT,
        "password": PASSWORD,
        **changes,
    }
    with pytest.raises(users.InvalidUser) as error:
        users.add_user(values.pop("username"), **values)  # type: ignore[arg-type]
    assert error.value.field == field
    assert list_accounts() == []


def test_names_are_unique_and_agencies_exist(app: Flask) -> None:
    make_user(username="lan")
    with pytest.raises(users.InvalidUser):
        users.add_user("LAN", name="", role=Role.OVERSIGHT, password=PASSWORD)
    with pytest.raises(users.InvalidUser) as error:
        users.add_user(
            "hoa", name="", role=Role.HEAD, password=PASSWORD, agency_code="H99.404"
        )
    assert error.value.field == "agency"


def test_a_weak_password_opens_nothing(app: Flask) -> None:
    with pytest.raises(WeakPassword):
        users.add_user("lan", name="", role=Role.OVERSIGHT, password="ngắn")
    assert find_user("lan") is None


def test_a_reset_ends_every_session_and_wakes_a_resting_account(app: Flask) -> None:
    user = make_user(Role.OVERSIGHT)
    sign_in(user.username, PASSWORD)
    users.reset_password(user.username, "mật khẩu cấp lại")
    assert db.session.scalars(select(SignIn)).all() == []
    with pytest.raises(WrongPassword):
        sign_in(user.username, PASSWORD)
    assert sign_in(user.username, "mật khẩu cấp lại")


def test_a_closed_account_stays_on_record(app: Flask) -> None:
    user = make_user(Role.OVERSIGHT)
    sign_in(user.username, PASSWORD)
    users.disable_user(user.username)
    db.session.expire_all()
    assert not db.session.get_one(User, user.id).is_active
    assert db.session.scalars(select(SignIn)).all() == []
    with pytest.raises(WrongPassword):
        sign_in(user.username, PASSWORD)
    users.enable_user(user.username)
    assert sign_in(user.username, PASSWORD)


def test_nobody_is_not_disabled_or_reset(app: Flask) -> None:
    for act in (
        users.disable_user,
        users.enable_user,
        lambda name: users.reset_password(name, PASSWORD),
    ):
        with pytest.raises(users.InvalidUser):
            act("khong-co-ai")
    with pytest.raises(NotFound):
        users.change_password(404, PASSWORD, "một câu mới tinh", "")
