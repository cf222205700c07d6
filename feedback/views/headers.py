"""Headers every response carries. No script, nothing from outside."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from flask import Response, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
_HEADERS: Final = [(name, name.lower(), value) for name, value in HEADERS.items()]


class SafetyHeaders:
    """Adds what is the same for every response, once it is complete.

    Each header that passes through Flask is checked and copied several times; these
    are ours and need none of it.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], *failure: Any
        ) -> Any:  # what a server's start_response gives back
            present = {name.lower() for name, _value in headers}
            missing = [(n, v) for n, lower, v in _HEADERS if lower not in present]
            return start_response(status, headers + missing, *failure)

        return self._app(environ, start)


def add_headers(response: Response) -> Response:
    """Say who may keep a response: nobody, unless it says so itself."""
    if request.endpoint == "static" and request.args.get("v"):
        # The address holds the file's digest: another content has another address.
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif "Cache-Control" not in response.headers:
        response.headers.add("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault(
            "Strict-Transport-Security", "max-age=31536000; includeSubDomains"
        )
    return response
