"""Keys of the systems that send dossiers: made, shown once, withdrawn."""

from sqlalchemy import select

from feedback.domain import clock
from feedback.domain.errors import Conflict, NotFound
from feedback.extensions import db
from feedback.models.api_keys import ApiKey
from feedback.operations.transaction import transaction
from feedback.queries.api_keys import hash_key, new_key


@transaction
def add_api_key(system: str) -> str:
    """A new key for a system; only its hash stays here."""
    session = db.session()
    row = session.scalar(select(ApiKey).where(ApiKey.system == system))
    if row is not None and row.revoked_at is None:
        raise Conflict(
            f"Hệ thống {system} đang có khóa. Mời thu hồi khóa cũ trước.",
            f"The system {system} has a key. Revoke it first.",
        )
    key = new_key()
    if row is None:
        row = ApiKey(system=system)
        session.add(row)
    row.key_hash, row.created_at, row.revoked_at = hash_key(key), clock.now(), None
    return key


@transaction
def revoke_api_key(system: str) -> None:
    """Withdraw a system's key; its next call is refused."""
    row = db.session.scalar(
        select(ApiKey).where(ApiKey.system == system, ApiKey.revoked_at.is_(None))
    )
    if row is None:
        raise NotFound(
            f"Hệ thống {system} không có khóa đang dùng.",
            f"The system {system} has no key in use.",
        )
    row.revoked_at = clock.now()
