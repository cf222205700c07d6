"""flask staff …"""

from flask import Flask

from feedback.commands.staff import group
from feedback.domain.roles import Role
from feedback.operations.sign_ins import sign_in
from feedback.queries.users import find_user
from tests.factories import make_agency, make_user


def run(app: Flask, *arguments: str, typed: str = "", code: int = 0) -> str:
    result = app.test_cli_runner().invoke(group, arguments, input=typed)
    assert result.exit_code == code, result.output
    return result.output


def test_an_account_is_opened_and_its_password_told_once(app: Flask) -> None:
    agency = make_agency()
    output = run(
        app,
        *("add", "lan", "--role", "head"),
        *("--agency", agency.code, "--name", "Trần Thị Lan"),
    )
    username, password = output.split()
    assert username == "lan" and sign_in("lan", password)
    assert password not in run(app, "list")


def test_a_password_can_be_typed_instead(app: Flask) -> None:
    phrase = "trời hôm nay đẹp quá"
    typed = f"{phrase}\n{phrase}\n"
    output = run(app, "add", "lan", "--role", "oversight", "--ask", typed=typed)
    assert phrase not in output and sign_in("lan", phrase)


def test_a_reset_tells_the_new_password(app: Flask) -> None:
    user = make_user(Role.OVERSIGHT, username="lan")
    _, password = run(app, "reset", "lan").split()
    assert sign_in(user.username, password)


def test_accounts_are_listed_closed_and_opened(app: Flask) -> None:
    make_user(Role.OFFICER, username="lan", agency_id=make_agency(code="H99.7").id)
    run(app, "disable", "lan")
    assert find_user("lan") and "closed" in run(app, "list")
    run(app, "enable", "lan")
    (line,) = run(app, "list").splitlines()
    assert line.split()[:3] == ["lan", "officer", "H99.7"] and "closed" not in line


def test_what_cannot_be_is_said_and_fails(app: Flask) -> None:
    make_user(username="lan")
    output = run(app, "add", "lan", "--role", "oversight", code=1)
    assert "This user name is taken." in output
    assert "need an agency" in run(app, "add", "hoa", "--role", "head", code=1)
    assert "no account" in run(app, "reset", "khong.co", code=1)
    assert "no account" in run(app, "disable", "khong.co", code=1)
    run(app, "add", "hoa", "--role", "citizen", code=2)


def test_an_address_for_notices_is_kept_changed_and_removed(app: Flask) -> None:
    run(app, "add", "lan", "--role", "oversight", "--email", "lan@tinh.example.vn")
    lan = find_user("lan")
    assert lan and lan.email == "lan@tinh.example.vn"
    run(app, "email", "lan", "lan2@tinh.example.vn")
    assert lan.email == "lan2@tinh.example.vn"
    assert "no e-mail" in run(app, "email", "lan")
    assert lan.email is None


def test_what_is_no_address_is_refused(app: Flask) -> None:
    make_user(username="lan")
    for address in ("lan", "lan@", "a@b.c, d@e.f", "lan@tỉnh.vn", "a\nb@c.vn"):
        assert "not of the form" in run(app, "email", "lan", address, code=1)
    many = "a" * 250 + "@b.vn"
    assert "not of the form" in run(
        app, "add", "hoa", "--role", "oversight", "--email", many, code=1
    )
    assert find_user("hoa") is None
