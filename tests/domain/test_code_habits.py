"""Whatever code is valid survives being typed in another way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.codes import (
    normalise,
    parse_agency_code,
    parse_dossier_code,
    parse_procedure_code,
    parse_unit_code,
)
from feedback.domain.errors import InvalidCode

TODAY = date(2026, 11, 20)

_letters = st.sampled_from("ABCDEFGHIJKLMNPQRSTUVWXY")
_groups = st.text("0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ", min_size=1, max_size=4)
_current = st.builds(
    lambda letter, number, groups: ".".join([f"{letter}{number:02}", *groups]),
    _letters,
    st.integers(0, 99),
    st.lists(_groups, max_size=6),
)
_old = st.builds(
    "{:03}.{:02}.{:02}.{}{:02}".format,
    st.integers(0, 999),
    st.integers(0, 99),
    st.integers(0, 99),
    _letters,
    st.integers(0, 99),
)
_days = st.dates(date(2000, 1, 1), TODAY)
_habits = st.sampled_from(
    [
        str,
        str.lower,
        lambda code: f" {code}\t",
        lambda code: " ".join(code),
        lambda code: code.replace("-", " – "),
        lambda code: code.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}),
    ]
)


@given(_current | _old, _habits)
def test_an_agency_code_survives_any_habit(code: str, habit: object) -> None:
    assert callable(habit)
    assert parse_agency_code(habit(code)).code == code


@given(_current | _old, _days, st.integers(0, 9_999_999), _habits)
def test_a_dossier_code_survives_any_habit(
    agency: str, day: date, number: int, habit: object
) -> None:
    assert callable(habit)
    code = f"{agency}-{day:%y%m%d}-{number:04}"
    dossier = parse_dossier_code(habit(code), today=TODAY)
    assert (dossier.code, dossier.received_on) == (code, day)
    assert parse_dossier_code(dossier.code, today=TODAY).code == code


@given(st.integers(0, 9), st.integers(0, 999_999), st.none() | _old, _habits)
def test_a_procedure_code_survives_any_habit(
    head: int, number: int, suffix: str | None, habit: object
) -> None:
    assert callable(habit)
    code = f"{head}.{number:06}"
    procedure = parse_procedure_code(habit(f"{code}.{suffix}" if suffix else code))
    assert (procedure.code, procedure.suffix) == (code, suffix)


@given(_days, st.integers(0, 3650))
def test_a_dossier_from_a_later_day_is_refused(day: date, ahead: int) -> None:
    code = f"H26-{day + timedelta(days=ahead + 1):%y%m%d}-0001"
    with pytest.raises(InvalidCode):
        parse_dossier_code(code, today=day)


@given(st.text("AbO09.-–—‑−\u00a0\u3000 \tＨ１．－\ufeff"))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    for parse in (parse_agency_code, parse_procedure_code, parse_unit_code):
        try:
            parse(text)
        except InvalidCode as error:
            assert error.message("vi") != error.message("en")
