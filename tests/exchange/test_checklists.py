"""The lists that screening looks up."""

from pathlib import Path

import pytest

from feedback.domain.errors import InvalidPlan
from feedback.domain.signs import AbusiveWord
from feedback.exchange.checklists import read_checklists

WORDS = "word,also_bare\nđồ ngu,yes\n"
HEAD = "number,name,source\n"


def test_the_shipped_lists_are_read() -> None:
    lists = read_checklists()
    assert "1022" in lists.helplines and len(lists.abusive) > 20


def test_a_province_adds_numbers_in_files_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "abusive-words.csv").write_text(WORDS, encoding="utf-8")
    for name, number in (("helplines", "1022"), ("helplines-so-y-te", "02363567890")):
        row = f"{HEAD}{number},Tổng đài,Công văn 1\n"
        (tmp_path / f"{name}.csv").write_text(row, encoding="utf-8-sig")
    lists = read_checklists(tmp_path)
    assert lists.helplines == {"1022", "02363567890"}
    assert lists.abusive == (AbusiveWord("đồ ngu", True),)


def test_a_row_without_its_source_is_named_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "helplines.csv").write_text(f"{HEAD}1022,Tổng đài,\n")
    with pytest.raises(InvalidPlan, match="line 2") as caught:
        read_checklists(tmp_path)
    assert "helplines.csv" in str(caught.value)
