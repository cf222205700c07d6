"""Open data: everything the pages show, as CSV and JSON."""

from collections.abc import Iterator
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    render_template,
    stream_with_context,
)
from flask.typing import ResponseReturnValue

from feedback.config import Settings
from feedback.domain.periods import LENGTHS
from feedback.domain.text import slugify
from feedback.exchange.downloads import write_csv, write_json
from feedback.forms.filters import DownloadFilter
from feedback.queries.published import publications, stamps
from feedback.views.languages import language
from feedback.views.transparency.datasets import DATASETS, Dataset

bp = Blueprint("data", __name__, url_prefix="/du-lieu")

_BY_NAME = {dataset.name: dataset for dataset in DATASETS}

#: The rules behind the figures, by the ids that publications carry.
RULES = {
    "R1": "R1 version 1: (n4 + n5) / (n1 + n2 + n3 + n4 + n5)",
    "R2": "R2 version 1: mean of 0, 25, 50, 75, 100 over the five levels",
    "bounds": "one-sided 95 % exact (Clopper-Pearson) bounds of R1",
    "verdict": "V1 version 1: met if lower >= threshold; not_met if upper < threshold; "
    "not_enough if n < 30; otherwise too_close",
    "hidden": "under 10 answers, under 20 all alike, or revealing such a cell",
    "periods": "verdicts of quarters and years bind; months are for monitoring",
}


@bp.route("")
def index() -> ResponseReturnValue:
    """Which files there are, and what their columns mean."""
    sealed = [
        (publications.period_of(publication), publication)
        for length in reversed(LENGTHS)
        for publication in publications.list_publications(length)
    ]
    newest = [f"{p.code.lower()}-v{publication.version}" for p, publication in sealed]
    return render_template(
        "transparency/data/index.html",
        datasets=DATASETS,
        sealed=sealed,
        example=f"gop-y-{newest[0] if newest else '2026-q1-v1'}.zip",
    )


@bp.route("/<name>.<any(csv, json):kind>")
def show(name: str, kind: str) -> ResponseReturnValue:
    """One file, written in steps while it is read."""
    dataset = _BY_NAME.get(name)
    if dataset is None:
        abort(404)
    wanted = DownloadFilter.of_request()
    pieces = (
        _write_csv(dataset, wanted) if kind == "csv" else _write_json(dataset, wanted)
    )
    parts = [wanted[field].data for field in dataset.filters if wanted[field].data]
    response = Response(
        stream_with_context(pieces),
        mimetype="text/csv" if kind == "csv" else "application/json",
    )
    response.headers.set(
        "Content-Disposition", "attachment", filename=_file_name(name, parts, kind)
    )
    return response


def _file_name(name: str, parts: list[str], kind: str) -> str:
    return ".".join(["-".join(["gop-y", name, *(slugify(p, 40) for p in parts)]), kind])


def _write_csv(dataset: Dataset, wanted: DownloadFilter) -> Iterator[str]:
    stamps.hold_snapshot()
    return write_csv(dataset.columns, dataset.list_rows(wanted))


def _write_json(dataset: Dataset, wanted: DownloadFilter) -> Iterator[str]:
    stamps.hold_snapshot()
    settings: Settings = current_app.config["SETTINGS"]
    about: dict[str, Any] = {
        "dataset": dataset.name,
        "title": dataset.title.text(language()),
        "note": dataset.note.text(language()),
        "province": settings.province_vi,
        "is_demo": settings.is_demo,
        "filter": {
            field: wanted[field].data for field in dataset.filters if wanted[field].data
        },
        "rules": RULES,
    }
    return write_json(about, dataset.columns, dataset.list_rows(wanted))
