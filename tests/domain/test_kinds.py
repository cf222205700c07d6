"""The kinds of comments."""

from feedback.domain.kinds import Kind
from feedback.models.comments import Comment


def test_every_kind_has_a_name_and_fits_its_column() -> None:
    assert len({kind.label.vi for kind in Kind}) == len(Kind) == 3
    column = Comment.__table__.c.kind
    assert max(map(len, Kind)) <= column.type.length
    assert str(column.server_default.arg) == Kind.FEEDBACK
