"""Friendly pages for what goes wrong; never a stack trace."""

import logging
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from feedback.domain.errors import Conflict, NotFound
from feedback.views.api.errors import show_api_error
from feedback.views.languages import language

_log = logging.getLogger(__name__)

#: Codes with a page of their own; others show the page of their hundred.
_PAGES = {400, 403, 404, 409, 413, 429, 500, 503}


def _wants_json() -> bool:
    return request.path.startswith("/api/")


def show_error(code: int, message: str | None = None) -> Response:
    """The page, or the JSON body, of an error code."""
    if _wants_json():
        return show_api_error(code)
    page = code if code in _PAGES else (500 if code >= 500 else 400)
    response = make_response(render_template(f"errors/{page}.html", message=message))
    response.status_code = code
    return response


def _show_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    response = show_error(error.code)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _show_csrf(_error: CSRFError) -> ResponseReturnValue:
    return show_error(400)


def _show_missing(error: NotFound) -> ResponseReturnValue:
    return show_error(404, error.message(language()))


def _show_conflict(error: Conflict) -> ResponseReturnValue:
    return show_error(409, error.message(language()))


def _show_failure(error: Exception) -> ResponseReturnValue:
    # The kind and place are enough to mend it; values may hold personal data.
    place: Any = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    _log.error(
        "unhandled %s at %s on %s", type(error).__name__, where, request.endpoint
    )
    return show_error(500)


def init_errors(app: Flask) -> None:
    """Register the pages; in tests an unexpected error surfaces instead."""
    app.register_error_handler(HTTPException, _show_http)
    app.register_error_handler(CSRFError, _show_csrf)
    app.register_error_handler(NotFound, _show_missing)
    app.register_error_handler(Conflict, _show_conflict)
    if not app.testing:
        app.register_error_handler(Exception, _show_failure)
