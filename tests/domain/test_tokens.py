"""The citizen's two codes and the public name of a comment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.errors import InvalidCode
from feedback.domain.tokens import (
    ALPHABET,
    CODE_LENGTH,
    ballot_hash,
    comment_receipt_hash,
    format_code,
    new_code,
    new_reference,
    rating_receipt_hash,
    read_code,
    read_reference,
)

_codes = st.text(ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


def test_the_alphabet_is_crockfords() -> None:
    assert ALPHABET == "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_a_code_holds_130_bits_in_26_letters() -> None:
    assert new_code(lambda n: b"\x00" * n) == "0" * 26
    assert new_code(lambda n: b"\xff" * n) == "Z" * 26
    # 17 bytes are drawn; the last 6 of their 136 bits are dropped.
    assert new_code(lambda n: b"\x00" * 16 + b"\x3f") == "0" * 26
    assert new_code(lambda n: b"\x00" * 16 + b"\x40") == "0" * 25 + "1"
    assert new_code(lambda n: b"\x08" + b"\x00" * 16) == "1" + "0" * 25


def test_each_code_is_new() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert {len(code) for code in codes} == {26}
    # 26,000 letters: every letter turns up at every place many times over.
    assert all({code[i] for code in codes} == set(ALPHABET) for i in range(26))


def test_a_code_is_shown_in_groups() -> None:
    assert format_code("7KQF2M9XABCDEFGHJKMNPQRSTV") == "7KQF2-M9XAB-CDEFG-HJKMN-PQRSTV"


@given(_codes)
def test_a_code_survives_printing_and_typing(code: str) -> None:
    assert read_code(format_code(code)) == code
    assert read_code(format_code(code).lower().replace("-", " – ")) == code
    sloppy = code.replace("0", "o").replace("1", "l", 1).replace("1", "I")
    assert read_code(f" {sloppy}\n") == code
    wide = code.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)})
    assert read_code(wide) == code


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "length"),
        ("7KQF2", "length"),
        ("0" * 27, "length"),
        ("U" + "0" * 25, "letter"),
        ("0" * 25 + "Đ", "letter"),
        ("0" * 25 + "=", "letter"),
    ],
)
def test_a_wrong_code_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(InvalidCode) as caught:
        read_code(typed)
    assert caught.value.reason == reason


def test_a_refusal_counts_the_characters_typed() -> None:
    with pytest.raises(InvalidCode) as caught:
        read_code("7KQF2-M9X")
    assert "8" in caught.value.message("vi")
    assert "26" in caught.value.message("en")


def test_the_same_code_hashes_differently_for_each_purpose() -> None:
    code = new_code()
    hashes = {ballot_hash(code), rating_receipt_hash(code), comment_receipt_hash(code)}
    assert len(hashes) == 3
    assert {len(digest) for digest in hashes} == {32}


def test_a_code_hashes_the_same_however_it_is_typed() -> None:
    code = new_code()
    assert ballot_hash(format_code(code).lower()) == ballot_hash(code)


def test_hashes_never_change_between_releases() -> None:
    # A changed prefix would make every ballot and receipt already given worthless.
    code = "0" * 26
    assert ballot_hash(code).hex().startswith("aa86a5180eb58d9b")
    assert rating_receipt_hash(code).hex().startswith("67d68abfd9a7a318")
    assert comment_receipt_hash(code).hex().startswith("16cc973e37741068")


def test_a_reference_is_short_random_and_readable() -> None:
    assert new_reference(lambda n: b"\x00" * n) == "GY-0000-0000"
    assert new_reference(lambda n: b"\xff" * n) == "GY-ZZZZ-ZZZZ"
    assert len({new_reference() for _ in range(500)}) == 500


@pytest.mark.parametrize(
    "typed", ["GY-7KQF-2M9X", "gy 7kqf 2m9x", "7KQF2M9X", "GY7KQF2M9X"]
)
def test_a_reference_is_read_with_or_without_its_prefix(typed: str) -> None:
    assert read_reference(typed) == "GY-7KQF-2M9X"


def test_a_reference_that_starts_like_the_prefix_keeps_its_letters() -> None:
    assert read_reference("GY7KQF2M") == "GY-GY7K-QF2M"


@pytest.mark.parametrize("typed", ["", "GY-7KQF", "XX-7KQF-2M9X", "GY-7KQF-2M9U"])
def test_a_wrong_reference_is_refused(typed: str) -> None:
    with pytest.raises(InvalidCode):
        read_reference(typed)
