"""Reads of the keys of systems that send dossiers."""

import hashlib
import hmac
import secrets

from sqlalchemy import select

from feedback.extensions import db
from feedback.models.api_keys import ApiKey

#: Says where a key found in a log or a repository belongs.
_PREFIX = "gopy_"


def new_key() -> str:
    """A key of 256 random bits."""
    return _PREFIX + secrets.token_urlsafe(32)


def hash_key(key: str) -> bytes:
    """What is stored of a key; it is random enough to need no slow hash."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def list_api_keys() -> list[ApiKey]:
    """Every key by its system, those withdrawn too."""
    return list(db.session.scalars(select(ApiKey).order_by(ApiKey.system)))


def find_api_key(key: str) -> ApiKey | None:
    """The key in use that was sent; each is compared, in constant time."""
    sent = hash_key(key)
    found = None
    for row in db.session.scalars(select(ApiKey).where(ApiKey.revoked_at.is_(None))):
        if hmac.compare_digest(row.key_hash, sent):
            found = row
    return found
