"""Signs: what a text shows, and which check says so."""

import pytest

from feedback.domain.signs import (
    SIGNS,
    AbusiveWord,
    Check,
    Checklists,
    Sign,
    find_signs,
    read_abusive_word,
)

LISTS = Checklists(
    frozenset({"0236 1022 222"}),
    (AbusiveWord("đồ ngu", True), AbusiveWord("con chó", False)),
)
WORDS = "Tôi chờ ba tháng mà chưa có kết quả."


def keys(text: str) -> list[tuple[str, str]]:
    return [(sign.check.value, sign.key) for sign in find_signs(text, LISTS)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Cán bộ gợi ý bồi dưỡng mới làm nhanh", "bribe"),
        ("can bo voi vinh, phai dua tien moi xong", "bribe"),
        ("PHẢI ĐƯA PHONG BÌ MỚI ĐƯỢC VIỆC", "bribe"),
        ("Bảo tôi lo tiền cà phê cho anh em", "bribe"),
        ("Ý là “cà phê” thì mới ký", "bribe"),
        ("Hố\u0301i lộ tràn lan", "bribe"),
        ("Họ đòi tôi đưa hai triệu mới nhận giấy tờ", "bribe"),
        ("Trưởng thôn dọa đánh nếu còn viết đơn", "threat"),
        ("toi bi de doa", "threat"),
        ("Tôi sẽ khiếu nại quyết định này", "complaint"),
        ("toi to cao ong truong phong", "denunciation"),
        ("nghi có tham nhũng ở đây", "denunciation"),
    ],
)
def test_serious_content_is_noticed_with_and_without_marks(text: str, key: str) -> None:
    assert ("serious", key) in keys(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lớp bồi dưỡng nghiệp vụ rất hay, cán bộ làm việc tốt.",
        "Uống cà phê chờ hai tiếng mới tới lượt tôi vào nộp.",
        WORDS,
    ],
)
def test_ordinary_words_give_no_serious_sign(text: str) -> None:
    assert keys(text) == []


def test_abusive_words_are_counted_whole() -> None:
    assert keys("Toàn là đồ ngu, đồ ngu!") == [("abuse", "words")]
    assert keys("toan la do ngu ca thoi a") == [("abuse", "words")]
    assert keys("Làm việc như con chó vậy đó") == [("abuse", "words")]


def test_a_word_that_is_another_without_marks_needs_its_marks() -> None:
    assert keys("toi phai nuoi con cho no lon da") == []
    assert keys("Cái ô đồ nguội ngắt lạnh tanh") == []


def test_personal_data_are_counted_by_kind_and_helplines_are_none() -> None:
    text = f"{WORDS} Gọi 0912345678 hoặc 0987654321, a@example.vn, 0236.1022.222"
    personal = [s for s in find_signs(text, LISTS) if s.check is Check.PERSONAL]
    assert personal == [
        Sign(Check.PERSONAL, "email", {"n": 1}),
        Sign(Check.PERSONAL, "phone", {"n": 2}),
    ]
    assert all("0912" not in str(sign.facts) for sign in personal)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Xem thêm tại https://abc.example/vay nhé mọi người", "links"),
        ("vao ngay abc123.xyz nhan thuong lon moi ngay", "links"),
        ("Vay tiền nhanh, lãi suất thấp, liên hệ ngay nhé", "advertising"),
        ("Quá lâuuuuuuuuuuuuuu luôn mọi người ơi", "repeated"),
        ("tốt tốt tốt tốt tốt tốt tốt tốt", "repeated"),
        ("!?!?!?@@@###$$$%%%^^^ a", "symbols"),
    ],
)
def test_spam_says_which_rule(text: str, key: str) -> None:
    assert ("spam", key) in keys(text)


def test_the_sites_of_the_state_are_no_spam() -> None:
    text = "Tôi nộp tại https://dichvucong.gov.vn và www.chinhphu.gov.vn rồi."
    assert keys(text) == []


def test_a_short_comment_is_told_and_an_emoji_is_no_symbol_storm() -> None:
    assert keys("Tốt 👍") == [("short", "")]
    assert keys("") == [("short", "")]


def test_every_check_and_every_rule_has_its_words() -> None:
    assert Check.READ not in SIGNS and len(SIGNS) == len(Check) - 1
    texts = ["đồ ngu 0912345678 hối lộ http://a.example tiền !!!!!!!!!!!!!!"]
    for sign in find_signs(texts[0], LISTS):
        assert sign.label.vi and sign.label.en and sign.check.label.en
    assert Sign(Check.COPY, "ABC").label == Check.COPY.label


def test_a_row_of_the_list_is_read() -> None:
    assert read_abusive_word(" Đồ  NGU ", "yes") == AbusiveWord("đồ ngu", True)


@pytest.mark.parametrize("piece", ["a", "a ", "tiền ", "www.", "http://", "!", "đồ "])
def test_signs_take_no_more_than_the_length(piece: str) -> None:
    assert find_signs((piece * 20_000)[:20_000], LISTS) is not None
