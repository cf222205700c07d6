"""Free text of predecessors, as the official lists of 2025 write it."""

import pytest

from feedback.domain.agencies import REFORM_DAY, AgencyLevel
from feedback.domain.errors import DomainError
from feedback.domain.mergers import (
    Mention,
    MergerRow,
    Unit,
    normalise_unit,
    plan_mergers,
    read_mentions,
    split_kind,
)

HA_NOI = Unit("H26", "UBND thành phố Hà Nội", "H26")
AN_KHANH = Unit("H26.U098.77", "UBND xã An Khánh", "H26")
TAY_MO = Unit("H26.U006.22", "UBND phường Tây Mỗ", "H26")
BA_XA = Unit("H26.U214.96", "UBND xã Ba Xa", "H26")
UNITS = [HA_NOI, AN_KHANH, TAY_MO, BA_XA]


def names(text: str) -> list[str]:
    return [mention.full_name for mention in read_mentions(text)]


def merge(*rows: tuple[str, str, str]) -> MergerRow:
    """A row of the commune list."""
    ((name, kind, text),) = rows
    return MergerRow(name, kind, "Thủ đô Hà Nội", read_mentions(text), 2)


def test_parts_kept_units_and_districts_are_told_apart() -> None:
    text = (
        "Xã Đông La, Phường Dương Nội (phần còn lại sau khi sáp nhập vào phường Tây "
        "Mỗ, phường Đại Mỗ), Phường Minh Khai (quận Hai Bà Trưng), Xã Tam Hiệp (huyện "
        "Thanh Trì) (phần còn lại sau khi sáp nhập vào phường Hoàng Liệt), xã Ba Xa "
        "(Giữ nguyên, Không sáp nhập), Xã Đăk Long (thuộc huyện Đăk Hà)"
    )
    assert read_mentions(text) == (
        Mention("xã", "Đông La"),
        Mention("phường", "Dương Nội", is_rest=True),
        Mention("phường", "Minh Khai", "quận Hai Bà Trưng"),
        Mention("xã", "Tam Hiệp", "huyện Thanh Trì", is_rest=True),
        Mention("xã", "Ba Xa", is_kept=True),
        Mention("xã", "Đăk Long", "huyện Đăk Hà"),
    )


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "Phường Trần Hưng Đạo (thành phố Kon Tum), Lê Lợi, Nguyễn Trãi",
            [
                "phường Trần Hưng Đạo (thành phố Kon Tum)",
                "phường Lê Lợi",
                "phường Nguyễn Trãi",
            ],
        ),
        (
            "Phường 8, Phường 9 (Quận 4), Phường 2, Phường 4 (Quận 4)",
            [f"phường {n} (Quận 4)" for n in (8, 9, 2, 4)],
        ),
        (
            "Phường 5, Phường 7, Phường 9 (Quận 5)",
            [f"phường {n} (Quận 5)" for n in (5, 7, 9)],
        ),
        (
            "Phường 12, Phường 14 (quận Bình Thạnh), Phường 26",
            [f"phường {n} (quận Bình Thạnh)" for n in (12, 14, 26)],
        ),
        (
            "Phường 6 (Quận 8), Xã An Phú Tây, Phường 5",
            ["phường 6 (Quận 8)", "xã An Phú Tây", "phường 5"],
        ),
        ("Xã Biên Sơn, Trường bắn TB1", ["xã Biên Sơn"]),
        ("Huyện Côn Đảo", ["huyện Côn Đảo"]),
        (
            "TPHCM, tỉnh Bà Rịa - Vũng Tàu và tỉnh Bình Dương",
            [
                "thành phố Hồ Chí Minh",
                "tỉnh Bà Rịa - Vũng Tàu",
                "tỉnh Bình Dương",
            ],
        ),
    ],
)
def test_what_a_list_leaves_out_is_taken_from_its_neighbours(
    text: str, expected: list[str]
) -> None:
    assert names(text) == expected


@pytest.mark.parametrize("text", ["Xã A (huyện B", "Xã A), Xã B", "Xã A (b (c)"])
def test_parentheses_that_do_not_match_are_refused(text: str) -> None:
    with pytest.raises(DomainError, match="parentheses"):
        read_mentions(text)


def test_one_unit_has_one_key_however_it_is_spelt() -> None:
    spellings = ["Phường Trung Hoà", "phường Trung Hòa", "phường  Trung Hòa"]
    assert len({normalise_unit(name) for name in spellings}) == 1
    # Where a letter follows, or after q, the mark has only one place.
    assert normalise_unit("xã Hoàn Quý") == "xã hoàn quý"
    assert normalise_unit("xã Cư M’gar") == normalise_unit("xã Cư M'gar")


