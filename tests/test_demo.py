"""The demonstration province: plausible, planted, and never mixed with real data."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from feedback.config import Settings
from feedback.demo.letters import write_letter
from feedback.demo.loading import DemoRefused, load
from feedback.demo.people import People, read_offers, read_offices
from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.invitations import find_link
from feedback.domain.months import Month
from feedback.extensions import db
from feedback.jobs.recounts import recount
from feedback.models.agencies import Agency, Succession
from feedback.models.balances import Balance
from feedback.models.comments import Comment
from feedback.models.dossiers import Dossier
from feedback.models.flags import Flag
from feedback.models.publications import Result
from feedback.models.ratings import Rating
from tests.conftest import make_settings

#: The demonstration is told up to this day; September 2026 was just published.
NOW = datetime(2026, 10, 28, 3, 0, tzinfo=UTC)
MONTHS = [Month(2024, 10).shift(n) for n in range(25)]


@pytest.fixture
def demo(app: Flask, tmp_path: Path) -> Iterator[Settings]:
    """Two months of the province in this database."""
    settings = make_settings(tmp_path, environment="demo")
    with clock.frozen(NOW):
        load(settings, lambda done, total, note: None, months=2)
        yield settings


def test_a_demonstration_fills_every_table_that_pages_show(demo: Settings) -> None:
    states = Counter(db.session.scalars(select(Comment.state)))
    assert sum(states.values()) > 100
    # Chance decides which rare states two months hold; they hold most of them.
    assert {"closed", "open", "published"} <= set(states) and len(states) >= 7
    verdicts = set(db.session.scalars(select(Result.verdict).distinct()))
    assert {"met", "not_met", "too_close", "not_enough"} <= verdicts
    assert db.session.scalar(select(func.count()).where(Result.is_hidden))
    summed = db.session.execute(
        select(func.sum(Balance.received), func.count(Balance.agency_id))
    ).one()
    assert summed[0] <= sum(states.values())
    endings = set(db.session.scalars(select(Dossier.ending).distinct()))
    assert len(endings) == 5  # four ways to end, and still open

    # What the ratings add up to is what the measures say.
    assert "agree" in recount(clock.today())

    # The planted failing agency is found failing. In a month by itself the figures may,
    # by chance, be too few to say so; they never say that it does well.
    failing = next(o.code for o in read_offices() if o.effect == "failing")
    found = db.session.scalars(
        select(Result.verdict).where(
            Result.scope == "agency", Result.key == failing, Result.indicator == "T1"
        )
    ).all()
    assert "not_met" in found and set(found) <= {"not_met", "too_close"}

    # Answers typed in at a counter are found, and the newest flag waits for the desk.
    typing = next(o.code for o in read_offices() if o.effect == "typed")
    flags = db.session.scalars(select(Flag).where(Flag.key == typing)).all()
    assert {(f.family, f.channel, f.state) for f in flags} >= {
        ("repeated", "counter", "open")
    }

    parts = Counter(db.session.scalars(select(Succession.is_partial)))
    assert parts[True] >= 3 and parts[False] >= 3

    # A second load, or one in production, is refused.
    with pytest.raises(DemoRefused):
        load(demo, lambda done, total, note: None)

    # The passwords were made for this database and are its owner's to read.
    assert demo.sign_ins_file.stat().st_mode & 0o777 == 0o600
    assert "giamsat1" in demo.sign_ins_file.read_text()

    letter = write_letter(demo)
    link = find_link(letter)
    assert link is not None and link.startswith(f"{demo.address}/p/")
    assert db.session.scalar(select(func.count()).select_from(Rating))


def test_production_refuses_the_demonstration(app: Flask, tmp_path: Path) -> None:
    settings = make_settings(
        tmp_path, environment="production", public_url="https://gopy.example", plan="x"
    )
    with pytest.raises(DemoRefused):
        load(settings, lambda done, total, note: None)
    assert db.session.scalar(select(func.count()).select_from(Agency)) == 0


def test_the_province_has_the_size_it_promises() -> None:
    offices, offers = read_offices(), read_offers()
    present = [office for office in offices if office.valid_to is None]
    assert len(present) >= 40
    assert len(offers) == 60
    assert {"failing", "close", "few", "improving"} <= {o.effect for o in offices}
    people = People(1, MONTHS)
    dossiers = sum(len(people.file_month(month)) for month in MONTHS[:24])
    # 45 % of them answer; at least 50,000 ratings in 24 months.
    assert dossiers * 0.45 > 50_000


def test_planted_chances_are_what_the_module_says() -> None:
    people = People(1, MONTHS)
    first, last = (
        people.share_satisfied("improving", "Hộ tịch", Channel.ONLINE, month)
        for month in (MONTHS[0], MONTHS[-1])
    )
    assert first < 0.75 and last > 0.95
