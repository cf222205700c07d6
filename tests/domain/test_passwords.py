"""Passwords of staff."""

import pytest

from feedback.domain.passwords import WeakPassword, check_strength, new_password


def test_generated_passwords_differ_and_are_strong() -> None:
    passwords = {new_password() for _ in range(50)}
    assert len(passwords) == 50
    for password in passwords:
        assert len(password) == 23 and password == password.lower()
        check_strength(password, "canbo1")


@pytest.mark.parametrize(
    "password", ["mat khau 12", "aaaaaaaaaaaaaaaa", "xin chào CANBO1 nhé", ""]
)
def test_a_weak_password_is_refused_at_its_field(password: str) -> None:
    with pytest.raises(WeakPassword) as error:
        check_strength(password, "canbo1", "new")
    assert error.value.field == "new"


def test_a_short_sentence_is_enough() -> None:
    check_strength("trời hôm nay đẹp quá", "canbo1")
