"""Texts with numbers in them, as each language writes and counts them."""

import pytest
from flask import Flask, render_template_string

TEXT = '{{ ngettext("%(num)s ý kiến", "%(num)s ý kiến", count) }}'


@pytest.mark.parametrize(
    ("path", "count", "shown"),
    [
        ("/", 1, "1 ý kiến"),
        ("/", 1738, "1.738 ý kiến"),
        ("/en/", 1, "1 comment"),
        ("/en/", 1738, "1,738 comments"),
    ],
)
def test_a_counted_text_agrees_with_its_number(
    app: Flask, path: str, count: int, shown: str
) -> None:
    language = {"gopy.language": "en"} if path == "/en/" else {}
    with app.test_request_context(path, environ_overrides=language):
        assert render_template_string(TEXT, count=count) == shown
