"""Details that tell who wrote, and what is proposed in their place."""

import doctest
import unicodedata
from collections import Counter
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain import details
from feedback.domain.details import find_details, find_personal, propose_redaction
from feedback.domain.details.findings import Finding, Kind
from tests.details import HALVES, make_comments, read_comments

#: Everything that follows a form; names follow none.
CODED = tuple(kind for kind in Kind if kind is not Kind.NAME)
HELPLINES = ("1022", "18001096")


def test_the_examples_are_right() -> None:
    assert doctest.testmod(details).failed == 0


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
        ("Chị Hạnh ở quầy 3, ngày 12/3", ["Hạnh", "12/3"]),
        ("Chờ hơi lâu, nhưng cán bộ rất tận tình.", []),
        ("Phải đi lại 3 lần, mất 2 tuần, 85% là chờ.", []),
    ],
)
def test_what_stands_out_is_named(text: str, found: list[str]) -> None:
    assert find_details(text) == found


def test_no_more_than_eight_are_listed() -> None:
    assert len(find_details(" ".join(f"{day}/3" for day in range(1, 29)))) == 8


@pytest.mark.parametrize("half", HALVES)
def test_the_labelled_comments_are_what_the_marked_file_says(half: str) -> None:
    comments = read_comments(half)
    assert comments == list(make_comments(half))
    assert len(comments) >= 150


class Tally:
    """Spans and findings of one kind, and how many of each agree."""

    def __init__(self, comments: list[dict[str, Any]]) -> None:
        self.n_spans, self.n_found = Counter[str](), Counter[str]()
        self.n_findings, self.n_right = Counter[str](), Counter[str]()
        for comment in comments:
            self._add(comment["spans"], find_personal(comment["text"], HELPLINES))

    def _add(self, spans: list[dict[str, Any]], found: tuple[Finding, ...]) -> None:
        for span in spans:
            self.n_spans[span["kind"]] += 1
            self.n_found[span["kind"]] += any(covers(one, span) for one in found)
        for one in found:
            self.n_findings[one.kind] += 1
            self.n_right[one.kind] += any(agrees(one, span) for span in spans)

    def recall(self, *kinds: Kind) -> float:
        """The share of the marked spans that were found whole."""
        n = sum(self.n_spans[kind] for kind in kinds)
        return sum(self.n_found[kind] for kind in kinds) / n

    def precision(self, *kinds: Kind) -> float:
        """The share of the findings that mark what a person marked."""
        n = sum(self.n_findings[kind] for kind in kinds)
        return sum(self.n_right[kind] for kind in kinds) / n


def covers(finding: Finding, span: dict[str, Any]) -> bool:
    """Found: of its kind, and nothing of it left uncovered."""
    is_whole = finding.start <= span["start"] and finding.end >= span["end"]
    return finding.kind == span["kind"] and is_whole


def agrees(finding: Finding, span: dict[str, Any]) -> bool:
    """Right: of its kind, and half of what both cover is covered by both."""
    common = min(finding.end, span["end"]) - max(finding.start, span["start"])
    together = max(finding.end, span["end"]) - min(finding.start, span["start"])
    return finding.kind == span["kind"] and common >= together / 2


def test_the_test_half_is_found_as_well_as_asked() -> None:
    tally = Tally(read_comments("test"))
    assert tally.recall(*CODED) >= 0.98
    assert tally.precision(*CODED) >= 0.9
    assert tally.recall(Kind.NAME) >= 0.85
    assert tally.precision(Kind.NAME) >= 0.9


def test_nothing_of_the_tuning_half_is_missed() -> None:
    tally = Tally(read_comments("tuning"))
    assert tally.recall(*Kind) == 1
    assert tally.precision(*CODED) == 1


def test_a_redaction_names_what_was_there() -> None:
    text = "Tôi là Nguyễn Văn Mít, số nhà 5 ngõ 3, gọi 0912 345 678."
    assert propose_redaction(text, find_personal(text)) == (
        "Tôi là [họ tên], [địa chỉ], gọi [số điện thoại]."
    )
    assert propose_redaction("Chờ lâu quá.", ()) == "Chờ lâu quá."


@pytest.mark.parametrize(
    "text",
    ["Gọi 0236 3567 890", "Gọi (0236) 3.567.890", "Gọi +84 236 3567890", "02363567890"],
)
def test_an_allowed_number_is_left_alone_however_it_is_spelled(text: str) -> None:
    assert len(find_personal(text)) == 1
    assert find_personal(text, ["0236 356 7890"]) == ()


