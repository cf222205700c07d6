"""The public list of themes says that a machine made it, and what it cannot know."""

from dataclasses import replace

from flask import Flask

from feedback.domain.months import Month
from feedback.domain.roles import Role
from feedback.domain.themes import FoundTheme, MonthThemes
from feedback.domain.tones import ToneWorth
from feedback.operations.themes import store_themes
from tests.desks import sign_in
from tests.factories import make_user
from tests.visitors import Visitor

THEME = FoundTheme(3, ("chờ_đợi", "lâu"), (0.9, 0.4), 42, 160, ("GY-KHON-GCON",))

TONES = {
    "named": {"n": 30, "praise": 12, "proposal": None, "problem": None},
    "guessed": {"n": 12, "praise": None, "problem": None, "open": 12},
}
#: 95 % Wilson bounds of 180 of 190 and of 190 of 220.
WORTH = ToneWorth(220, 132, 190, 180, (0.906, 0.971), (0.812, 0.903), 0.8)


def test_themes_are_marked_as_made_by_a_machine(visitor: Visitor) -> None:
    store_themes(Month(2026, 3), MonthThemes((THEME,)))
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
    store_themes(Month(2026, 3), MonthThemes((THEME,)))
    page = sign_in(app, make_user(Role.OVERSIGHT)).get("/giam-sat/chu-de")
    assert "chờ đợi, lâu" in page.text
    sign_in(app, make_user(Role.ADMINISTRATOR)).get("/giam-sat/chu-de", status=404)


def store_tones(worth: ToneWorth | None) -> None:
    """A theme with what is told of its tones, and one without."""
    themes = replace(THEME, tones=TONES), replace(THEME, number=4)
    store_themes(Month(2026, 3), MonthThemes(themes, worth))


def test_the_authors_own_shares_come_before_the_machines(visitor: Visitor) -> None:
    store_tones(WORTH)
    page = visitor.get("/gop-y/chu-de")
    first, second = page.html.select("article")
    text = " ".join(first.get_text().split())
    assert "người viết nêu 30 ý kiến: lời khen 40% (12), đề xuất không hiện" in text
    assert "máy đoán 12 ý kiến còn lại: lời khen không hiện" in text
    assert "để ngỏ 100% (12)." in text
    assert text.index("người viết nêu") < text.index("máy đoán")
    assert "máy đoán" not in second.get_text()


def test_the_page_says_how_far_guesses_can_be_trusted(visitor: Visitor) -> None:
    store_tones(WORTH)
    text = visitor.get("/gop-y/chu-de").text
    for words in (
        "Thử trên 220 lời khen và phản ánh đã nêu mà máy chưa thấy",
        "máy đúng 95% (khoảng tin cậy 95%: 91–97%; n = 190)",
        "Máy để ngỏ 14% (10–19%) vì chưa chắc đến 80%.",
        "Nếu luôn đoán loại nhiều hơn thì đúng 60%.",
        "không quyết định việc gì",
    ):
        assert words in text, words
    english = visitor.get("/en/gop-y/chu-de").text
    for words in (
        "it was right 95% of the time (95% confidence interval: 91–97%; n = 190)",
        "It left 14% (10–19%) open",
        "said by authors 30 comments: praise 40% (12), proposal not shown",
        "guessed by machine 12 other comments:",
    ):
        assert words in english, words


def test_without_a_model_the_page_says_what_is_needed(visitor: Visitor) -> None:
    store_tones(None)
    text = visitor.get("/gop-y/chu-de").text
    assert "Máy chưa đoán các ý kiến còn lại: cần ít nhất 50 lời khen" in text
    assert "Máy để ngỏ" not in text


def test_a_machine_that_answers_nothing_is_said_to(visitor: Visitor) -> None:
    store_tones(replace(WORTH, n_given=0, n_right=0, accuracy=None, coverage=(0, 0.02)))
    text = visitor.get("/gop-y/chu-de").text
    assert "máy không trả lời ý kiến nào" in text
    assert "Máy để ngỏ 100% (98–100%)" in text
