"""The public list of themes says that a machine made it, and what it cannot know."""

from flask import Flask

from feedback.domain.months import Month
from feedback.domain.roles import Role
from feedback.domain.themes import FoundTheme
from feedback.operations.themes import store_themes
from tests.desks import sign_in
from tests.factories import make_user
from tests.visitors import Visitor

THEME = FoundTheme(3, ("chờ_đợi", "lâu"), (0.9, 0.4), 42, 160, ("GY-KHON-GCON",))


def test_themes_are_marked_as_made_by_a_machine(visitor: Visitor) -> None:
    store_themes(Month(2026, 3), [THEME])
    page = visitor.get("/gop-y/chu-de")
    assert page.h1 == "Chủ đề của ý kiến"
    for words in (
        "Máy tự gộp",
        "không quyết định việc gì",
        "Không có tỷ lệ hài lòng theo chủ đề",
        "Từ 160 ý kiến công khai",
        "chờ đợi, lâu",
        "42 ý kiến",
        "26%",
        "chủ đề số 3",
    ):
        assert words in page.text, words
    assert "GY-KHON-GCON" not in page.text, "an example that is no longer public"
    assert "grouped by machine" in visitor.get("/en/gop-y/chu-de").text


def test_without_themes_the_page_says_what_is_needed(visitor: Visitor) -> None:
    assert "cần ít nhất 100 ý kiến" in visitor.get("/gop-y/chu-de").text
    assert "chủ đề của ý kiến" in visitor.get("/gop-y").text


def test_the_desk_sees_them_too(app: Flask) -> None:
    store_themes(Month(2026, 3), [THEME])
    page = sign_in(app, make_user(Role.OVERSIGHT)).get("/giam-sat/chu-de")
    assert "chờ đợi, lâu" in page.text
    sign_in(app, make_user(Role.ADMINISTRATOR)).get("/giam-sat/chu-de", status=404)
