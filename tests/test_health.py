"""The foundation answers."""

from flask import Flask


def test_health_says_which_part_is_down(app: Flask) -> None:
    response = app.test_client().get("/health")
    assert response.status_code == 503
    assert response.json == {"web": "ok", "database": "ok", "worker": "down"}


def test_every_response_carries_the_strict_policy(app: Flask) -> None:
    response = app.test_client().get("/health")
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"
