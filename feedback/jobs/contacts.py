"""Forgetting how to reach authors whose comments have ended."""

from datetime import date

from feedback.operations.contacts import erase_ended_contacts


def erase_contacts(on: date) -> str:
    """Erase the contact details that their consent allows no longer."""
    return f"{erase_ended_contacts(on)} contacts erased"
