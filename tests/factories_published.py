"""What the jobs would have published: sealed months, results, comments, balances."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from feedback.analysis.intervals import exact_intervals
from feedback.analysis.verdicts import judge, make_target
from feedback.domain.states import Bucket, State
from feedback.domain.text import fold
from feedback.domain.tokens import new_reference
from feedback.extensions import db
from feedback.models.agencies import Agency, Succession
from feedback.models.balances import Balance
from feedback.models.counts import CountSource, SurveyCount
from feedback.models.plans import Plan, Target
from feedback.models.publications import Chart, Publication, PublishedComment, Result
from feedback.models.services import Service
from feedback.operations.balances import add_up_months
from feedback.operations.stamps import bump_public_stamp
from tests.factories import make_agency, make_service

_numbers = count(1)

APRIL = date(2026, 4, 1)
MARCH = date(2026, 3, 1)

Levels = tuple[int, int, int, int, int]

#: 376 of 412 satisfied: 91.3 %, exact 90 % interval 88.6 to 93.4 (methods.md, part b).
TOO_CLOSE: Levels = (8, 10, 18, 176, 200)
#: 460 of 480: 95.8 %, whose lower bound 94.0 is above 90.
MET: Levels = (4, 6, 10, 200, 260)
#: 240 of 300: 80 %, whose upper bound 83.8 is under 85 and 90.
NOT_MET: Levels = (20, 20, 20, 140, 100)
#: 15 of 17.
NOT_ENOUGH: Levels = (0, 1, 1, 7, 8)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="240"/>'


def _keep(thing: Any) -> Any:
    db.session.add(thing)
    db.session.commit()
    return thing


def bump_stamp() -> None:
    """What every operation does that changes something public."""
    bump_public_stamp(db.session())
    db.session.commit()


def make_publication(month: date = APRIL, **changes: Any) -> Publication:
    """A sealed month."""
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    values: dict[str, Any] = {
        "month": month,
        "version": 1,
        "cut_off": after.replace(day=22),
        "sealed_at": datetime(after.year, after.month, 25, 1, tzinfo=UTC),
        "terms": {"rules": {"rate": "R1 v1", "index": "R2 v1", "verdict": "V1 v1"}},
        "digest": f"{next(_numbers):064x}",
        **changes,
    }
    publication: Publication = _keep(Publication(**values))
    return publication


def make_result(
    publication: Publication,
    levels: Levels | None = TOO_CLOSE,
    *,
    indicator: str = "T1",
    scope: str = "province",
    key: str = "-",
    threshold: str | None = "90",
    **changes: Any,
) -> Result:
    """A result with the bounds and verdict its counts give; hidden without counts."""
    values: dict[str, Any] = {
        "publication_id": publication.id,
        "month": publication.month,
        "length": publication.length,
        "indicator": indicator,
        "scope": scope,
        "key": key,
        "is_hidden": levels is None,
    }
    if indicator == "all":
        threshold = None
    if threshold is not None:
        values |= {"operator": ">=", "threshold": threshold}
    # A hidden cell still says how many were asked, never how many rated.
    values |= {"ended": 12, "invited": 12, "delivered": 11}
    if levels is not None:
        values |= _judged(levels, threshold)
    result: Result = _keep(Result(**{**values, **changes}))
    return result


def _judged(levels: Levels, threshold: str | None) -> dict[str, Any]:
    n, k = sum(levels), levels[3] + levels[4]
    bounds = exact_intervals([k], [n]).at(0)
    values: dict[str, Any] = {
        **dict(zip(("n1", "n2", "n3", "n4", "n5"), levels, strict=True)),
        "n_none": 3,
        "lower": bounds.lower,
        "upper": bounds.upper,
        "ended": 5 * n,
        "invited": 5 * n - 1,
        "delivered": 4 * n,
        "rated": n + 3,
    }
    if threshold is not None:
        verdict = judge(k, n, make_target(Decimal(threshold)))
        values["official"] = verdict.is_officially_met
        values["verdict"] = verdict.evidence.value
    return values


def make_published_comment(
    bucket: Bucket = Bucket.PUBLISHED,
    agency: Agency | None = None,
    service: Service | None = None,
    **changes: Any,
) -> PublishedComment:
    """A comment as `project_comment` leaves it in each of the four groups."""
    agency = agency or make_agency()
    service = service or make_service()
    values: dict[str, Any] = {
        "ref": new_reference(),
        "agency_id": agency.id,
        "service_id": service.id,
        "sector_id": service.sector_id,
        "month": MARCH,
        "bucket": bucket.value,
        **_life(bucket, agency.code),
        **changes,
    }
    days = (values.get("published_on"), values.get("released_on"), values["month"])
    values.setdefault("shown_on", next(day for day in days if day))
    words = (values.get("text"), values.get("reply"), agency.name, service.name)
    values.setdefault("folded", fold(" \n".join(word for word in words if word)))
    comment: PublishedComment = _keep(PublishedComment(**values))
    return comment


def _life(bucket: Bucket, agency: str) -> dict[str, Any]:
    delivered = {
        "move": "deliver",
        "on": "2026-03-16",
        "agency": agency,
        "due_on": "2026-04-06",
    }
    dates = {"released_on": date(2026, 3, 16), "due_on": date(2026, 4, 6)}
    if bucket is Bucket.WITHHELD:
        step = {"move": "withhold", "on": "2026-03-05", "ground": "insult"}
        return {"state": State.WITHHELD.value, "ground": "insult", "steps": [step]}
    if bucket is Bucket.MOVED:
        step = {"move": "move", "on": "2026-03-05", "referral": "denunciation"}
        return {"state": State.MOVED.value, "steps": [step]}
    if bucket is Bucket.WAITING:
        return {"state": State.OPEN.value, "steps": [delivered], **dates}
    return {
        "state": State.VIEWED.value,
        "text": "Tôi chờ ba tháng mà đất đai vẫn chưa có sổ.",
        "reply": "Chúng tôi xin lỗi. Hồ sơ đã có kết quả ngày 18/3/2026.",
        "outcome": "fixed",
        "evidence": "123/UBND-VP ngày 18/3/2026",
        "view": "yes",
        "replied_on": date(2026, 3, 20),
        "published_on": date(2026, 3, 23),
        "steps": [
            delivered,
            {"move": "reply", "on": "2026-03-20", "outcome": "fixed"},
            {"move": "publish", "on": "2026-03-23"},
            {"move": "view", "on": "2026-03-25", "view": "yes"},
        ],
        **dates,
    }


def make_balance(agency: Agency, month: date = MARCH, **changes: int) -> Balance:
    """An agency's account of one month; what was received is the sum."""
    parts = {"published": 5, "withheld": 1, "moved": 1, "waiting": 3, **changes}
    dates = {"month": month, "counted_on": date(2026, 5, 25)}
    overdue = parts.pop("overdue", 1)
    sums = {"received": sum(parts.values()), "overdue": overdue}
    balance = Balance(agency_id=agency.id, **dates, **sums, **parts)
    db.session.add(balance)
    db.session.flush()
    add_up_months(db.session())
    db.session.commit()
    return balance


