"""What the operations on lists share: set what differs, all rows or none."""

from typing import Any

from sqlalchemy.orm import Session

from feedback.domain.imports import Recorded, RowsRefused
from feedback.operations.stamps import bump_public_stamp


def assign_values(thing: Any, values: dict[str, Any]) -> bool:
    """Set the values that differ; says whether any did."""
    differing = {n: v for n, v in values.items() if getattr(thing, n) != v}
    for name, value in differing.items():
        setattr(thing, name, value)
    return bool(differing)


def settle_rows(session: Session, recorded: Recorded, is_partial: bool) -> Recorded:
    """Undo everything if a row was refused, unless partial; else tell the public."""
    if recorded.refused and not is_partial:
        raise RowsRefused(recorded.refused)
    if recorded.new or recorded.updated:
        bump_public_stamp(session)
    return recorded
