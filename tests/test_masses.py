"""The measured pages answer, on a small crowd, along indexes."""

from bench.comments import measure_database


def test_every_measured_page_answers_without_reading_a_whole_table() -> None:
    rows = measure_database("sqlite", 300, 1, 20)
    assert {row["scans"] for row in rows} == {"none"}
    assert len(rows) == 26
