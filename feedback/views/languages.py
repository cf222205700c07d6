"""The language of a page is in its address: nothing, or /en in front."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Languages beside Vietnamese, each a prefix and a catalogue in translations/.
PREFIXED = ("en",)
LANGUAGES = ("vi", *PREFIXED)

_KEY = "gopy.language"


class LanguagePrefix:
    """Moves a language prefix into SCRIPT_NAME, so that links stay in the language."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        first, _, rest = environ.get("PATH_INFO", "/").lstrip("/").partition("/")
        if first in PREFIXED:
            environ[_KEY] = first
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{first}"
            environ["PATH_INFO"] = f"/{rest}"
        return self._app(environ, start_response)


def language() -> str:
    """The language of the page being made."""
    return str(request.environ.get(_KEY, "vi"))


def address_in(other: str) -> str:
    """This page's address in another language."""
    root = request.script_root.removesuffix(f"/{language()}")
    prefix = f"/{other}" if other in PREFIXED else ""
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return f"{root}{prefix}{request.path}{query}"
