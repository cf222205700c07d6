"""One answer to many near-identical comments."""

import pytest
from flask import Flask

from feedback.domain.errors import Conflict, NotFound
from feedback.domain.outcomes import Outcome
from feedback.domain.statements import InvalidStatement
from feedback.domain.states import State
from feedback.operations.answers import (
    EqualParts,
    NotMany,
    Part,
    ThinPart,
    write_replies,
)
from feedback.operations.drafts import MissingReason
from feedback.queries.replies import list_answers
from tests.lives import Cast, count_events, get_comment

COMMON = "Từ tháng 4, quầy 3 mở thêm một cửa và hẹn giờ qua điện thoại."


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast()


def make_parts(refs: list[str], *texts: str) -> list[Part]:
    """A part for each; by default each names its own day."""
    words = texts or [f"Sổ của ông/bà có ngày {n + 1}/4." for n in range(len(refs))]
    return [
        Part(ref, count_events(ref), text)
        for ref, text in zip(refs, words, strict=True)
    ]


def write(cast: Cast, parts: list[Part], **changes: object) -> None:
    values = {
        "user_id": cast.officer.id,
        "text": COMMON,
        "outcome": Outcome.EXPLAINED,
        **changes,
    }
    write_replies(parts=parts, **values)  # type: ignore[arg-type]


def test_each_gets_its_own_part_and_the_common_one(cast: Cast) -> None:
    refs = [cast.live(State.OPEN) for _ in range(3)]
    write(cast, make_parts(refs))
    for number, ref in enumerate(refs):
        (answer,) = list_answers(ref)
        assert answer.text == f"Sổ của ông/bà có ngày {number + 1}/4.\n\n{COMMON}"
        assert get_comment(ref).state == State.REPLIED


@pytest.mark.parametrize("thin", ["", "Xin cảm ơn", " \u200b ", "! ? … - – —"])
def test_a_part_that_says_nothing_is_refused_by_name(cast: Cast, thin: str) -> None:
    refs = [cast.live(State.OPEN) for _ in range(2)]
    with pytest.raises(ThinPart) as error:
        write(cast, make_parts(refs, "Sổ của ông/bà có ngày 2/4.", thin))
    assert error.value.field == f"part_{refs[1]}"
    assert [list_answers(ref) for ref in refs] == [[], []]


def test_parts_that_are_all_the_same_are_refused(cast: Cast) -> None:
    refs = [cast.live(State.OPEN) for _ in range(2)]
    with pytest.raises(EqualParts):
        write(cast, make_parts(refs, "Xin mời đến quầy số 3", "XIN MOI den quầy số 3"))


def test_all_or_none_when_a_colleague_was_faster(cast: Cast) -> None:
    refs = [cast.live(State.OPEN) for _ in range(2)]
    parts = make_parts(refs)
    cast.reply(max(refs))
    with pytest.raises(Conflict) as error:
        write(cast, parts)
    assert error.value.field == f"part_{max(refs)}"
    assert list_answers(min(refs)) == []


def test_one_is_not_many_and_twice_the_same_is_one(cast: Cast) -> None:
    ref = cast.live(State.OPEN)
    (part,) = make_parts([ref])
    for parts in ([], [part], [part, part]):
        with pytest.raises(NotMany):
            write(cast, parts)


def test_the_common_part_keeps_the_rules_of_every_answer(cast: Cast) -> None:
    refs = [cast.live(State.OPEN) for _ in range(2)]
    parts = make_parts(refs)
    with pytest.raises(InvalidStatement):
        write(cast, parts, text=" ")
    with pytest.raises(InvalidStatement):
        write(cast, parts, text="x" * 5000)
    with pytest.raises(MissingReason):
        write(cast, parts, outcome=Outcome.NOT_ACCEPTED)


def test_another_agency_s_comment_is_not_there(cast: Cast) -> None:
    stranger = Cast(service=cast.service)
    refs = [cast.live(State.OPEN), stranger.live(State.OPEN)]
    with pytest.raises(NotFound):
        write(cast, make_parts(refs))
    assert list_answers(refs[0]) == []