def make_chart(publication: Publication, name: str, language: str = "vi") -> Chart:
    """A chart as the job keeps it."""
    values = {"svg": SVG, "digest": "0" * 64}
    chart: Chart = _keep(
        Chart(publication_id=publication.id, name=name, language=language, **values)
    )
    return chart


def make_succession(before: Agency, after: Agency, is_partial: bool) -> Succession:
    """A predecessor whose tasks went to a successor on 1 July 2025."""
    succession: Succession = _keep(
        Succession(
            predecessor_id=before.id,
            successor_id=after.id,
            on=date(2025, 7, 1),
            is_partial=is_partial,
        )
    )
    return succession


def make_plan(**changes: Any) -> Plan:
    """The plan in force, with T1, T2 and T3."""
    plan: Plan = _keep(
        Plan(
            **{
                "code": "demo",
                "province": "Tỉnh Sông Hiền",
                "number": "01/KH-MINHHOA",
                "title": "Kế hoạch minh họa",
                "lead": "Sở Khoa học và Công nghệ",
                "signed_on": date(2024, 1, 2),
                "valid_from": date(2024, 1, 2),
                "is_demo": True,
                **changes,
            }
        )
    )
    for code, name, threshold in (
        ("T1", "Người dùng trực tuyến hài lòng", "90"),
        ("T2", "Hài lòng về đất đai, xây dựng, đầu tư", "85"),
        ("T3", "Ý kiến được tiếp thu công khai", "100"),
    ):
        _keep(
            Target(
                plan_id=plan.id,
                code=code,
                row=1,
                indicator="satisfaction_rate",
                name_vi=name,
                name_en=f"Target {code}",
                scope="online_users",
                operator=">=",
                threshold=threshold,
                unit="percent",
                valid_from=date(2024, 1, 2),
                clause="II.1.m",
                is_computed=True,
            )
        )
    return plan


def make_source(**changes: Any) -> CountSource:
    """Another survey tool."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "code": f"nguon-{number}",
        "name": f"Công cụ khảo sát {number}",
        "imported_on": date(2026, 5, 2),
        "digest": "ab" * 32,
        **changes,
    }
    source: CountSource = _keep(CountSource(**values))
    return source


def make_count(
    source: CountSource, month: date, levels: Levels | None, published: int | None
) -> SurveyCount:
    """A month of its counts."""
    counts = levels or (None,) * 5
    row: SurveyCount = _keep(
        SurveyCount(
            source_id=source.id,
            service="make-a-lpa",
            channel="digital",
            month=month,
            published_percent=published,
            **dict(zip(("n1", "n2", "n3", "n4", "n5"), counts, strict=True)),
        )
    )
    return row
