"""Every working morning: who owes an answer is told, step by step."""

from datetime import date

from flask import current_app

from feedback.config import Settings
from feedback.domain import clock
from feedback.operations.notices import urge


def urge_agencies(on: date) -> str:
    """Write the notices of a day; a day that is over is left to the next one's run.

    After an outage the scheduler makes up for each day in turn. Letters for mornings
    that are over would be a burst, so only the present day's are written.
    """
    if on != clock.today():
        return "not today: left to the run of the present day"
    settings: Settings = current_app.config["SETTINGS"]
    urged = urge(on, settings.address)
    return (
        f"{urged.notices} notices, {urged.letters} letters, "
        f"{urged.superseded} superseded"
    )
