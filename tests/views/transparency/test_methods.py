from datetime import date
from fractions import Fraction

from feedback.analysis.rates import R1, R2
from feedback.analysis.verdicts import V1
from feedback.domain.disclosure import MIN_ANSWERS, MIN_UNANIMOUS
from feedback.exchange.plans import PLANS_FOLDER, read_deadline_rules
from feedback.extensions import db
from feedback.models.plans import DeadlineRule
from feedback.models.services import SectorGroup, SectorGroupMember
from tests.factories import make_sector
from tests.factories_published import make_plan
from tests.views.transparency.readers import find_address, read_rows
from tests.visitors import Visitor


def test_every_rule_is_explained_with_the_numbers_it_is_bound_to(
    visitor: Visitor,
) -> None:
    text = visitor.get("/cach-tinh").text
    for rule in (R1, R2, V1):
        assert f"{rule.id}, phiên bản {rule.version}" in text
    assert f"Dưới {V1.min_answers} phiếu" in text
    assert f"Ô dưới {MIN_ANSWERS} phiếu" in text
    assert f"dưới {MIN_UNANIMOUS} phiếu mà ai cũng chọn như nhau" in text
    assert "một phía 95%" in text and V1.error == Fraction(5, 100)
    assert "không phải chỉ số SIPAS" in text


def test_the_plan_in_force_is_shown_with_targets_and_clauses(visitor: Visitor) -> None:
    make_plan()
    make_plan(code="khac", title="Kế hoạch của tỉnh khác")
    page = visitor.get("/cach-tinh")
    assert read_rows(page, "Chỉ tiêu của kế hoạch")["T2"] == [
        "Hài lòng về đất đai, xây dựng, đầu tư",
        *("≥ 85%", "2/1/2024", "chưa định", "II.1.m", "tính ở đây"),
    ]
    assert "không có thật" in page.text
    assert "Kế hoạch của tỉnh khác" not in page.text


def test_the_sectors_of_the_group_are_listed_as_nobodys_definition(
    visitor: Visitor,
) -> None:
    group = SectorGroup(
        code="land_construction_investment",
        version=2,
        name_vi="Đất đai, xây dựng, đầu tư",
        name_en="Land",
        valid_from=date(2025, 1, 1),
        basis="Vì sao.",
    )
    db.session.add(group)
    db.session.flush()
    sector = make_sector(name="Kiến trúc")
    db.session.add(SectorGroupMember(group_id=group.id, sector_id=sector.id))
    db.session.commit()
    page = visitor.get("/cach-tinh")
    assert "Không kế hoạch nào định nghĩa nhóm này" in page.text
    assert "phiên bản 2" in page.text
    assert find_address(page, "Kiến trúc") == f"/linh-vuc/{sector.code}"


def test_time_limits_stand_with_their_legal_basis(visitor: Visitor) -> None:
    for rule in read_deadline_rules(PLANS_FOLDER / "deadlines.yaml"):
        db.session.add(
            DeadlineRule(
                step=rule.step.value,
                working_days=rule.working_days,
                basis=rule.basis,
                valid_from=rule.valid_from,
            )
        )
    db.session.commit()
    days, basis = read_rows(visitor.get("/cach-tinh"))["Trả lời"]
    assert days == "15" and basis.startswith("QĐ 766/QĐ-TTg")


def test_a_limit_for_a_kind_at_a_level_says_for_which(visitor: Visitor) -> None:
    db.session.add(
        DeadlineRule(
            step="answer",
            kind="conduct",
            agency_level="commune",
            working_days=5,
            basis="thử",
            valid_from=date(2026, 1, 1),
        )
    )
    db.session.commit()
    name = "Trả lời, Thái độ, hành vi của cán bộ, Cấp xã"
    assert read_rows(visitor.get("/cach-tinh"))[name] == ["5", "thử"]


def test_without_a_plan_the_page_says_so(visitor: Visitor) -> None:
    assert "Chưa nạp kế hoạch nào" in visitor.get("/cach-tinh").text
