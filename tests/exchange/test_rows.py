"""The values of one row, with every fault of it."""

from datetime import date

import pytest

from feedback.domain.errors import DomainError
from feedback.domain.imports import RowFaults
from feedback.exchange.rows import RowReader, read_day


def faults_of(reader: RowReader) -> list[str]:
    """The columns of the faults."""
    return [fault.column for fault in reader.faults]


@pytest.mark.parametrize(
    "text", ["2026-03-31", " 31/03/2026 ", "31.3.2026", "31-03-2026", "2026-3-31 08:15"]
)
def test_a_day_may_be_written_in_the_usual_ways(text: str) -> None:
    assert read_day(text) == date(2026, 3, 31)


@pytest.mark.parametrize(
    "text",
    ["", "31/02/2026", "2026-13-01", "03-31-2026", "31/3/26", "hôm nay", "٣١/٠٣/٢٠٢٦"],
)
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(DomainError):
        read_day(text)


@pytest.mark.parametrize("text", ["a@b.vn", "nguoi.nop+1@ho-so.example.vn"])
def test_an_address_is_taken_as_it_is(text: str) -> None:
    assert RowReader({"email": f" {text} "}).email("email") == text


@pytest.mark.parametrize(
    "text",
    [
        "a@b",
        "a b@c.vn",
        "a@b.vn,c@d.vn",
        "a@b@c.vn",
        "ạ@b.vn",
        f"{'x' * 250}@b.vn",
        "a@b.vn\nBcc: c@d.vn",
        "<a@b.vn>",
    ],
)
def test_an_address_that_letters_cannot_go_to_is_refused_and_not_repeated(
    text: str,
) -> None:
    reader = RowReader({"email": text})
    assert reader.email("email") is None
    assert faults_of(reader) == ["email"]
    assert text not in reader.faults[0].vi + reader.faults[0].en


def test_words_for_yes_and_no_are_known_and_others_refused() -> None:
    answers = {"": False, "0": False, "Không": False, "1": True, "Có": True, "x": True}
    for word, answer in answers.items():
        assert RowReader({"on": word}).is_yes("on") is answer
    reader = RowReader({"on": "có lẽ"})
    reader.is_yes("on")
    assert faults_of(reader) == ["on"]


@pytest.mark.parametrize("text", ["-1", "1.5", "ba", "101", "9999999999", "１"])
def test_a_count_is_a_whole_number_within_bounds(text: str) -> None:
    reader = RowReader({"n": text})
    assert reader.count("n", 100) is None
    assert faults_of(reader) == ["n"]


def test_all_faults_of_a_row_come_together() -> None:
    reader = RowReader({"code": "x" * 9, "on": "?"})
    reader.text("code", 5)
    reader.text("name", 5, is_required=True)
    reader.day("on")
    reader.day("to", is_required=True)
    assert (reader.count("n", 1), reader.email("email")) == (None, None)
    assert reader.has("code") and not reader.has("name")
    with pytest.raises(RowFaults) as raised:
        reader.finish()
    assert [f.column for f in raised.value.faults] == ["code", "name", "on", "to"]
    assert all(fault.vi and fault.en for fault in raised.value.faults)
