"""Covering up leaves every other word as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.covers import MARKS, NotCovered, check_cover


@pytest.mark.parametrize(
    ("old", "new", "covered"),
    [
        ("Chị Lan ở quầy 3", "[đã che] ở quầy 3", 7),
        ("Chị Lan ở quầy 3", "Chị […] ở quầy [...]", 4),
        ("Chị Lan ở quầy 3", "[đã che]", 16),
        # A mark that stands already may stay, and be swallowed by a wider one.
        ("[đã che] ở quầy 3", "[đã che] ở quầy [đã che]", 9),
        ("[đã che] ở quầy 3", "[đã che] 3", 15),
    ],
)
def test_parts_give_way_to_marks(old: str, new: str, covered: int) -> None:
    assert check_cover(old, new, "text") == covered


@pytest.mark.parametrize(
    "new",
    [
        "Chị Lan ở quầy 3",
        "Chị Lan ở quầy",
        "Chị Hoa ở quầy [đã che]",
        "Chị Lan đứng ở […] quầy 3",
        "Chị Lan ở quầy 3[đã che]",
        "[đã che]Chị Lan ở quầy 3",
        "Chị […]Lan ở quầy 3",
        "quầy […] ở […] Lan […]",
        "(đã che) ở quầy 3",
    ],
)
def test_anything_else_is_refused(new: str) -> None:
    with pytest.raises(NotCovered) as error:
        check_cover("Chị Lan ở quầy 3", new, "text")
    assert error.value.field == "text"


@given(
    st.lists(st.text("ab c", min_size=1), min_size=1, max_size=6),
    st.sampled_from(MARKS),
    st.data(),
)
def test_whatever_is_covered_up_is_accepted(
    parts: list[str], mark: str, data: st.DataObject
) -> None:
    hidden = data.draw(st.sets(st.integers(0, len(parts) - 1), min_size=1))
    new = "".join(mark if n in hidden else part for n, part in enumerate(parts))
    old = "".join(parts)
    assert check_cover(old, new, "text") == sum(len(parts[n]) for n in hidden)