def test_an_allowed_address_of_an_office_is_left_alone() -> None:
    text = "Thư gửi motcua@example.gov.vn hay toi@example.vn?"
    found = find_personal(text, ["MotCua@example.gov.vn"])
    assert [finding.text for finding in found] == ["toi@example.vn"]


@pytest.mark.parametrize(
    "text",
    [
        "Trụ sở UBND ở số 12 đường Lê Lợi",
        "đường Nguyễn Văn Linh ngập, phường Võ Thị Sáu cũng thế",
        "Tổ 5 người làm không xuể",
        "Nộp 1021 0000 1234 56 đồng",
        "phí 123 456 789 đồng",
        "tài khoản bị trừ 1.200.000 đồng, sau đó 0912345678 đồng",
        "từ 16h 15000 đồng",
        "Tổng đài 1900 1234 56, 1900123456",
        "tôi là công dân, tên đường mới đặt, tên",
        "Ông. Bà. Anh:",
        "anh Hai tôi",
        "cán bộ vẫn báo chưa nhận",
        "",
    ],
)
def test_what_only_looks_personal_is_left_alone(text: str) -> None:
    assert find_personal(text) == ()


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("331 234 567 là số của tôi", Kind.IDENTITY, "331 234 567"),
        ("số 9704 3612 3456 7890 nhé", Kind.ACCOUNT, "9704 3612 3456 7890"),
        ("dãy 12345678901234 gì đây", Kind.ACCOUNT, "12345678901234"),
        ("PAKN.20250812.0012 chưa xử lý", Kind.DOSSIER, "PAKN.20250812.0012"),
        ("thư: an at example dot vn", Kind.EMAIL, "an at example dot vn"),
        ("thư an@thu.example.vn.Mong sớm", Kind.EMAIL, "an@thu.example.vn"),
        ("d/c Tuấn bảo thế", Kind.NAME, "Tuấn"),
        ("biển 29 h1 12345 đấy", Kind.PLATE, "29 h1 12345"),
        ("toi gap anh nguyen binh hom qua", Kind.NAME, "nguyen binh"),
        ("co tran thi o quay 3", Kind.NAME, "tran thi o"),
        ("anh nguyen binh minh", Kind.NAME, "nguyen binh minh"),
    ],
)
def test_forms_that_the_labelled_comments_lack_are_found(
    text: str, kind: Kind, found: str
) -> None:
    assert [(f.kind, f.text) for f in find_personal(text)] == [(kind, found)]


@given(st.text(alphabet="0123456789 .-+()oOaĐđếgọiSố@\u0301\u200b\n/HNV"))
def test_findings_are_stretches_of_the_text_and_do_not_overlap(text: str) -> None:
    last = 0
    for finding in find_personal(text):
        assert last <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.text
        last = finding.end


def test_a_mark_without_a_letter_and_a_long_capital_are_read() -> None:
    text = "\u0301İSTANBUL ŉ 0912345678"
    (finding,) = find_personal(text)
    assert finding.text == "0912345678"


@pytest.mark.parametrize("half", HALVES)
def test_decomposed_text_is_found_like_composed(half: str) -> None:
    for comment in read_comments(half):
        text = unicodedata.normalize("NFC", comment["text"])
        spread = unicodedata.normalize("NFD", text)
        assert [
            unicodedata.normalize("NFC", f.text) for f in find_personal(spread)
        ] == [f.text for f in find_personal(text)]


@pytest.mark.parametrize(
    "piece",
    [
        *("0", "0 ", "1.", "o", "84", "+84 ", "(0", "a", "a.", "a@", "1/", "12a-", " "),
        *("so 1 ", "ngõ 5/", "đường a b c ", "xóm ", "tổ 5, ", "ở 5 Hoa Mai ", "tk "),
        *("khong ", "co ", "nguyen van ", "Nguyễn ", "tên là ", "trụ sở ", "\u0301"),
    ],
)
def test_no_text_takes_more_than_its_length(piece: str) -> None:
    """Fifty thousand characters; quadratic time would take minutes."""
    text = (piece * 50_000)[:50_000]
    start = perf_counter()
    find_personal(text)
    # Far more than it takes: what would fail here takes minutes.
    assert perf_counter() - start < 60


def test_digits_said_one_by_one_are_a_telephone_unless_they_are_money() -> None:
    said = "không chín một hai ba bốn năm sáu bảy tám"
    assert [finding.text for finding in find_personal(f"gọi {said} nhé")] == [said]
    assert not find_personal(f"gọi {said} đồng")
