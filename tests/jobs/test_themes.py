"""Themes of published comments: found monthly, known again, of nothing else."""

import random
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from feedback.domain.months import Month
from feedback.extensions import db
from feedback.jobs.themes import find_themes
from feedback.models.agencies import Agency
from feedback.models.publications import PublishedComment
from feedback.models.services import Service
from feedback.models.themes import Theme
from feedback.queries.published.stamps import get_stamps
from feedback.queries.published.themes import find_newest_themes
from tests.factories import make_agency, make_service

#: Words of ten things that people write about, as many as the job looks for.
SUBJECTS = (
    ("chờ", "lâu", "hẹn", "trễ", "muộn"),
    ("thái", "nhiệt", "tình", "cười", "chào"),
    ("phí", "biên", "lai", "tiền", "niêm"),
    ("mạng", "lỗi", "nộp", "treo", "tải"),
    ("mẫu", "đơn", "khai", "điền", "chữ"),
    ("đo", "thửa", "ranh", "bản", "vẽ"),
    ("xe", "gửi", "bãi", "cổng", "chật"),
    ("điện", "thoại", "gọi", "máy", "bận"),
    ("giấy", "thiếu", "sao", "chứng", "thực"),
    ("ghế", "quạt", "nóng", "nước", "phòng"),
)
_draw = random.Random(5)


def publish(
    agency: Agency, service: Service, number: int, on: date, bucket: str = "published"
) -> None:
    words = [*SUBJECTS[number % len(SUBJECTS)]]
    _draw.shuffle(words)
    db.session.add(
        PublishedComment(
            ref=f"GY-{number:04}-{_draw.randrange(10**5):05}"[:12],
            agency_id=agency.id,
            service_id=service.id,
            sector_id=service.sector_id,
            month=on.replace(day=1),
            bucket=bucket,
            state="published",
            text=" ".join(words[:4]) if bucket == "published" else None,
            published_on=on,
            shown_on=on,
            steps=[],
            folded="",
        )
    )


@pytest.fixture
def place(app: Flask) -> tuple[Agency, Service]:
    """A hundred and twenty comments published in March."""
    _draw.seed(5)  # the same words whichever tests ran before
    agency, service = make_agency(), make_service()
    for number in range(120):
        publish(agency, service, number, date(2026, 3, 2 + number % 25))
    db.session.commit()
    return agency, service


def list_numbers(month: Month) -> dict[int, set[str]]:
    db.session.rollback()
    rows = db.session.scalars(select(Theme).where(Theme.month == month.first_day))
    return {row.number: set(row.words) for row in rows}


def test_themes_are_stored_with_words_members_and_published_examples(
    place: tuple[Agency, Service],
) -> None:
    assert find_themes(date(2026, 4, 26)).startswith("2026-03: ")
    found = find_newest_themes()
    assert found is not None and (found.month, found.n_comments) == (
        Month(2026, 3),
        120,
    )
    assert len(found.themes) >= 6
    refs = set(db.session.scalars(select(PublishedComment.ref)))
    for theme in found.themes:
        assert theme.members >= 10 and theme.words
        assert theme.share == theme.members / 120
        assert {ref for ref, _ in theme.examples} <= refs
    sizes = [theme.members for theme in found.themes]
    assert sizes == sorted(sizes, reverse=True) and sum(sizes) <= 120


def test_the_same_comments_again_change_nothing(place: tuple[Agency, Service]) -> None:
    find_themes(date(2026, 4, 26))
    before, stamps = list_numbers(Month(2026, 3)), get_stamps()
    assert find_themes(date(2026, 4, 26)).endswith("unchanged")
    assert (list_numbers(Month(2026, 3)), get_stamps()) == (before, stamps)


def test_a_theme_keeps_its_number_the_month_after(
    place: tuple[Agency, Service],
) -> None:
    find_themes(date(2026, 4, 26))
    for number in range(120, 150):
        publish(*place, number, date(2026, 4, 9))
    db.session.commit()
    find_themes(date(2026, 5, 26))
    march, april = list_numbers(Month(2026, 3)), list_numbers(Month(2026, 4))
    kept = set(march) & set(april)
    assert len(kept) >= 5
    assert all(march[number] & april[number] for number in kept)


def test_few_comments_or_unpublished_ones_make_no_theme(app: Flask) -> None:
    place = make_agency(), make_service()
    for number in range(90):
        publish(*place, number, date(2026, 3, 9))
    for number in range(90, 200):
        publish(*place, number, date(2026, 3, 9), bucket="withheld")
    for number in range(200, 230):
        publish(*place, number, date(2025, 3, 9))
    db.session.commit()
    assert find_themes(date(2026, 4, 26)) == "2026-03: 0 themes unchanged"
    assert find_newest_themes() is None


def test_an_example_withheld_since_is_no_longer_shown(
    place: tuple[Agency, Service],
) -> None:
    find_themes(date(2026, 4, 26))
    db.session.execute(update(PublishedComment).values(bucket="withheld", text=None))
    db.session.commit()
    found = find_newest_themes()
    assert found is not None
    assert [theme.examples for theme in found.themes] == [()] * len(found.themes)
