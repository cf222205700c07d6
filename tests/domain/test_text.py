"""Text: what is stored, what is searched, and the Vietnamese alphabet."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.text import clean, clean_line, fold, slugify, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đất đai", "dat dai"),
        ("THỦ TỤC  HÀNH\nCHÍNH", "thu tuc hanh chinh"),
        ("Đăng ký đường", "dang ky duong"),
        (unicodedata.normalize("NFD", "Quyền sử dụng đất"), "quyen su dung dat"),
        ("Ðà Nẵng", "da nang"),  # the Icelandic letter of old fonts
        ("Ｃầｎ　Ｔｈơ", "can tho"),
        ("xây\u200bdựng", "xaydung"),
        ("a\x00b", "a b"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_search_ignores_case_and_diacritics(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_folding_keeps_the_vowels_of_khmer() -> None:
    khmer = "សំណុំរឿង"
    assert fold(khmer) == khmer


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    composed = fold(unicodedata.normalize("NFC", text))
    assert composed == fold(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (unicodedata.normalize("NFD", "Việt Nam"), "Việt Nam"),
        ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
        ("một  \n\n\n\n\nhai", "một\n\nhai"),
        ("a\tb\u00a0c", "a b c"),
        ("an\u202egnod\u202c", "angnod"),
        ("x\u2066y\u2069\u200e", "xy"),
        ("xấu\u200b\u200b\u200d xí\ufeff", "xấu xí"),
        ("\x00\x07chữ\x1b", "chữ"),
        ("riêng\ue000\ufdd0\U0010ffff", "riêng"),
        ("\ud800lẻ", "lẻ"),
        ("z" + "\u0336" * 40 + "algo", "z" + "\u0336" * 2 + "algo"),
        ("ก" + "\u0e47" * 40, "ก" + "\u0e47" * 4),
        ("  trong \n ", "trong"),
    ],
)
def test_stored_text_is_composed_and_has_nothing_hidden(
    text: str, cleaned: str
) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "👨‍👩‍👧 cảm ơn",
        "ភាសា\u200bខ្មែរ",
        "Đường số 5,\nphường Cái Khế",
        "ứng xử, ngưỡng, ẵ, ệ",
    ],
)
def test_honest_text_is_kept_as_it_is(text: str) -> None:
    assert clean(text) == text


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters()))
def test_stored_text_can_be_written_and_hides_nothing(text: str) -> None:
    kept = clean(text)
    kept.encode()
    allowed = {"\n", "\u200b", "\u200c", "\u200d"}
    assert all(unicodedata.category(c)[0] != "C" or c in allowed for c in kept) or any(
        unicodedata.category(c) == "Cn" for c in kept
    )


def test_a_name_is_one_line() -> None:
    assert clean_line(" Ủy ban\n nhân  dân ") == "Ủy ban nhân dân"


@pytest.mark.parametrize(
    "ordered",
    [
        # The order measured with the ICU collation of PostgreSQL, vi-x-icu.
        ["An", "Ăn", "Ân", "Dũng", "Đà", "Em"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["Hà Nội", "Hà Tĩnh", "Hải Phòng"],
        ["Ô Môn", "Ơ Đu", "Phường 2", "Phường 10", "Phường 10A"],
        ["u", "ư", "v"],
        ["an", "an bình", "ang"],
    ],
)
def test_names_sort_by_the_vietnamese_alphabet(ordered: list[str]) -> None:
    assert sorted(reversed(ordered), key=sort_key) == ordered


def test_sorting_ignores_case_and_the_way_of_composing() -> None:
    assert sort_key("ĐÀ NẴNG") == sort_key(unicodedata.normalize("NFD", "đà nẵng"))


def test_digits_of_other_scripts_sort_as_plain_characters() -> None:
    assert sort_key("٣") != sort_key("3")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đất đai", "dat-dai"),
        ("Thi đua – Khen thưởng", "thi-dua-khen-thuong"),
        ("  (Hộ kinh doanh) ", "ho-kinh-doanh"),
    ],
)
def test_a_slug_reads_like_the_name(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_long_slug_is_cut_and_stays_distinct() -> None:
    one, other = slugify("đất " * 40 + "một"), slugify("đất " * 40 + "hai")
    assert one != other
    assert max(len(one), len(other)) <= 80
    assert "--" not in one


def test_a_name_in_another_script_still_gets_a_slug() -> None:
    assert slugify("ភាសាខ្មែរ") != slugify("សំណុំ") != ""


@given(st.text(), st.integers(20, 100))
def test_a_slug_is_safe_in_an_address(text: str, limit: int) -> None:
    slug = slugify(text, limit)
    assert 0 < len(slug) <= limit
    assert slug.strip("-") == slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_no_control_or_format_character_of_any_block_is_stored() -> None:
    hidden = [
        character
        for character in map(chr, range(0x110000))
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co")
        and character != "\n"
    ]
    assert len(hidden) > 100_000  # private use is most of them
    for character in hidden:
        assert character not in clean(f"a{character}b")
