"""The table of states as a diagram, for the documentation."""

from feedback.domain.states import (
    TRANSITIONS,
    Bucket,
    Move,
    State,
    public_bucket,
)

_HEAD = """\
# The life of a comment

Made from `TRANSITIONS` in `feedback/domain/states.py` by `feedback/domain/diagrams.py`;
`tests/domain/test_diagrams.py` holds the two equal. Who may make each move stands in
the table below the diagram.
"""


def draw_states() -> str:
    """The page docs/comment-states.md: a Mermaid diagram, then every row as text."""
    return "\n".join(
        [
            *(_HEAD, "```mermaid", "stateDiagram-v2"),
            *_draw_nodes(),
            *_draw_arrows(),
            *("```", "", "## Moves", ""),
            "| From | Move | To | Who |",
            "|---|---|---|---|",
            *_list_rows(),
            *("", "## The public count", ""),
            "Every comment is in exactly one: received = published + withheld + moved "
            "+ waiting.",
            "",
            "| Count | States |",
            "|---|---|",
            *_list_buckets(),
            "",
        ]
    )


def _draw_nodes() -> list[str]:
    return [f"    {state} : {state.label.vi}" for state in State]


def _draw_arrows() -> list[str]:
    moves: dict[tuple[str, str], list[Move]] = {}
    for row in TRANSITIONS:
        ends = (str(row.state or "[*]"), str(row.next_state))
        moves.setdefault(ends, []).append(row.move)
    return [
        *(
            f"    {start} --> {end} : {', '.join(names)}"
            for (start, end), names in moves.items()
        ),
        f"    {State.MOVED} --> [*]",
        f"    {State.CLOSED} --> [*]",
    ]


def _list_rows() -> list[str]:
    return [
        f"| {row.state or 'new'} | {row.move} | {row.next_state} "
        f"| {', '.join(sorted(row.roles))} |"
        for row in TRANSITIONS
    ]


def _list_buckets() -> list[str]:
    return [
        f"| {bucket} | {', '.join(s for s in State if public_bucket(s) is bucket)} |"
        for bucket in Bucket
    ]
