"""What can be an e-mail address."""

import pytest

from feedback.domain.mailboxes import LENGTH, is_mailbox


@pytest.mark.parametrize("text", ["a@b.vn", "lan.tran+x@so-xd.tinh.gov.vn"])
def test_a_plain_address_is_one(text: str) -> None:
    assert is_mailbox(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "a@", "@b.vn", "a@b", "a@b.", "a@.vn", "a b@c.vn", "a@b..vn"),
        *("a@b.vn,c@d.vn", "Lan <a@b.vn>", '"a"@b.vn', "a@b.vn\nBcc: c@d.vn"),
        *("lan@tỉnh.vn", "a@b.vn\x07", "a" * LENGTH + "@b.vn"),
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_mailbox(text)
