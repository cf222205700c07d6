"""Chart of coverage: a bar for each step, as long as the people who came so far."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.analysis.charts.looks import TRACK, WIDE, ChartText, Layout
from feedback.analysis.charts.sheets import Sheet

#: From dark to darker, so that the last step, the answers, stands out.
STEP_COLOUR = "#4f8f86"
LAST_COLOUR = "#00594f"
BAR_HEIGHT = 22


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One step: a name, how many came so far, and the figure in words."""

    label: str
    value: str
    count: int


def draw_funnel(
    steps: Sequence[FunnelStep], text: ChartText, layout: Layout = WIDE
) -> bytes:
    """Return an SVG of bars from zero, the first step being the whole width.

    Parameters
    ----------
    steps : sequence of FunnelStep
        From the first to the last; none counts more than the first.
    text : ChartText
        Title and description.
    layout : Layout
        `WIDE` or `NARROW`.
    """
    sheet = Sheet(layout)
    whole = max(1, steps[0].count)
    for place, step in enumerate(steps, start=1):
        colour = LAST_COLOUR if place == len(steps) else STEP_COLOUR
        sheet.y += 4
        sheet.write_lines(step.label, step.value, LAST_COLOUR)
        sheet.y += 4
        sheet.box(0, sheet.y, layout.width, BAR_HEIGHT, TRACK)
        sheet.box(0, sheet.y, layout.width * step.count / whole, BAR_HEIGHT, colour)
        sheet.y += BAR_HEIGHT + 6
    return sheet.to_svg(text)
