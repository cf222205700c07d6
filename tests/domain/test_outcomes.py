"""Outcomes of comments."""

from feedback.domain.outcomes import Outcome


def test_outcomes_say_in_words_what_was_done() -> None:
    assert [outcome.label.vi for outcome in Outcome] == [
        "Đã khắc phục",
        "Cam kết khắc phục đúng hạn",
        "Tiếp thu",
        "Tiếp thu một phần",
        "Giải trình",
        "Không tiếp thu",
        "Chuyển cơ quan có thẩm quyền",
        "Ngoài phạm vi",
    ]


def test_a_comment_not_accepted_needs_a_reason_and_a_fixed_one_does_not() -> None:
    assert Outcome.NOT_ACCEPTED.needs_reason
    assert not Outcome.FIXED.needs_reason


def test_only_what_is_said_to_be_fixed_must_be_shown() -> None:
    assert [outcome for outcome in Outcome if outcome.needs_evidence] == [Outcome.FIXED]


def test_only_a_promise_names_its_day() -> None:
    assert [outcome for outcome in Outcome if outcome.needs_day] == [Outcome.WILL_FIX]
