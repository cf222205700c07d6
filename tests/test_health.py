"""The foundation answers."""

from datetime import date

from flask import Flask

from tests.lives import load_calendar_rows, on_day


def test_health_says_which_part_is_down(app: Flask) -> None:
    response = app.test_client().get("/health")
    assert response.status_code == 503
    assert response.json == {
        "web": "ok",
        "database": "ok",
        "worker": "down",
        "calendar": "runs short",
    }


def test_a_calendar_that_reaches_far_is_well(app: Flask) -> None:
    load_calendar_rows()
    with on_day(date(2026, 6, 1)):
        assert '"calendar":"ok"' in app.test_client().get("/health").text
    with on_day(date(2027, 11, 2)):
        assert '"calendar":"runs short"' in app.test_client().get("/health").text


def test_every_response_carries_the_strict_policy(app: Flask) -> None:
    response = app.test_client().get("/health")
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"
