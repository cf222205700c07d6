"""A real month of a real service, given again by as many citizens through the form."""

import asyncio
import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from bench.browsers import Browser
from bench.citizens import complete_survey, prepare, send_crowd
from bench.servers import WebServer
from feedback.app import create_app
from feedback.config import Settings
from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.extensions import close_database, db
from feedback.jobs.measures import count_measures
from feedback.jobs.publications import publish_month
from feedback.models.ballots import Ballot
from feedback.models.publications import Result
from feedback.models.ratings import Rating
from tests.conftest import make_settings, upgrade
from tests.servers import PostgresServer
from tests.visitors import Visitor

pytestmark = pytest.mark.xdist_group("replay")

MONTH = date(2023, 4, 1)
NOW = datetime(2023, 4, 28, 3, 0, tzinfo=UTC)
PUBLISHED = datetime(2023, 5, 25, 3, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: PostgresServer
) -> Settings:
    """Settings of a platform of its own, on either database."""
    url = ""
    if request.param == "postgresql":
        url = postgres_server.create_database("replay_" + tmp_path.name.rstrip("0"))
    return make_settings(tmp_path, url, environment="demo", public_url="")


@pytest.fixture
def platform(settings: Settings) -> Iterator[Flask]:
    """An empty platform."""
    app = create_app(settings)
    with app.app_context():
        upgrade(app)
        db.session.remove()
    yield app
    with app.app_context():
        close_database()


def read_month(folder: Path) -> dict[int, int]:
    """How many people gave each level in April 2023."""
    path = folder / "opg-deputy-report.csv"
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = [r for r in csv.DictReader(file) if r["month"] == f"{MONTH:%Y-%m}"]
    counts = [int(row[name]) for name in row if name.startswith("n")]
    return dict(zip(range(1, 6), counts, strict=True))


def test_a_crowd_can_be_sent_from_where_a_loop_is_running() -> None:
    """As after any test in a browser that ran in the same process."""
    arrived: list[int] = []

    async def arrive(_: Browser, number: int) -> None:
        arrived.append(number)

    async def send() -> None:
        send_crowd(0, [1, 2, 3], arrive)

    # Here too there may be a loop already.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, send()).result()
    assert sorted(arrived) == [1, 2, 3]


def test_a_month_of_1169_citizens_through_the_form_gives_the_counts_of_that_month(
    platform: Flask, settings: Settings, real_data: Path
) -> None:
    counts = read_month(real_data)
    assert counts == {1: 23, 2: 46, 3: 153, 4: 419, 5: 528}  # the published file
    levels = [str(level) for level, n in counts.items() for _ in range(n)]
    tokens = prepare(platform, len(levels), month=MONTH, channel=Channel.COUNTER)
    server = WebServer(
        "tests.frozen_app:app", settings, environment={"FROZEN_AT": NOW.isoformat()}
    )
    receipts: set[str] = set()

    async def rate(browser: Browser, job: tuple[str, str]) -> None:
        token, level = job
        receipts.add(await complete_survey(browser, token, level, "", rest=""))

    server.start()
    try:
        outcome = send_crowd(server.port, list(zip(tokens, levels, strict=True)), rate)
    finally:
        server.stop()

    assert outcome.faults == []
    assert len(receipts) == 1169
    with platform.app_context():
        rows = select(Rating.overall, func.count()).group_by(Rating.overall)
        kept = {level: n for level, n in db.session.execute(rows)}
        months = db.session.scalars(select(Rating.month).distinct()).all()
        unspent = select(func.count()).select_from(Ballot).where(~Ballot.is_spent)
        assert db.session.scalar(unspent) == 0
    assert kept == counts
    assert months == [MONTH]
    assert (kept[4] + kept[5], sum(kept.values())) == (947, 1169)  # R1

    # And so is what the public reads: sealed by the jobs, shown on the month's page.
    with platform.app_context(), clock.frozen(PUBLISHED):
        count_measures(clock.local_day(NOW))
        publish_month(clock.today())
        figure = db.session.scalars(
            select(Result).where(
                Result.month == MONTH,
                Result.scope == "province",
                Result.indicator == "all",
            )
        ).one()
        assert (figure.n1, figure.n2, figure.n3, figure.n4, figure.n5) == (
            *(23, 46, 153),
            *(419, 528),
        )
    page = Visitor(platform).get("/thang/2023-04")
    assert "81,0%" in page.text and "1.169" in page.text  # 947/1169 = 0.81009
