"""A published quarter of the small province, corrected once, with every estimate."""

from datetime import UTC, date, datetime
from typing import Any

from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.publications import Estimate, Publication, Result
from feedback.models.services import Service
from tests.estimates import (
    BOUNDS,
    BREAK,
    CONTESTED,
    CONTROL,
    POWER,
    TREND,
    WEIGHTED,
    make_alarm,
    make_chain,
    make_change,
    make_pooled,
)

_LAST = date(2026, 3, 1)
_COUNTS = {"n1": 8, "n2": 10, "n3": 18, "n4": 176, "n5": 200, "n_none": 3}
#: Exact bounds of 376 of 412 (methods.md, part b).
_BOUNDS = {"lower": 0.886245, "upper": 0.934447}
_CHAIN = {"ended": 2060, "invited": 2000, "delivered": 1900, "rated": 415}
_TARGET = {"operator": ">=", "threshold": "90", "official": True}


def publish_quarter(agency: Agency, service: Service, month: Publication) -> None:
    """Two versions of the first quarter, and estimates of it and of its last month."""
    for version in (1, 2):
        quarter = _seal(version, agency, month)
    for indicator in ("T1", "all"):
        for scope, key in _list_units(agency, service):
            _show(quarter, indicator, scope, key)
    _estimate(month, {"control": CONTROL, "trend": TREND, "break": BREAK}, agency)
    alarm = make_alarm(20, 100, 900, 1000)
    found: dict[str, dict[str, Any]] = {
        "weighted": WEIGHTED,
        "bounds": BOUNDS,
        "power": POWER,
        "coverage": make_chain(refused_invited=alarm),
        "change": make_change(0.021, -0.005, 0.047),
        "pooled": make_pooled("above"),
        "integrity": CONTESTED,
    }
    _estimate(quarter, found, agency)
    db.session.commit()


def _seal(version: int, agency: Agency, month: Publication) -> Publication:
    parts = [{"period": "2026-03", "version": month.version, "digest": month.digest}]
    where = {"indicator": "T1", "scope": "agency", "key": agency.code}
    row = {**where, "field": "verdict", "before": "met", "after": "too_close"}
    quarter = Publication(
        month=_LAST,
        length=3,
        version=version,
        cut_off=date(2026, 4, 22),
        sealed_at=datetime(2026, 4, 24 + version, 18, tzinfo=UTC),
        terms={"rules": {"rate": "R1/1"}, "parts": parts},
        digest=f"{version}" * 64,
        reason=None if version == 1 else "Bổ sung 34 hồ sơ đến muộn.",
        changes=None if version == 1 else {"count": 1, "rows": [row]},
    )
    db.session.add(quarter)
    db.session.flush()
    return quarter


def _list_units(agency: Agency, service: Service) -> list[tuple[str, str]]:
    return [("province", "-"), ("agency", agency.code), ("service", service.code)]


def _show(quarter: Publication, indicator: str, scope: str, key: str) -> None:
    judged = {**_TARGET, "verdict": "too_close"} if indicator == "T1" else {}
    place = {"indicator": indicator, "scope": scope, "key": key, "is_hidden": False}
    values: dict[str, Any] = {**place, **_COUNTS, **_BOUNDS, **_CHAIN, **judged}
    of = {"publication_id": quarter.id, "month": _LAST, "length": 3}
    db.session.add(Result(**of, **values))


def _estimate(
    publication: Publication, found: dict[str, dict[str, Any]], agency: Agency
) -> None:
    for method, values in found.items():
        for scope, key in (("province", "-"), ("agency", agency.code)):
            if (method, scope) == ("pooled", "province"):
                continue
            for indicator in ("T1", "all"):
                db.session.add(
                    Estimate(
                        publication_id=publication.id,
                        month=publication.month,
                        length=publication.length,
                        method=method,
                        indicator=indicator,
                        scope=scope,
                        key=key,
                        values=values,
                    )
                )
