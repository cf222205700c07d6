"""The interface for other systems, with its OpenAPI document."""

from typing import Any

from flask import Flask
from flask_smorest import Api

from feedback.extensions import csrf
from feedback.views.api import dossiers, pages
from feedback.views.api.schemas import ErrorSchema


class QuietApi(Api):
    """Leaves errors to the pages of the house, which keep the Allow header."""

    ERROR_SCHEMA = ErrorSchema

    def _register_error_handlers(self) -> None:
        pass


def init_api(app: Flask) -> None:
    """Register the calls, their document and the page that shows it."""
    app.config.update(
        API_TITLE="Góp Ý",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={"info": {"description": _DESCRIPTION}},
    )
    api: Any = QuietApi(app)
    api.spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    # A key in a header is not sent by a browser on its own: no token is needed.
    csrf.exempt(dossiers.bp)
    api.register_blueprint(dossiers.bp)
    app.register_blueprint(pages.bp)


_DESCRIPTION = (
    "Hệ thống thông tin giải quyết thủ tục hành chính gửi hồ sơ đến nền tảng góp ý. "
    "/ Registers send dossiers to the feedback platform."
)
