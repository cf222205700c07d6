"""The words that answers begin with, from feedback/plans/reply-templates.yaml."""

from pathlib import Path

import yaml

from feedback.domain.errors import InvalidPlan
from feedback.domain.outcomes import Outcome
from feedback.domain.reply_templates import ReplyWords, check_places
from feedback.exchange.plans import PLANS_FOLDER

_SHIPPED = PLANS_FOLDER / "reply-templates.yaml"


def read_reply_templates(path: Path = _SHIPPED) -> tuple[ReplyWords, ...]:
    """The templates of a file, each title once."""
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
        rows = tuple(
            ReplyWords(
                title=str(entry["title"]),
                outcome=Outcome(entry["outcome"]),
                text=check_places(str(entry["text"])),
            )
            for entry in data["templates"]
        )
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise InvalidPlan(
            f"Tệp {path.name} không đọc được: {error}",
            f"The file {path.name} cannot be read: {error}",
        ) from error
    if len({row.title for row in rows}) < len(rows):
        raise InvalidPlan(
            f"Tệp {path.name} có hai mẫu cùng tên.",
            f"Two templates in {path.name} have the same title.",
        )
    return rows
