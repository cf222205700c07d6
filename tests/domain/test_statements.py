"""What staff must put in words."""

import pytest

from feedback.domain.statements import InvalidStatement, read_statement


def test_a_statement_is_cleaned() -> None:
    assert read_statement(" Đã xem\u202e \r\n", "reason") == "Đã xem"


@pytest.mark.parametrize("typed", ["", "\u200b \n", "x" * 11])
def test_an_empty_or_long_statement_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(InvalidStatement) as error:
        read_statement(typed, "reason", 10)
    assert error.value.field == "reason"
