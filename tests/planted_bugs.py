"""The application with a bug that a crash test must find, or it proves nothing.

`PLANTED_BUG` chooses: `hasty` shows the receipt before the rating is on disk, `double`
counts a submission that is sent again once more.
"""

import os
import threading
import time
from dataclasses import replace

from feedback.app import create_app
from feedback.domain.tokens import new_code
from feedback.extensions import db
from feedback.models.ballots import Ballot
from feedback.operations import ratings
from feedback.operations.ratings import Submission, Submitted
from feedback.operations.transaction import transaction
from feedback.views.citizen import surveys

app = create_app()


def submit_hastily(submission: Submission) -> Submitted:
    """Acknowledge now, write in a moment."""

    def write() -> None:
        time.sleep(0.5)
        with app.app_context():
            ratings.submit_rating(submission)
            db.session.remove()

    threading.Thread(target=write, daemon=True).start()
    return Submitted(None)


def submit_again_and_again(submission: Submission) -> Submitted:
    """Forget that the ballot was spent and what the receipt is for."""
    submitted = ratings.submit_rating(submission)
    if submitted.is_repeat:
        _open_again(submission.ballot)
        ratings.submit_rating(replace(submission, receipt=new_code()))
    return submitted


@transaction
def _open_again(ballot: bytes) -> None:
    db.session.get_one(Ballot, ballot).is_spent = False


surveys.submit_rating = {
    "hasty": submit_hastily,
    "double": submit_again_and_again,
}[os.environ["PLANTED_BUG"]]
