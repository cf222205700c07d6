"""Evidence can be opened or looked up."""

import pytest

from feedback.domain.evidence import InvalidEvidence, find_links, read_evidence
from feedback.domain.limits import EVIDENCE_LENGTH


@pytest.mark.parametrize(
    "typed",
    [
        "https://songhien.gov.vn/van-ban/123",
        "123/UBND-VP ngày 5/3/2026",
        "Thông báo số 45/TB-STNMT",
        "12/2026/QĐ-UBND, https://songhien.gov.vn/12.",
        "Số 07 / TB–UBND",
    ],
)
def test_a_link_or_a_document_number_is_evidence(typed: str) -> None:
    assert read_evidence(typed)


def test_nothing_typed_is_no_evidence() -> None:
    assert read_evidence(" \u200b ") is None


@pytest.mark.parametrize(
    "typed",
    [
        "đã làm rồi",
        "ngày 5/3/2026",
        "javascript:alert(1)",
        "https://localhost",
        "http://[::1",
        "https://a.vn/" + "x" * EVIDENCE_LENGTH,
    ],
)
def test_what_nobody_can_look_up_is_not(typed: str) -> None:
    with pytest.raises(InvalidEvidence) as error:
        read_evidence(typed)
    assert error.value.field == "evidence"


def test_only_web_addresses_become_links() -> None:
    text = "Xem https://a.gov.vn/1, http://b.gov.vn/2); ftp://c.vn javascript:x"
    assert find_links(text) == ["https://a.gov.vn/1", "http://b.gov.vn/2"]
