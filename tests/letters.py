"""Reads an invitation as its citizen does."""

import re


def find_link(body: str) -> str:
    """The link of a letter."""
    match = re.search(r"^(\S+/p/[0-9A-Z]{26})$", body, re.MULTILINE)
    assert match, "a letter holds a link on a line of its own"
    return match[1]


def find_token(body: str) -> str:
    """The code in a letter's link."""
    return find_link(body).rsplit("/", 1)[1]
