"""Which units stand out from their fields, and whose coverage raises an alarm.

Names in the order of the alphabet: three groups are no league table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import gettext as _

from feedback.queries.published.estimates import Estimate, list_estimates
from feedback.views.languages import language
from feedback.views.transparency.readings.chains import read_alarms

_PAGES: Final = {
    "agency": "transparency.agencies.show",
    "service": "transparency.services.show",
}
#: Where agencies and services stand out: in the satisfaction with all dossiers.
_INDICATOR: Final = "all"


@dataclass(frozen=True)
class Unit:
    """A unit by its name, with its page and what is said of it."""

    name: str
    href: str
    sentences: Sequence[str] = ()


@dataclass(frozen=True)
class Groups:
    """The units of one scope by where they stand in their fields."""

    title: str
    above: Sequence[Unit]
    below: Sequence[Unit]
    #: How many are like their field as far as can be told, and have too few answers.
    n_indistinct: int
    n_few: int


def list_groups(publication_id: int) -> list[Groups]:
    """The three groups of agencies and of services."""
    titles = {
        "agency": _("Cơ quan, so với các cơ quan cùng cấp"),
        "service": _("Thủ tục, so với các thủ tục cùng lĩnh vực"),
    }
    found = [
        (title, list_estimates(publication_id, "pooled", scope, _INDICATOR))
        for scope, title in titles.items()
    ]
    return [_group(title, units) for title, units in found if units]


def _group(title: str, units: Sequence[Estimate]) -> Groups:
    by_group: dict[str | None, list[Estimate]] = {}
    for unit in units:
        by_group.setdefault(unit.values["group"], []).append(unit)
    return Groups(
        title,
        [_show(unit) for unit in by_group.get("above", ())],
        [_show(unit) for unit in by_group.get("below", ())],
        len(by_group.get("indistinct", ())),
        len(by_group.get(None, ())),
    )


def list_alarms(publication_id: int) -> list[Unit]:
    """Agencies that asked fewer than before, or fewer of the refused."""
    return [
        _show(unit, alarms)
        for unit in list_estimates(publication_id, "coverage", "agency", _INDICATOR)
        if (alarms := read_alarms(unit.values))
    ]


def _show(unit: Estimate, sentences: Sequence[str] = ()) -> Unit:
    href = url_for(_PAGES[unit.scope], code=unit.key)
    return Unit(unit.name.text(language()), href, sentences)
