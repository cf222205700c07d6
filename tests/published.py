"""A published month of a small province, as the publication's job would leave it."""

from datetime import UTC, date, datetime

from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.balances import Balance
from feedback.models.counts import CountSource, SurveyCount
from feedback.models.publications import Chart, Publication, Result
from feedback.models.services import Sector, Service
from feedback.operations.balances import add_up_months
from tests.published_quarters import publish_quarter

MONTH = date(2026, 3, 1)
#: 118 of 130 satisfied; the bounds are those of R's binom.test(118, 130,
#: alternative = "greater" and "less", conf.level = 0.95).
LEVELS = {"n1": 2, "n2": 4, "n3": 6, "n4": 58, "n5": 60, "n_none": 3}
LOWER, UPPER = 0.854733, 0.945871

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 80" role="img">'
    "<title>Tỷ lệ hài lòng</title><path d='M10 70 L310 10' stroke='#0b4f56'/></svg>"
)


def publish_month(agency: Agency, service: Service, sector: Sector) -> Publication:
    """Results of every scope: one shown with a verdict, one hidden, and a chart."""
    publication = Publication(
        month=MONTH,
        version=1,
        cut_off=date(2026, 4, 22),
        sealed_at=datetime(2026, 4, 24, 18, tzinfo=UTC),
        terms={"rules": ["R1.1", "R2.1"], "plan": "demo"},
        digest="d" * 64,
    )
    db.session.add(publication)
    db.session.flush()
    for scope, key in (
        ("province", "-"),
        ("agency", agency.code),
        ("service", service.code),
        ("sector", sector.code),
        ("channel", "online"),
    ):
        db.session.add(_shown(publication, "all", scope, key))
    db.session.add(_shown(publication, "T1", "province", "-", threshold="0.9"))
    db.session.add(_hidden(publication, "T2", "province", "-"))
    for language in ("vi", "en"):
        db.session.add(
            Chart(
                publication_id=publication.id,
                name="months:province:-",
                language=language,
                svg=SVG.encode(),
                digest="c" * 64,
            )
        )
    _account(agency)
    publish_quarter(agency, service, publication)
    db.session.commit()
    return publication


def _shown(
    publication: Publication,
    indicator: str,
    scope: str,
    key: str,
    threshold: str | None = None,
) -> Result:
    verdict = {"operator": ">=", "threshold": threshold, "official": True}
    return Result(
        publication_id=publication.id,
        month=MONTH,
        indicator=indicator,
        scope=scope,
        key=key,
        is_hidden=False,
        lower=LOWER,
        upper=UPPER,
        ended=600,
        invited=590,
        delivered=560,
        rated=133,
        **LEVELS,
        **({**verdict, "verdict": "too_close"} if threshold else {}),
    )


def _hidden(publication: Publication, indicator: str, scope: str, key: str) -> Result:
    return Result(
        publication_id=publication.id,
        month=MONTH,
        indicator=indicator,
        scope=scope,
        key=key,
        is_hidden=True,
    )


def _account(agency: Agency) -> None:
    db.session.merge(
        Balance(
            agency_id=agency.id,
            month=MONTH,
            received=9,
            published=4,
            withheld=0,
            moved=0,
            waiting=5,
            overdue=1,
            counted_on=date(2026, 4, 24),
        )
    )
    db.session.flush()
    add_up_months(db.session())


def import_counts() -> CountSource:
    """Two months of another survey tool; the second without counts."""
    source = CountSource(
        code="opg-lpa", name="OPG", imported_on=date(2026, 4, 1), digest="e" * 64
    )
    db.session.add(source)
    db.session.flush()
    for month, counts, percent in (
        (date(2023, 4, 1), (26, 33, 163, 347, 600), 81),
        (date(2023, 5, 1), (None,) * 5, 84),
    ):
        names = ("n1", "n2", "n3", "n4", "n5")
        db.session.add(
            SurveyCount(
                source_id=source.id,
                service="Lasting power of attorney",
                channel="online",
                month=month,
                published_percent=percent,
                **dict(zip(names, counts)),
            )
        )
    db.session.commit()
    return source
