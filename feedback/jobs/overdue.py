"""Daily: people whose dossier is 30 days overdue are asked as well."""

from datetime import date

from flask import current_app

from feedback.config import Settings
from feedback.operations.invitations import invite_overdue_dossiers


def invite_overdue(on: date) -> str:
    """Invite every dossier 30 days past due without an ending, batch by batch."""
    settings: Settings = current_app.config["SETTINGS"]
    invited = 0
    while batch := invite_overdue_dossiers(on, settings.address, settings.outbox_hours):
        invited += batch
    return f"{invited} invitations"
