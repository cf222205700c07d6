"""The two codes a citizen holds, and the public name of a comment.

A ballot code and a receipt are 130 random bits each. The platform keeps only SHA-256
hashes, one per purpose: the same receipt hashed for the rating and for the comment
gives values that cannot be matched with each other.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Callable

from feedback.domain.errors import InvalidCode

#: Crockford base32: no I, L, O or U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 26
_GROUPS = (5, 5, 5, 5, 6)
_REFERENCE_PREFIX = "GY"
_REFERENCE_LENGTH = 8
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})

RandomBytes = Callable[[int], bytes]


def new_code(random_bytes: RandomBytes = secrets.token_bytes) -> str:
    """A new secret code of 26 letters and digits holding 130 random bits."""
    return _random_letters(CODE_LENGTH, random_bytes)


def format_code(code: str) -> str:
    """The code in groups of 5-5-5-5-6 as it is printed and read aloud."""
    groups: list[str] = []
    start = 0
    for size in _GROUPS:
        groups.append(code[start : start + size])
        start += size
    return "-".join(groups)


def read_code(typed: str) -> str:
    """The code a person meant, whatever case, spaces and dashes they typed."""
    return _read(typed, CODE_LENGTH)


def ballot_hash(code: str) -> bytes:
    """What the platform keeps of a ballot code."""
    return _purpose_hash("ballot", code)


def rating_receipt_hash(code: str) -> bytes:
    """What a rating keeps of the citizen's receipt."""
    return _purpose_hash("rating-receipt", code)


def comment_receipt_hash(code: str) -> bytes:
    """What a comment keeps of the citizen's receipt; never equal to the rating's."""
    return _purpose_hash("comment-receipt", code)


def new_reference(random_bytes: RandomBytes = secrets.token_bytes) -> str:
    """A public name for a comment, such as GY-7KQF-2M9X: random, without order."""
    return _show_reference(_random_letters(_REFERENCE_LENGTH, random_bytes))


def read_reference(typed: str) -> str:
    """The public name a person meant, with or without its prefix."""
    letters = _squeeze(typed)
    if len(letters) == _REFERENCE_LENGTH + len(_REFERENCE_PREFIX):
        letters = letters.removeprefix(_REFERENCE_PREFIX)
    return _show_reference(_read(letters, _REFERENCE_LENGTH))


def _show_reference(letters: str) -> str:
    return f"{_REFERENCE_PREFIX}-{letters[:4]}-{letters[4:]}"


def _random_letters(length: int, random_bytes: RandomBytes) -> str:
    n_bits = 5 * length
    n_bytes = -(-n_bits // 8)
    # Drop the surplus low bits, so every letter comes from five fresh random bits.
    number = int.from_bytes(random_bytes(n_bytes), "big") >> (8 * n_bytes - n_bits)
    return "".join(
        ALPHABET[number >> shift & 31] for shift in range(n_bits - 5, -1, -5)
    )


def _squeeze(typed: str) -> str:
    letters = unicodedata.normalize("NFKC", typed).upper()
    ignored = ("Z", "P", "C")  # separators, punctuation, control and invisible
    return "".join(
        c for c in letters if unicodedata.category(c)[0] not in ignored and c != "−"
    )


def _read(typed: str, length: int) -> str:
    letters = _squeeze(typed).translate(_LOOKALIKES)
    wrong = next((c for c in letters if c not in ALPHABET), None)
    if wrong is not None:
        raise InvalidCode(
            f"Mã không có ký tự “{wrong}”. Mời xem lại từng ký tự trên phiếu.",
            f"A code never contains “{wrong}”. Please check it letter by letter.",
            reason="letter",
        )
    if len(letters) != length:
        raise InvalidCode(
            f"Mã có {length} ký tự, ông/bà đã nhập {len(letters)}. "
            "Mời kiểm tra phần còn thiếu hoặc thừa.",
            f"The code has {length} characters but you typed {len(letters)}. "
            "Please check which are missing or extra.",
            reason="length",
        )
    return letters


def _purpose_hash(purpose: str, code: str) -> bytes:
    # Reading first means a code hashes the same however it was typed.
    return hashlib.sha256(f"gop-y/{purpose}/1\n{read_code(code)}".encode()).digest()
