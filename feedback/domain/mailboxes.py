"""Whether a text can be an e-mail address that a letter is sent to."""

import re
from typing import Final

LENGTH: Final = 254
_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")


def is_mailbox(text: str) -> bool:
    """One plain address: no name, no list, nothing a header could be made of.

    >>> is_mailbox("lan@tinh.example.vn"), is_mailbox("a@b.vn, c@d.vn")
    (True, False)
    """
    is_plain = text.isascii() and text.isprintable() and len(text) <= LENGTH
    return is_plain and _ADDRESS.fullmatch(text) is not None
