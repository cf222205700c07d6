"""Delivery by printing: a slip with the letter and its QR code.

A slip names no recipient, so a kept print-out joins nobody to a ballot.
"""

import sys
from typing import TextIO

from feedback.domain.invitations import find_link
from feedback.exchange.qr import draw_text

_RULE = "=" * 72


class SlipPrinter:
    """Prints each letter as a slip."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout

    def send(self, subject: str, body: str) -> None:
        """Print one slip and push it out at once."""
        link = find_link(body)
        picture = f"\n{draw_text(link)}" if link else ""
        self._out.write(f"{_RULE}\n{subject}\n\n{body}{picture}\n")
        self._out.flush()
