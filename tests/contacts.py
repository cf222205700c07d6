"""Comments whose authors may be reached."""

from feedback.domain.contacts import Contact
from feedback.extensions import db
from feedback.operations.contacts import keep_contact
from feedback.operations.transaction import transaction
from tests.lives import RECEIVED_ON

CONTACT = Contact("Trần Thị Thử", "0912345678", "thu@example.vn")

_keep = transaction(
    lambda ref, contact: keep_contact(db.session(), ref, contact, RECEIVED_ON)
)


def give_contact(ref: str, contact: Contact = CONTACT) -> None:
    """Let the author of a comment have agreed to be reached."""
    _keep(ref, contact)
