"""Atom feeds of the newest published comments with their answers (RFC 4287).

Days carry noon here: no time of day tells when anything was written.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask_babel import gettext as _

from feedback.config import Settings
from feedback.domain import clock
from feedback.domain.states import Bucket, Move
from feedback.queries.published import catalogue
from feedback.queries.published.comment_filters import CommentFilter
from feedback.queries.published.comments import (
    ShownComment,
    list_newest_answered,
)
from feedback.views.languages import language

bp = Blueprint("feeds", __name__)

_SIZE: Final = 50
#: The year from which the names in feeds hold (RFC 4151).
_SINCE: Final = "2026"
#: Public steps after which an entry reads differently.
_CHANGES: Final = (Move.PUBLISH, Move.REDACT)


@bp.route("/y-kien.atom")
def everything() -> Response:
    """Of the whole province."""
    title = _("Ý kiến của người dân và câu trả lời")
    return _show(title, url_for("transparency.comments.index"), CommentFilter())


@bp.route("/co-quan/<code>.atom")
def agency(code: str) -> Response:
    """Of one agency."""
    found = catalogue.get_agency(code)
    name = catalogue.name_agency(found).text(language())
    page = url_for("transparency.agencies.show", code=found.code)
    return _show(_name(name), page, CommentFilter(agency=found.code))


@bp.route("/linh-vuc/<code>.atom")
def sector(code: str) -> Response:
    """Of one sector."""
    found = catalogue.get_sector(code)
    page = url_for("transparency.sectors.show", code=found.code)
    return _show(_name(found.name), page, CommentFilter(sector=found.code))


@bp.route("/dich-vu/<code>.atom")
def service(code: str) -> Response:
    """Of one service."""
    found = catalogue.get_service(code)
    page = url_for("transparency.services.show", code=found.code)
    return _show(_name(found.name), page, CommentFilter(service=found.code))


def _name(unit: str) -> str:
    return _("%(unit)s: ý kiến và câu trả lời", unit=unit)


def _show(title: str, page: str, wanted: CommentFilter) -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    answered = CommentFilter(
        agency=wanted.agency,
        sector=wanted.sector,
        service=wanted.service,
        bucket=Bucket.PUBLISHED.value,
    )
    entries = [
        _entry(shown, settings) for shown in list_newest_answered(answered, _SIZE)
    ]
    updated = max((entry["updated"] for entry in entries), default=_noon(clock.today()))
    feed = render_template(
        "transparency/feeds/show.xml",
        id=_tag(settings, request.script_root + request.path),
        title=title,
        page=settings.address + page,
        self_href=settings.address + request.script_root + request.path,
        updated=updated,
        entries=entries,
    )
    return Response(feed, mimetype="application/atom+xml")


def _entry(shown: ShownComment, settings: Settings) -> Mapping[str, Any]:
    row = shown.comment
    page = url_for("transparency.comments.show", ref=row.ref)
    published_on = row.published_on or row.shown_on
    changes = [
        date.fromisoformat(step["on"]) for step in row.steps if step["move"] in _CHANGES
    ]
    return {
        "shown": shown,
        "id": _tag(settings, page),
        "page": settings.address + page,
        "published": _noon(published_on),
        "updated": _noon(max([published_on, *changes])),
    }


def _tag(settings: Settings, path: str) -> str:
    host = urlsplit(settings.address).hostname
    return f"tag:{host},{_SINCE}:{path.lstrip('/')}"


def _noon(on: date) -> str:
    return f"{on.isoformat()}T12:00:00+07:00"
