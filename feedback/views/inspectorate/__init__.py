"""The inspectorate: appeals against a withholding, and serious content."""

from flask import Blueprint

from feedback.views.inspectorate import comments, decisions

bp = Blueprint("inspectorate", __name__, url_prefix="/thanh-tra")
for _part in (comments, decisions):
    bp.register_blueprint(_part.bp)
