"""The OpenAPI document as a page for people, without script."""

from typing import Any

from flask import Blueprint, current_app, render_template

bp = Blueprint("api_pages", __name__, url_prefix="/api/v1")


@bp.get("/docs")
def show() -> str:
    """How to send dossiers, field by field."""
    apis: dict[str, Any] = current_app.extensions["flask-smorest"]["apis"]
    document = apis[""]["ext_obj"].spec.to_dict()
    return render_template("api/docs.html", document=document)
