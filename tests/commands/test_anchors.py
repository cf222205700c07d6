"""flask import anchor: yearly call-back samples."""

from flask import Flask
from sqlalchemy import select

from feedback.extensions import db
from feedback.models.anchors import Anchor
from feedback.queries.anchors import list_samples
from tests.commands.conftest import Load

HEAD = "Năm;Số hồ sơ;Đã gọi;n1;n2;n3;n4;n5;Không ý kiến;Cách làm"
ROW = "2025;40000;260;6;10;20;100;64;5;Rút ngẫu nhiên đơn giản từ sổ đăng ký"


def test_a_sample_is_recorded_once_and_corrected_when_stated_anew(load: Load) -> None:
    done = load("anchor", (HEAD, ROW))
    assert (done.code, done.err) == (0, "")
    assert "1 new" in done.out
    (row,) = list_samples()
    assert (row.year, row.population, row.called) == (2025, 40_000, 260)
    assert (row.levels, row.n_none) == ((6, 10, 20, 100, 64), 5)
    assert "0 new, 0 updated, 1 unchanged" in load("anchor", (HEAD, ROW)).out
    assert "1 updated" in load("anchor", (HEAD, ROW.replace(";64;", ";63;"))).out


def test_a_sample_that_contradicts_itself_is_refused_by_line(
    load: Load, app: Flask
) -> None:
    wrong = (
        ROW.replace("2025;40000;260", "2024;40000;200"),
        ROW.replace("2025;", "2031;"),
        ROW.replace("2025;", "1999;"),
        ROW.replace(";260;", ";;"),
        ROW,
        ROW,
    )
    done = load("anchor", (HEAD, *wrong))
    assert done.code != 0
    for line in (2, 3, 4, 5):
        assert f"{line}" in done.err
    assert "Số người trả lời không được nhiều hơn" in done.err
    assert "No more people can have answered" in done.err
    db.session.rollback()
    assert db.session.scalars(select(Anchor)).all() == []
    partly = load("anchor", (HEAD, *wrong), "--partial")
    assert "1 new" in partly.out and len(list_samples()) == 1
    assert "2025" in partly.err  # stated twice
