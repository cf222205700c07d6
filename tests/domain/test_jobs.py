"""The words of jobs and of their runs."""

from feedback.domain.jobs import JOB_LABELS, RunState, label_job
from feedback.domain.labels import Label


def test_a_job_has_its_words_and_an_old_one_keeps_its_name() -> None:
    assert label_job("publish_month") == JOB_LABELS["publish_month"]
    assert label_job("no_more") == Label("no_more", "no_more")


def test_every_state_of_a_run_has_words() -> None:
    assert RunState.FAILED.label.text("vi") == "Lỗi"
    assert len({state.label for state in RunState}) == len(RunState)
