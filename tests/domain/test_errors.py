"""Every error speaks both languages."""

import pytest

from feedback.domain import errors
from feedback.domain.errors import DomainError, InvalidCode


def _all(kind: type[DomainError]) -> list[type[DomainError]]:
    return [kind, *(sub for child in kind.__subclasses__() for sub in _all(child))]


def _speaks_for_itself(kind: type[DomainError]) -> bool:
    """Kinds that carry particulars are tested where those come from."""
    return kind.__init__ is DomainError.__init__ or kind in vars(errors).values()


@pytest.mark.parametrize("kind", [*filter(_speaks_for_itself, _all(DomainError))])
def test_an_error_says_in_both_languages_what_happened(
    kind: type[DomainError],
) -> None:
    error = kind()
    assert error.message("vi") != error.message("en")
    assert error.message("vi").strip().endswith((".", "!", "?"))
    assert str(error) == error.message("en")


def test_an_error_can_carry_its_own_words_and_its_field() -> None:
    error = InvalidCode("Sai.", "Wrong.", reason="form", field="code")
    assert (error.message("vi"), error.message("en")) == ("Sai.", "Wrong.")
    assert (error.field, error.reason) == ("code", "form")


def test_every_kind_of_error_belongs_to_the_one_tree() -> None:
    kinds = [value for value in vars(errors).values() if isinstance(value, type)]
    assert all(issubclass(kind, DomainError) for kind in kinds)
