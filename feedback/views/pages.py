"""What every template may use."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, request
from markupsafe import Markup, escape

from feedback.config import ROOT, Settings
from feedback.views.dates import show_day, show_moment
from feedback.views.languages import LANGUAGES, address_in, language
from feedback.views.navigation import link_pages
from feedback.views.wordings import init_wordings

_STATIC = ROOT / "feedback" / "static"


@cache
def _version_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """Address of a static file; it changes with the file, so it is kept for good."""
    root = request.script_root.removesuffix(f"/{language()}")
    return f"{root}/static/{name}?v={_version_of(_STATIC / name)}"


def write_options(choices: Iterable[tuple[Any, ...]]) -> Markup:
    """The options of a select, written at once because some have thousands."""
    return Markup(
        "\n".join(
            f'<option value="{escape(value)}"{" selected" if is_selected else ""}>'
            f"{escape(text)}</option>"
            for value, text, is_selected, *_ in choices
        )
    )


def init_pages(app: Flask) -> None:
    """Give templates their globals."""
    settings: Settings = app.config["SETTINGS"]
    app.jinja_env.globals.update(
        asset=asset, address_in=address_in, language=language, languages=LANGUAGES
    )
    app.jinja_env.filters["day"] = show_day
    app.jinja_env.filters["moment"] = show_moment
    app.jinja_env.filters["options"] = write_options
    init_wordings(app)
    app.context_processor(link_pages)

    @app.context_processor
    def name_province() -> dict[str, str | Markup]:
        english = language() == "en"
        return {"province": settings.province_en if english else settings.province_vi}
