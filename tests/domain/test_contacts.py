"""Contact details come with consent, or not at all."""

import pytest

from feedback.domain.contacts import (
    CONSENT,
    CONSENTS,
    KEPT_DAYS,
    Contact,
    InvalidContact,
    NoConsent,
    is_handler,
    read_contact,
    write_news,
)
from feedback.domain.roles import Role
from feedback.domain.states import Move


def test_nobody_has_to_give_anything() -> None:
    assert read_contact(False, "", " \u200b ", "") is None


def test_what_is_given_is_cleaned() -> None:
    contact = read_contact(True, " Trần  Thị\u202e Thử ", "0912 345.678", "a@b.vn ")
    assert contact == Contact("Trần Thị Thử", "0912345678", "a@b.vn")


def test_details_without_consent_are_refused() -> None:
    with pytest.raises(NoConsent) as error:
        read_contact(False, "", "0912345678", "")
    assert error.value.field == "consent"


@pytest.mark.parametrize(
    ("name", "phone", "email", "field"),
    [
        ("Thử", "", "", "phone"),
        ("", "", "", "phone"),
        ("x" * 121, "0912345678", "", "name"),
        ("", "12", "", "phone"),
        ("", "٠٩١٢٣٤٥٦٧٨", "", "phone"),
        ("", "", "khong-phai", "email"),
        ("", "", "a@b", "email"),
        ("", "", "a@b.vn, c@d.vn", "email"),
        ("", "", f"{'a' * 250}@b.vn", "email"),
        ("", "", "<script>@b.vn", "email"),
    ],
)
def test_what_cannot_reach_anybody_is_refused_by_field(
    name: str, phone: str, email: str, field: str
) -> None:
    with pytest.raises(InvalidContact) as error:
        read_contact(True, name, phone, email)
    assert error.value.field == field


def test_a_line_break_cannot_smuggle_a_second_recipient() -> None:
    with pytest.raises(InvalidContact):
        read_contact(True, "", "", "a@b.vn\nBcc: c@d.vn")


def test_the_consent_says_what_for_who_and_until_when() -> None:
    words = CONSENTS[CONSENT]
    assert f"{KEPT_DAYS} ngày" in words.vi and f"{KEPT_DAYS} days" in words.en
    assert "Chỉ người được giao xử lý" in words.vi and "only" in words.en


def test_only_the_named_handler_is_one_or_the_head_while_nobody_is() -> None:
    assert is_handler(7, 7, Role.OFFICER)
    assert not is_handler(7, 8, Role.HEAD)
    assert is_handler(None, 8, Role.HEAD)
    assert not is_handler(None, 7, Role.OFFICER)


def test_news_carries_neither_words_nor_receipt() -> None:
    told = {move for move in Move if write_news(move, "https://gopy.example")}
    assert told == {Move.DELIVER, Move.ASK_MORE, Move.PUBLISH}
    letter = write_news(Move.PUBLISH, "https://gopy.example")
    assert letter is not None
    assert "https://gopy.example/bien-nhan\n" in letter.body
    assert "\n" not in letter.subject
