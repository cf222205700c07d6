"""Pages for citizens: a ballot is opened, answered in a minute, and looked up later."""

from flask import Blueprint

from feedback.views.citizen import ballots, receipts, surveys, views

bp = Blueprint("citizen", __name__)
for _part in (ballots, surveys, receipts, views):
    bp.register_blueprint(_part.bp)
