"""Each sealed version as one Data Package, from which all of it can be recomputed."""

import json
from collections.abc import Iterator
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    send_file,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue

from feedback.config import ROOT, Settings
from feedback.domain.channels import Channel
from feedback.domain.errors import NotFound
from feedback.domain.labels import Label
from feedback.domain.periods import InvalidPeriod, Period
from feedback.exchange.downloads import Cell
from feedback.exchange.packages import Document, Table, write_package
from feedback.queries.published import estimates, names, publications, results, stamps
from feedback.views.transparency import fields
from feedback.views.transparency.cards import show_figure

bp = Blueprint("packages", __name__, url_prefix="/du-lieu")

#: Rows read at once.
_STEP = 500
_SCRIPT = ROOT / "docs" / "open-data" / "recompute.py"
_WHOLE = Label("Toàn tỉnh", "The whole province")


@bp.route("/ky/<code>-v<int:version>.zip")
def show(code: str, version: int) -> ResponseReturnValue:
    """One version of one period, written in steps while it is read."""
    try:
        period = Period.parse(code.upper())
    except InvalidPeriod as error:
        raise NotFound(error.vi, error.en) from None
    if code != period.code.lower():
        return redirect(
            url_for(".show", code=period.code.lower(), version=version), 301
        )
    stamps.hold_snapshot()
    sealed = publications.get_version(period, version)
    files = list(_list_files(period, sealed))
    response = Response(
        stream_with_context(write_package(_describe(period, sealed), files)),
        mimetype="application/zip",
    )
    name = f"gop-y-{code}-v{version}.zip"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.route("/tinh-lai.py")
def script() -> ResponseReturnValue:
    """The program that recomputes a package."""
    return send_file(_SCRIPT, "text/x-python", as_attachment=True)


def _describe(period: Period, sealed: Any) -> dict[str, Any]:
    settings: Settings = current_app.config["SETTINGS"]
    code = period.code.lower()
    title = f"Góp Ý, {settings.province_en}: {period.text('en')}"
    return {
        "name": f"gop-y-{code}-v{sealed.version}",
        "title": title + (" (made-up data)" if settings.is_demo else ""),
        "description": "README.md (English), README.vi.md (tiếng Việt)",
        "version": str(sealed.version),
        "created": f"{sealed.sealed_at:%Y-%m-%dT%H:%M:%SZ}",
        "homepage": settings.address,
        "sources": [{"title": title, "path": settings.address}],
        "publication": {
            "period": period.code,
            "is_binding": period.is_binding,
            "version": sealed.version,
            "cut_off": sealed.cut_off.isoformat(),
            "digest": sealed.digest,
            "reason": sealed.reason,
            "changes": sealed.changes,
        },
        "methods": sealed.terms.get("rules", {}),
    }


def _list_files(period: Period, sealed: Any) -> Iterator[Table | Document]:
    yield Table(
        "results",
        Label("Kết quả", "Results"),
        fields.RESULTS,
        ("indicator", "scope", "key"),
        _list_results(period, sealed.id),
        (("scope", "key"), "names"),
    )
    yield Table(
        "estimates",
        Label("Ước lượng và kiểm định", "Estimates and tests"),
        fields.ESTIMATES,
        ("method", "indicator", "scope", "key"),
        _list_estimates(sealed.id),
        (("scope", "key"), "names"),
    )
    yield Table(
        "names",
        Label("Tên của các mã", "Names of the codes"),
        fields.NAMES,
        ("scope", "key"),
        _list_names(sealed.id),
    )
    terms = json.dumps(sealed.terms, ensure_ascii=False, indent=1, sort_keys=True)
    yield Document(
        "terms.json", terms + "\n", "terms", Label("Cách tính, đầu vào", "Terms")
    )
    yield from _list_readmes(period, sealed)


def _list_readmes(period: Period, sealed: Any) -> Iterator[Document]:
    settings: Settings = current_app.config["SETTINGS"]
    for path, province in (
        ("README.md", settings.province_en),
        ("README.vi.md", settings.province_vi),
    ):
        text = render_template(
            f"transparency/packages/{path}",
            period=period,
            publication=sealed,
            province=province,
            sealed_columns=fields.SEALED,
        )
        yield Document(path, text)


def _list_results(period: Period, number: int) -> Iterator[tuple[Cell, ...]]:
    wanted = results.ResultFilter(
        period.last, length=period.length, publication_id=number
    )
    after = 0
    while found := results.list_results_after(after, wanted, _STEP):
        after = found[-1].id
        yield from (_result_row(sealed.figure) for sealed in found)


def _result_row(figure: results.Figure) -> tuple[Cell, ...]:
    shown = show_figure(figure)
    return (
        *(figure.indicator, figure.scope, figure.key, figure.is_hidden),
        *(figure.levels or (None,) * 5),
        *(figure.n_none, figure.lower, figure.upper),
        *(figure.operator, figure.threshold, figure.official, figure.verdict),
        *(figure.coverage or (None,) * 3)[:3],
        figure.rated,
        *(figure.n, figure.k, shown.rate, shown.low, shown.high, shown.index),
    )


def _list_estimates(number: int) -> Iterator[tuple[Cell, ...]]:
    after = 0
    while found := estimates.list_estimates_after(after, number, {}, _STEP):
        after = found[-1].id
        for e in found:
            yield (e.method, e.indicator, e.scope, e.key, dict(e.values))


def _list_names(number: int) -> Iterator[tuple[Cell, ...]]:
    for scope, key, name, field in names.list_units(number):
        if scope == "channel":
            name = Channel(key).label
        elif scope == "province":
            name = _WHOLE
        yield (scope, key, name.vi, name.en if name.en != name.vi else None, field)
