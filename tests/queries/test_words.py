"""Words as the search takes them apart, and what it finds."""

import pytest
from flask import Flask

from feedback.extensions import db
from feedback.queries.published import comments
from feedback.queries.published.comment_filters import CommentFilter
from feedback.queries.published.comments import list_comments
from feedback.queries.published.words import read_phrases
from tests.factories import make_agency, make_service
from tests.factories_published import make_published_comment


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("Đất đai", [(["dat"], False), (["dai"], True)]),
        ("“đất đai” sổ", [(["dat", "dai"], False), (["so"], False)]),
        ("“đất đai” giấ", [(["dat", "dai"], False), (["gia"], True)]),
        ('sổ "đất đai"', [(["so"], False), (["dat", "dai"], False)]),
        ('sổ "đất', [(["so"], False), (["dat"], True)]),
        ('"" - !', []),
        (" ".join("abcdefghijklmn"), [([c], False) for c in "abcdefghijkl"]),
    ],
)
def test_words_in_quotation_marks_belong_together(
    typed: str, expected: list[tuple[list[str], bool]]
) -> None:
    assert read_phrases(typed) == expected


@pytest.fixture(params=[10_000, 1])
def a_limit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Few hits and many take different ways to the same list."""
    limit: int = request.param
    monkeypatch.setattr(comments, "MOST", limit)
    return limit


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("đất đai", {"one", "two"}),
        ("đất", {"one", "two", "three"}),
        ("dai dat", {"one", "two"}),
        ('"dat dai"', {"one"}),
        ('"dai dat"', {"two"}),
        ("hai quay", {"three"}),
        ("qua", {"three"}),
        ('"qua"', set()),
        ("khongco", set()),
    ],
)
def test_text_reply_and_reason_are_found_in_either_way(
    app: Flask, a_limit: int, typed: str, found: set[str]
) -> None:
    agency, service = make_agency(), make_service()
    folded = {
        "one": "ho so dat dai cham",
        "two": "dai dat mai moi co",
        "three": "dat se lap hai quay",
    }
    names = {
        make_published_comment(agency=agency, service=service, folded=words).ref: name
        for name, words in folded.items()
    }
    db.session.expire_all()
    for wanted in (CommentFilter(q=typed), CommentFilter(q=typed, agency=agency.code)):
        page = list_comments(wanted, 1, 20)
        shown = {names[item.ref] for item in page.items}
        assert shown == found
        assert (page.total, page.has_more) == (len(found), False)


def test_a_long_list_is_counted_up_to_a_limit(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency, service = make_agency(), make_service()
    for _ in range(5):
        make_published_comment(agency=agency, service=service)
    monkeypatch.setattr(comments, "MOST", 4)
    page = list_comments(CommentFilter(), 9, 2)
    assert (page.total, page.has_more, page.page, page.pages) == (4, True, 2, 2)
    monkeypatch.setattr(comments, "MOST", 5)
    page = list_comments(CommentFilter(), 1, 2)
    assert (page.total, page.has_more) == (5, False)
