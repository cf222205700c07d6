"""Delivering screened comments to their agencies."""

from datetime import date

from feedback.operations.releases import deliver_comments


def release_comments(on: date) -> str:
    """Send on, shuffled, every screened comment whose cell hides its author."""
    return f"{deliver_comments(on)} comments delivered"
