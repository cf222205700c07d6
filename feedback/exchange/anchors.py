"""Files of yearly call-back samples."""

from feedback.domain import clock
from feedback.domain.anchors import AnchorRow, InvalidAnchor
from feedback.domain.imports import Fault
from feedback.exchange.counts import LEVELS, MOST_ANSWERS
from feedback.exchange.rows import RowReader
from feedback.exchange.tables import Column, Layout, TableRow

_HOW_LENGTH = 500
#: Earlier than any rating here can be.
_FIRST_YEAR = 2015

ANCHORS = Layout(
    "anchors",
    (
        Column("year", ("nam",), True),
        Column("population", ("so ho so", "tong ho so"), True),
        Column("called", ("so nguoi goi", "da goi"), True),
        *(Column(name, (name[:2],), True) for name in LEVELS),
        Column("n_none", ("khong y kien", "no opinion")),
        Column("how", ("cach lam", "cach lay mau"), True),
    ),
)


def read_anchor(row: TableRow) -> AnchorRow:
    """One year's sample; its numbers have to be a chain of parts."""
    reader = RowReader(row.values)
    year = reader.count("year", clock.today().year)
    if year is not None and year < _FIRST_YEAR:
        reader.add(
            "year",
            f"Năm phải từ {_FIRST_YEAR}.",
            f"The year must be {_FIRST_YEAR} or later.",
        )
    counted = [reader.count(name, MOST_ANSWERS) for name in ("population", "called")]
    levels = [reader.count(name, MOST_ANSWERS) for name in LEVELS]
    none = reader.count("n_none", MOST_ANSWERS)
    how = reader.text("how", _HOW_LENGTH, is_required=True)
    for name, value in zip(
        ("year", "population", "called", *LEVELS),
        (year, *counted, *levels),
        strict=True,
    ):
        if value is None and not reader.has(name):
            reader.add(name, f"Thiếu “{name}”.", f"“{name}” is missing.")
    reader.finish()
    population, called = (n or 0 for n in counted)
    n1, n2, n3, n4, n5 = (n or 0 for n in levels)
    five = (n1, n2, n3, n4, n5)
    try:
        return AnchorRow(year or 0, population, called, five, none or 0, how, row.line)
    except InvalidAnchor as error:
        reader.faults.append(Fault.of(error, "called"))
        reader.finish()
        raise
