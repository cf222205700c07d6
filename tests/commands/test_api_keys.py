"""flask api-keys …: a key is printed once and can be withdrawn."""

from flask import Flask

from feedback.commands.api_keys import group
from feedback.queries.api_keys import find_api_key
from tests.commands.runs import run


def test_a_key_is_printed_alone_on_standard_output(app: Flask) -> None:
    done = run(app, group, "add", "mot-cua")
    assert done.code == 0
    key = done.out.strip()
    found = find_api_key(key)
    assert found is not None and found.system == "mot-cua"
    assert key not in done.err
    assert key not in run(app, group, "list").out


def test_a_system_has_one_key_at_a_time(app: Flask) -> None:
    first = run(app, group, "add", "mot-cua").out.strip()
    again = run(app, group, "add", "mot-cua")
    assert again.code == 1 and "Revoke it first" in again.err
    assert "in use" in run(app, group, "list").out
    assert run(app, group, "revoke", "mot-cua").code == 0
    assert find_api_key(first) is None
    assert "revoked" in run(app, group, "list").out
    assert run(app, group, "revoke", "mot-cua").code == 1
    second = run(app, group, "add", "mot-cua").out.strip()
    assert second != first and find_api_key(second) is not None


def test_a_system_has_a_short_name(app: Flask) -> None:
    for name in ("", "một cửa", "x" * 41):
        assert run(app, group, "add", name).code == 2
