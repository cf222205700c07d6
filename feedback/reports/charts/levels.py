"""Charts of the five levels, and of who was asked."""

from collections.abc import Sequence
from functools import partial

from feedback.analysis.charts import (
    FunnelStep,
    LevelBar,
    draw_distribution,
    draw_funnel,
)
from feedback.domain.channels import Channel
from feedback.domain.labels import Label
from feedback.reports.charts import captions
from feedback.reports.charts.captions import write_chart_text
from feedback.reports.charts.rows import Draw, PublishedRows, write_value
from feedback.reports.disclosures import ALL, PROVINCE
from feedback.reports.drafts import ResultRow

#: A name and the result it stands for.
Bar = tuple[Label, ResultRow]


def list_channel_bars(rows: PublishedRows) -> list[Bar]:
    """The province and its channels."""
    whole = [(captions.PROVINCE, row) for row in rows.list(ALL, PROVINCE)]
    channels = rows.list(ALL, "channel")
    return whole + [(Channel(row.key).label, row) for row in channels]


def make_levels(bars: Sequence[Bar], language: str) -> Draw:
    """How the answers of some units lie on the five levels."""
    title = captions.LEVELS.text(language)
    return partial(
        draw_distribution,
        [
            LevelBar(
                name.text(language),
                write_value(row, language),
                row.counts or (0, 0, 0, 0, 0),
            )
            for name, row in bars
        ],
        captions.write_levels(language),
        write_chart_text(title, captions.BESIDE.text(language), language),
    )


def make_coverage(whole: ResultRow, language: str) -> Draw | None:
    """Ended, invited, delivered, rated."""
    counts = (whole.ended, whole.invited, whole.delivered, whole.rated)
    known = [count for count in counts if count is not None]
    if len(known) < len(counts) or not known[0] or max(known) > known[0]:
        return None  # no register reports, or more answers than dossiers
    steps = [
        FunnelStep(label.text(language), captions.write_count(count, language), count)
        for label, count in zip(captions.STEPS, known, strict=True)
    ]
    title = captions.COVERAGE.text(language)
    text = write_chart_text(title, captions.BESIDE.text(language), language)
    return partial(draw_funnel, steps, text)
