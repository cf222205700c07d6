"""The diagram in the documentation is the table itself."""

from feedback.config import ROOT
from feedback.domain.diagrams import draw_states
from feedback.domain.states import TRANSITIONS, State

PAGE = ROOT / "docs" / "comment-states.md"


def test_the_page_in_docs_is_what_the_table_gives() -> None:
    assert (
        PAGE.read_text(encoding="utf-8") == draw_states()
    ), "write feedback.domain.diagrams.draw_states() to docs/comment-states.md"


def test_every_row_and_every_state_is_on_the_page() -> None:
    page = draw_states()
    for row in TRANSITIONS:
        assert f"| {row.state or 'new'} | {row.move} | {row.next_state} |" in page
    for state in State:
        assert f"    {state} : {state.label.vi}\n" in page
        assert page.count(f"    {state} --> ") >= 1, "no state without a way out"
