"""Details that tell who wrote."""

import pytest

from feedback.domain.details import find_details


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gọi tôi số 0912 345 678 nhé", ["0912 345 678"]),
        ("Gọi +84 912.345.678", ["+84 912.345.678"]),
        ("Thư: an.nguyen@example.vn", ["an.nguyen@example.vn"]),
        ("Hồ sơ H56.14-240823-0001 bị trả", ["H56.14-240823-0001"]),
        ("CCCD 001099012345", ["001099012345"]),
        ("Thửa đất số 32, tờ bản đồ số 5", ["Thửa đất số 32", "tờ bản đồ số 5"]),
        ("Tôi đến ngày 12/3 lúc 9 giờ 30", ["12/3", "9 giờ 30"]),
        ("Ngày 12/3 rồi lại ngày 12/3", ["12/3"]),
        ("Chờ hơi lâu, nhưng cán bộ rất tận tình.", []),
        ("Phải đi lại 3 lần, mất 2 tuần, 85% là chờ.", []),
    ],
)
def test_what_stands_out_is_named(text: str, found: list[str]) -> None:
    assert find_details(text) == found


def test_no_more_than_eight_are_listed() -> None:
    assert len(find_details(" ".join(f"{day}/3" for day in range(1, 29)))) == 8
