"""Passwords of staff: long rather than contrived, never the account's own name."""

import secrets

from feedback.domain.errors import DomainError
from feedback.domain.limits import PASSWORD_LENGTH
from feedback.domain.text import fold
from feedback.domain.tokens import ALPHABET

_GROUPS, _GROUP_LENGTH = 4, 5
#: More different characters than a keyboard walk of one key has.
_MIN_DIFFERENT = 5


class WeakPassword(DomainError):
    """A password that is too easy to guess."""

    vi = (
        f"Mật khẩu cần ít nhất {PASSWORD_LENGTH} ký tự, không lặp lại một vài ký tự và "
        "không chứa tên đăng nhập. Một câu ngắn dễ nhớ là tốt nhất."
    )
    en = (
        f"A password needs at least {PASSWORD_LENGTH} characters, not the same few "
        "again and again, and not the user name. A short sentence is best."
    )


def new_password() -> str:
    """A random password of 100 bits that can be read out over the telephone."""
    groups = (
        "".join(secrets.choice(ALPHABET) for _ in range(_GROUP_LENGTH))
        for _ in range(_GROUPS)
    )
    return "-".join(groups).lower()


def check_strength(password: str, username: str, field: str = "password") -> None:
    """Refuse what is easily guessed."""
    is_short = len(password) < PASSWORD_LENGTH
    is_dull = len(set(password)) < _MIN_DIFFERENT
    if is_short or is_dull or fold(username) in fold(password):
        raise WeakPassword(field=field)