@pytest.mark.parametrize(
    "name, parts",
    [
        ("UBND phường Ba Đình", ("phường", "Ba Đình")),
        ("Thủ đô Hà Nội", ("thành phố", "Hà Nội")),
        ("Thị trấn Trâu Quỳ", ("thị trấn", "Trâu Quỳ")),
        ("Krông Na", ("", "Krông Na")),
    ],
)
def test_a_name_is_split_from_its_kind(name: str, parts: tuple[str, str]) -> None:
    assert split_kind(name) == parts


def test_formers_end_with_the_reform_and_parts_are_marked() -> None:
    plan = plan_mergers(
        [
            merge(("An Khánh", "xã", "Xã Đông La, Phường Dương Nội (phần còn lại)")),
            merge(("Tây Mỗ", "phường", "Phường Dương Nội, Xã Vân Canh, Xã Vân Côn")),
            merge(("Ba Xa", "xã", "xã Ba Xa (Giữ nguyên, không sáp nhập), Xã Vân Côn")),
        ],
        UNITS,
    )
    by_name = {row.name: row for row in plan.formers}
    assert sorted(by_name) == [
        "UBND phường Dương Nội",
        "UBND xã Vân Canh",
        "UBND xã Vân Côn",
        "UBND xã Đông La",
    ]
    assert {row.valid_to for row in plan.formers} == {REFORM_DAY}
    assert {row.level for row in plan.formers} == {AgencyLevel.COMMUNE}
    partial = {
        (name, link.successor): link.is_partial
        for link in plan.successions
        for name, row in by_name.items()
        if row.code == link.predecessor
    }
    assert partial == {
        ("UBND xã Đông La", AN_KHANH.code): False,
        ("UBND phường Dương Nội", AN_KHANH.code): True,
        # The list says "the rest" once; the other piece is a piece as well.
        ("UBND phường Dương Nội", TAY_MO.code): True,
        ("UBND xã Vân Canh", TAY_MO.code): False,
        ("UBND xã Vân Côn", TAY_MO.code): True,
        ("UBND xã Vân Côn", BA_XA.code): True,
    }
    assert plan.kept == [BA_XA.code]
    # Two lists name it and neither speaks of a part: split, or two of one name.
    assert plan.unclear == ["xã Vân Côn"]


def test_codes_of_formers_are_the_same_every_time_and_differ_by_district() -> None:
    text = "Phường Minh Khai (quận Hai Bà Trưng), Phường Minh Khai (quận Bắc Từ Liêm)"
    first, again = (plan_mergers([merge(("An Khánh", "xã", text))], UNITS),) * 2
    assert [row.code for row in first.formers] == [row.code for row in again.formers]
    assert len({row.code for row in first.formers}) == 2


def test_a_province_that_took_others_in_goes_on_and_the_others_end() -> None:
    row = MergerRow(
        "thành phố Hà Nội", "", "", read_mentions("Thủ đô Hà Nội và tỉnh Hà Tây"), 2
    )
    plan = plan_mergers([row], UNITS)
    assert plan.kept == ["H26"]
    (former,) = plan.formers
    assert (former.name, former.level) == ("UBND tỉnh Hà Tây", AgencyLevel.PROVINCE)
    assert former.parent is None


def test_a_former_district_is_no_commune() -> None:
    plan = plan_mergers([merge(("An Khánh", "xã", "Huyện Lý Sơn"))], UNITS)
    assert plan.formers[0].level is AgencyLevel.OTHER


@pytest.mark.parametrize(
    "name, kind",
    [
        ("An Khánh", "xã"),
        ("An Khánh", "phường"),  # lists disagree on the kind
        ("An Khanh", "xã"),  # or leave the marks out
    ],
)
def test_a_unit_is_found_by_ever_looser_spellings(name: str, kind: str) -> None:
    plan = plan_mergers([merge((name, kind, "Xã Đông La"))], UNITS)
    assert plan.successions[0].successor == AN_KHANH.code


def test_a_unit_or_province_nobody_knows_is_refused() -> None:
    rows = [
        merge(("Nơi Khác", "xã", "Xã Đông La")),
        MergerRow("An Khánh", "xã", "tỉnh Nơi Khác", (), 3),
        MergerRow("tỉnh Nơi Khác", "", "", (), 4),
    ]
    plan = plan_mergers(rows, UNITS)
    assert [row.line for row in plan.refused] == [2, 3, 4]
    assert not plan.formers


def test_two_units_of_one_loose_name_are_not_guessed_between() -> None:
    twin = Unit("H26.U000.01", "UBND phường An Khánh", "H26")
    plan = plan_mergers([merge(("An Khanh", "đặc khu", "Xã A"))], [*UNITS, twin])
    assert len(plan.refused) == 1
