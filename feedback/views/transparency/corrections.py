"""What was corrected after it was published: every later version and its diff."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from feedback.domain.channels import Channel
from feedback.domain.labels import Label
from feedback.domain.periods import Period
from feedback.forms.filters import ListFilter
from feedback.queries.published import names, publications
from feedback.queries.published.publications import Change
from feedback.queries.published.slices import Slice, count_pages
from feedback.views.languages import language
from feedback.views.transparency.words import name_field, name_scope, name_value

bp = Blueprint("corrections", __name__, url_prefix="/dinh-chinh")

#: Corrections on a page, and changes listed of each; its package holds them all.
_SIZE: Final = 10
_LISTED: Final = 50


@dataclass(frozen=True)
class ShownChange:
    """A figure before and after, in words."""

    indicator: str
    unit: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Correction:
    """A version that replaced an earlier one."""

    period: Period
    publication: Any
    #: Of all figures that both versions show; none where no diff was kept.
    count: int | None
    changes: Sequence[ShownChange]


@bp.route("")
def index() -> ResponseReturnValue:
    """Every correction, newest first."""
    form = ListFilter.of_request()
    found = publications.list_corrections()
    page = min(form.page_number, count_pages(len(found), _SIZE))
    first = (page - 1) * _SIZE
    shown = _read_corrections(found[first : first + _SIZE])
    return render_template(
        "transparency/corrections/index.html",
        form=form,
        found=Slice(shown, len(found), page, _SIZE),
    )


def _read_corrections(found: Sequence[Any]) -> list[Correction]:
    diffs = [publications.read_diff(sealed) for sealed in found]
    listed = [diff.changes[:_LISTED] if diff else () for diff in diffs]
    known = names.list_names(
        (change.scope, change.key) for changes in listed for change in changes
    )
    return [
        Correction(
            publications.period_of(sealed),
            sealed,
            diff.count if diff else None,
            _show_changes(changes, known),
        )
        for sealed, diff, changes in zip(found, diffs, listed, strict=True)
    ]


def _show_changes(
    changes: Iterable[Change], known: Mapping[tuple[str, str], Label]
) -> list[ShownChange]:
    return [
        ShownChange(
            change.indicator,
            _name_unit(change, known),
            name_field(change.field),
            name_value(change.before),
            name_value(change.after),
        )
        for change in changes
    ]


def _name_unit(change: Change, known: Mapping[tuple[str, str], Label]) -> str:
    if change.scope == "channel":
        return Channel(change.key).label.text(language())
    if change.scope == "province":
        return name_scope(change.scope)
    name = known.get((change.scope, change.key))
    return name.text(language()) if name else change.key
