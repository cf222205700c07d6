"""Tables and constraints. No mail, no serialising, no commit."""

from feedback.models import (
    agencies,
    api_keys,
    ballots,
    comments,
    counts,
    dossiers,
    invitations,
    jobs,
    measures,
    plans,
    publications,
    questionnaires,
    ratings,
    services,
    users,
)

__all__ = [
    "agencies",
    "api_keys",
    "ballots",
    "comments",
    "counts",
    "dossiers",
    "invitations",
    "jobs",
    "measures",
    "plans",
    "publications",
    "questionnaires",
    "ratings",
    "services",
    "users",
]
