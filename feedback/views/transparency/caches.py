"""Public pages are made once per change: ETag, cache headers and kept answers.

Whatever the public sees is a function of the address, the language, the code, the day
and the public stamp. Their digest is the ETag; a page kept under it is never stale.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue

from feedback.domain import clock
from feedback.queries.published.stamps import get_stamps
from feedback.versions import read_code_version
from feedback.views.headers import add_headers
from feedback.views.transparency.shells import init_shells

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Seconds a browser or proxy may keep a page before it asks again.
FRESH_SECONDS: Final = 30
#: Seconds a process may go without asking the database for the stamp.
_STAMP_SECONDS: Final = 1.0
#: Bytes of made pages that one process keeps at most, and of one page.
_KEEP: Final = 12 * 1024 * 1024
_LARGEST: Final = 512 * 1024
_KEPT_KINDS: Final = ("text/html", "image/svg+xml", "application/atom+xml")
_READS: Final = ("GET", "HEAD")


@dataclass(frozen=True)
class KeptPage:
    """A page as it was sent."""

    tag: str
    body: bytes
    headers: list[tuple[str, str]]


class PageCache:
    """The most recently asked-for pages of one process, bounded by their bytes."""

    def __init__(
        self, limit: int = _KEEP, stamp_seconds: float = _STAMP_SECONDS
    ) -> None:
        self._limit = limit
        #: How long the stamp is taken as known.
        self.stamp_seconds = stamp_seconds
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._state = self._figures = ""
        self._read_at = float("-inf")

    @property
    def bytes(self) -> int:
        """How much is kept."""
        return self._bytes

    def known_state(self) -> str:
        """What the public sees, if it was read a moment ago; otherwise nothing."""
        return self._state if monotonic() - self._read_at < self.stamp_seconds else ""

    def read_state(self) -> tuple[str, str]:
        """What the public sees now, and what of it comments do not change."""
        if not self.known_state():
            everything, figures = get_stamps()
            frame = f"{read_code_version()} {clock.today()}"
            self._figures = f"{frame} {figures}"
            self._state, self._read_at = f"{frame} {everything}", monotonic()
        return self._state, self._figures

    def find(self, tag: str) -> KeptPage | None:
        """The page kept under a tag."""
        with self._lock:
            page = self._pages.get(tag)
            if page is not None:
                self._pages.move_to_end(tag)
            return page

    def keep(self, page: KeptPage) -> None:
        """Keep a page; those not asked for longest give way."""
        if len(page.body) > min(_LARGEST, self._limit):
            return
        with self._lock:
            self._drop(page.tag)
            self._pages[page.tag] = page
            self._bytes += len(page.body)
            while self._bytes > self._limit:
                self._drop(next(iter(self._pages)))

    def empty(self) -> None:
        """Keep nothing and know nothing."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0
            self._read_at = float("-inf")

    def _drop(self, tag: str) -> None:
        page = self._pages.pop(tag, None)
        self._bytes -= len(page.body) if page else 0


class KeptPages:
    """Answers with a kept page before the application is even asked."""

    def __init__(self, app: "WSGIApplication", cache: PageCache) -> None:
        self._app = app
        self._cache = cache

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        page = None
        if environ["REQUEST_METHOD"] in _READS and (state := self._cache.known_state()):
            page = self._cache.find(_make_tag(state, environ))
        if page is None:
            return self._app(environ, start_response)
        if page.tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            kept = [h for h in page.headers if not h[0].startswith("Content-")]
            start_response("304 NOT MODIFIED", kept)
            return ()
        start_response("200 OK", page.headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (page.body,)


def init_cache(app: Flask) -> None:
    """Keep public pages in this process; not in tests, which empty the database."""
    cache = PageCache(stamp_seconds=0 if app.testing else _STAMP_SECONDS)
    app.extensions["page_cache"] = cache
    init_shells(app)
    app.config.setdefault("KEEP_PAGES", not app.testing)
    app.wsgi_app = KeptPages(app.wsgi_app, cache)  # type: ignore[method-assign]


def _make_tag(state: str, environ: "WSGIEnvironment") -> str:
    address = "\n".join(
        environ.get(name, "")
        for name in ("wsgi.url_scheme", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
    )
    return hashlib.sha256(f"{state}\n{address}".encode()).hexdigest()[:24]


def _cache() -> PageCache:
    cache: PageCache = current_app.extensions["page_cache"]
    return cache


def answer_from_cache() -> ResponseReturnValue | None:
    """304 to who has the page; the kept page to who asks for the same again.

    The stamp is read before the page is made, so that a page can be newer than its
    tag and never older.
    """
    if request.method not in _READS:
        return None
    state, g.figures_state = _cache().read_state()
    g.page_tag = tag = _make_tag(state, request.environ)
    if request.if_none_match.contains_weak(tag):
        return Response(status=304)
    page = _cache().find(tag) if current_app.config["KEEP_PAGES"] else None
    return None if page is None else Response(page.body, headers=page.headers)


def keep_answer(response: Response) -> Response:
    """Give a page its ETag and keep it; an error is kept by nobody."""
    tag = g.get("page_tag")
    if tag is None or response.status_code not in (200, 304):
        return response
    response.set_etag(tag)
    # A picture, which never changes under its number, says itself how long it keeps.
    response.headers.setdefault("Cache-Control", f"public, max-age={FRESH_SECONDS}")
    is_page = response.mimetype in _KEPT_KINDS and not response.is_streamed
    if current_app.config["KEEP_PAGES"] and is_page and response.status_code == 200:
        add_headers(response)
        body = response.get_data()
        headers = [h for h in response.headers if h[0] != "Content-Length"]
        headers.append(("Content-Length", str(len(body))))
        _cache().keep(KeptPage(tag, body, headers))
    return response
