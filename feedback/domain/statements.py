"""What staff must put in words: a reason, a question, an answer."""

from feedback.domain.errors import DomainError
from feedback.domain.limits import REASON_LENGTH
from feedback.domain.text import clean


class InvalidStatement(DomainError):
    """A text that must be written is missing or too long."""

    vi = "Mời ghi nội dung này."
    en = "Please write this."


def read_statement(typed: str, field: str, limit: int = REASON_LENGTH) -> str:
    """A text as it is kept: cleaned, not empty, not too long."""
    text = clean(typed)
    if not text:
        raise InvalidStatement(field=field)
    if len(text) > limit:
        raise InvalidStatement(
            f"Nội dung dài {len(text)} ký tự, tối đa là {limit}. Mời rút gọn.",
            f"This has {len(text)} characters, at most {limit} are possible. "
            "Please shorten it.",
            field=field,
        )
    return text
