"""The application: the only module that knows everything."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from feedback.config import ROOT, Settings, load_settings
from feedback.domain.limits import REQUEST_BYTES
from feedback.extensions import (
    babel,
    csrf,
    engine_options,
    init_database,
    migrate,
    read_bind,
)
from feedback.views import BLUEPRINTS, health, pages
from feedback.views.api import init_api
from feedback.views.citizen.doors import init_doors
from feedback.views.compression import compress_file
from feedback.views.errors import init_errors
from feedback.views.form_sessions import FormSessions
from feedback.views.guards import guard_request
from feedback.views.headers import SafetyHeaders, add_headers
from feedback.views.languages import LanguagePrefix, language
from feedback.views.transparency.caches import init_cache

_log = logging.getLogger(__name__)


class App(Flask):
    """Flask that takes every function as it is: none of ours is a coroutine."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from typed settings; the environment's by default."""
    settings = settings or load_settings()
    app = App(
        "feedback",
        root_path=str(ROOT / "feedback"),
        template_folder=str(ROOT / "templates"),
    )
    _configure(app, settings)
    app.session_interface = FormSessions()
    init_database(app)
    migrate.init_app(app, directory=str(ROOT / "migrations"))
    csrf.init_app(app)
    babel.init_app(
        app,
        default_locale="vi",
        default_timezone="Asia/Ho_Chi_Minh",
        default_translation_directories=str(ROOT / "translations"),
        locale_selector=language,
    )
    app.before_request(guard_request)
    app.after_request(add_headers)
    app.after_request(compress_file)
    init_errors(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    init_api(app)
    app.add_url_rule("/health", view_func=health.health)
    pages.init_pages(app)
    init_cache(app)
    init_doors(app)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    app.wsgi_app = SafetyHeaders(app.wsgi_app)  # type: ignore[method-assign]
    if settings.environment == "production":
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings) -> None:
    settings.make_data_dir()
    app.testing = settings.environment == "test"
    app.config.update(
        SETTINGS=settings,
        DEMO=settings.is_demo,
        SECRET_KEY=settings.signing_key(),
        SESSION_COOKIE_SECURE=settings.address.startswith("https://"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database),
        SQLALCHEMY_BINDS=read_bind(settings.database),
        # A citizen may take a day over a form; the session itself ends with the
        # browser, and a token is bound to it.
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=REQUEST_BYTES,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
