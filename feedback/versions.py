"""Which code is running; caches of pages ask for it."""

import hashlib
from functools import cache
from pathlib import Path

from feedback.config import ROOT

#: What a page is made of, besides the data.
_SOURCES = ("feedback", "templates", "translations")
_KINDS = {".py", ".html", ".mo", ".css", ".svg", ".yaml"}


@cache
def read_code_version() -> str:
    """A digest of the sources in this checkout; it changes when a page could."""
    digest = hashlib.sha256()
    for path in sorted(_list_sources()):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _list_sources() -> list[Path]:
    return [
        path
        for folder in _SOURCES
        for path in (ROOT / folder).rglob("*")
        if path.suffix in _KINDS and path.is_file()
    ]
