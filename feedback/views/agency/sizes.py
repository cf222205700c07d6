"""How much a form of the agency's desk may send."""

from typing import Any

from flask import request

from feedback.domain.limits import TYPED_BYTES, UPLOAD_BYTES
from feedback.views.sessions import load_staff


def raise_limits(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a text that is far too long come back to its writer, and pictures come in.

    This runs before anything is read. Only for who is signed in: nobody else may have
    the server take in so much.
    """
    if request.method != "POST" or load_staff() is None:
        return
    brings_pictures = endpoint == "agency.replies.edit"
    request.max_content_length = UPLOAD_BYTES if brings_pictures else TYPED_BYTES
    request.max_form_memory_size = TYPED_BYTES
