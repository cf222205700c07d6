"""Files of monthly counts that other survey tools publish."""

from feedback.domain.counts import CountRow
from feedback.domain.months import Month
from feedback.exchange.rows import RowReader
from feedback.exchange.tables import Column, Layout, TableRow

LEVELS = (
    "n1_very_dissatisfied",
    "n2_dissatisfied",
    "n3_neither",
    "n4_satisfied",
    "n5_very_satisfied",
)
MOST_ANSWERS = 100_000_000

COUNTS = Layout(
    "counts",
    (
        Column("month", ("thang",), True),
        Column("service", ("dich vu", "thu tuc"), True),
        Column("channel", ("kenh", "hinh thuc")),
        *(Column(name, (name[:2],), True) for name in LEVELS),
        Column("published_percent", ("ty le cong bo", "percent")),
    ),
)


def read_count(row: TableRow) -> CountRow:
    """A month of one service; either all five counts or none."""
    reader = RowReader(row.values)
    month = reader.parse("month", Month.parse, is_required=True)
    service = reader.text("service", 120, is_required=True)
    channel = reader.text("channel", 40)
    counts = [reader.count(name, MOST_ANSWERS) for name in LEVELS]
    percent = reader.count("published_percent", 100)
    given = [n for n in counts if n is not None]
    if not reader.faults and 0 < len(given) < len(LEVELS):
        reader.add(
            LEVELS[0],
            "Phải có đủ số đếm của năm mức, hoặc để trống cả năm.",
            "Give the counts of all five levels, or of none.",
        )
    if not reader.faults and not given and percent is None:
        reader.add(
            "published_percent",
            "Dòng không có số đếm cũng không có tỷ lệ.",
            "The row has neither counts nor a percentage.",
        )
    reader.finish()
    assert month is not None
    five = (given[0], given[1], given[2], given[3], given[4]) if given else None
    return CountRow(month, service, channel, five, percent, row.line)
