"""The rows of the open data, read in steps from what is published."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from flask import current_app

from feedback.analysis.comparisons import compare_published
from feedback.config import Settings
from feedback.domain.periods import LENGTHS
from feedback.exchange.downloads import Cell
from feedback.forms.filters import DownloadFilter
from feedback.queries.published import (
    balances,
    catalogue,
    comments,
    plans,
    publications,
    results,
    surveys,
)
from feedback.queries.published.comment_filters import CommentFilter
from feedback.queries.published.estimates import list_estimates_after
from feedback.queries.published.slices import Slice
from feedback.views.transparency.cards import show_figure

#: Rows read at once.
_STEP = 500

Rows = Iterator[tuple[Cell, ...]]


def list_results(wanted: DownloadFilter) -> Rows:
    """Every published figure of periods of one length, in the order of publication."""
    period = wanted.period_wanted
    narrowed = results.ResultFilter(
        period.last if period else wanted.month_wanted,
        wanted.scope.data,
        wanted.key.data,
        has_all_versions=wanted.versions.data == "all",
        length=wanted.length_wanted,
    )
    after = 0
    while found := results.list_results_after(after, narrowed, _STEP):
        after = found[-1].id
        for sealed in found:
            yield _result_row(sealed)


def _result_row(sealed: results.SealedFigure) -> tuple[Cell, ...]:
    figure = sealed.figure
    shown = show_figure(figure)
    return (
        figure.period.code,
        figure.month,
        sealed.version,
        figure.indicator,
        figure.scope,
        figure.key,
        # One name in files of both languages, so that they can be joined.
        figure.name.vi or shown.name,
        figure.is_hidden,
        *(figure.levels or (None,) * 5),
        figure.n_none,
        figure.n,
        figure.k,
        shown.rate,
        None if figure.is_hidden else figure.lower,
        None if figure.is_hidden else figure.upper,
        shown.low,
        shown.high,
        shown.index,
        figure.operator,
        figure.threshold,
        figure.official,
        figure.verdict,
        *(figure.coverage or (None,) * 3)[:3],
        figure.rated,
    )


def list_estimates(wanted: DownloadFilter) -> Rows:
    """What the methods say of the units, in periods of one length."""
    narrowed = {name: wanted[name].data for name in ("method", "scope", "key")}
    for sealed in publications.list_publications(wanted.length_wanted):
        period = publications.period_of(sealed)
        if wanted.period_wanted not in (None, period):
            continue
        after = 0
        while found := list_estimates_after(after, sealed.id, narrowed, _STEP):
            after = found[-1].id
            for e in found:
                row = (e.method, e.indicator, e.scope, e.key, dict(e.values))
                yield (period.code, sealed.version, *row)


def list_comments(wanted: DownloadFilter) -> Rows:
    """Every comment that has a page of its own."""
    narrowed = CommentFilter(
        q=wanted.q.data,
        ref=wanted.ref.data,
        agency=wanted.agency.data,
        sector=wanted.sector.data,
        service=wanted.service.data,
        month=wanted.month_wanted,
        bucket=wanted.bucket.data,
        outcome=wanted.outcome.data,
        view=wanted.view.data,
    )
    after = ""
    while found := comments.list_comments_after(after, narrowed, _STEP):
        after = found[-1].comment.ref
        yield from map(_comment_row, found)


def _comment_row(shown: comments.ShownComment) -> tuple[Cell, ...]:
    row = shown.comment
    return (
        row.ref,
        shown.agency.code,
        shown.agency.name,
        shown.service.code,
        shown.service.name,
        shown.sector.code,
        shown.sector.name,
        str(row.month)[:7],
        row.bucket,
        row.state,
        row.released_on,
        row.due_on,
        row.replied_on,
        row.published_on,
        row.outcome,
        row.ground,
        row.view,
        row.tone,
        row.text,
        row.reply,
        row.reason,
        row.evidence,
        row.steps,
    )


def list_balances(wanted: DownloadFilter) -> Rows:
    """Each agency's balance of each month."""
    months = [month for month, _balance in balances.list_balances_of()[0]]
    for month in months:
        if wanted.month_wanted not in (None, month):
            continue
        for agency, balance in balances.list_balances_in(month):
            if wanted.agency.data in ("", agency.code):
                yield (
                    month,
                    agency.code,
                    agency.name,
                    balance.received,
                    balance.published,
                    balance.withheld,
                    balance.moved,
                    balance.waiting,
                    balance.overdue,
                    balance.counted_on,
                )


def list_targets(wanted: DownloadFilter) -> Rows:
    """The targets of the plan in force."""
    settings: Settings = current_app.config["SETTINGS"]
    plan = plans.find_plan(settings.plan)
    for target in plans.list_targets(plan) if plan else ():
        yield (
            plan.code if plan else None,
            plan.number if plan else None,
            target.code,
            target.row,
            target.name_vi,
            target.scope,
            target.operator,
            target.threshold,
            target.unit,
            target.valid_from,
            target.valid_to,
            target.clause,
            target.is_computed,
        )


def list_surveys(wanted: DownloadFilter) -> Rows:
    """What other survey tools counted."""
    for listed in surveys.list_count_sources():
        if wanted.source.data not in ("", listed.source.code):
            continue
        for row in surveys.list_counts(listed.source):
            compared = compare_published(surveys.levels_of(row), row.published_percent)
            yield (
                listed.source.code,
                row.service,
                row.channel,
                str(row.month)[:7],
                *(row.n1, row.n2, row.n3, row.n4, row.n5),
                compared.r1,
                compared.r2,
                compared.published,
                " ".join(compared.rules) if compared.has_both else None,
            )


def list_publications(wanted: DownloadFilter) -> Rows:
    """Every version of every period: years, quarters, months."""
    versions = (
        sealed
        for length in reversed(LENGTHS)
        for sealed in publications.list_all_versions(length)
    )
    for sealed in versions:
        yield (
            publications.period_of(sealed).code,
            str(sealed.month)[:7],
            sealed.length,
            sealed.version,
            sealed.cut_off,
            sealed.sealed_at.isoformat(),
            sealed.digest,
            sealed.reason,
            sealed.changes,
            sealed.terms,
        )


T = TypeVar("T")


def _walk(read: Callable[[str, int, int], Slice[T]], q: str) -> Iterator[T]:
    page = pages = 1
    while page <= pages:
        found = read(q, page, _STEP)
        yield from found.items
        page, pages = page + 1, found.pages


def list_agencies(wanted: DownloadFilter) -> Rows:
    """Every agency."""
    for a in _walk(catalogue.list_agencies, wanted.q.data):
        yield (a.code, a.name, a.level, a.unit_code, a.valid_from, a.valid_to)


def list_successions(_wanted: DownloadFilter) -> Rows:
    """Who succeeded whom."""
    for before, after, s in catalogue.list_all_successions():
        yield (before.code, before.name, after.code, after.name, s.on, s.is_partial)


def list_sectors(wanted: DownloadFilter) -> Rows:
    """Every sector."""
    for sector in _walk(catalogue.list_sectors, wanted.q.data):
        yield (sector.code, sector.name)


def list_services(wanted: DownloadFilter) -> Rows:
    """Every procedure."""
    sectors = {sector.id: sector for sector in catalogue.list_all_sectors()}
    for service in _walk(catalogue.list_services, wanted.q.data):
        sector = sectors[service.sector_id]
        yield (
            service.code,
            service.name,
            sector.code,
            sector.name,
            service.level,
            service.decision,
        )
