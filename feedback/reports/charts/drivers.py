"""Chart of the items of the questionnaire: importance beside performance."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from feedback.analysis.charts import Driver, DriversText, draw_drivers
from feedback.domain.scales import Level
from feedback.reports.charts import captions
from feedback.reports.charts.captions import write_chart_text
from feedback.reports.charts.rows import Draw

#: Points of the index between two levels (R2).
_STEP = 100 / (max(Level) - min(Level))


def make_drivers(values: Mapping[str, Any], language: str) -> Draw:
    """The items of a `drivers` estimate, the most important first.

    `values["items"]` has a row for each item: its wording (`vi`, `en`), its share of
    the explained variance with bounds (`importance`, `lower`, `upper`; null where it
    could not be told), and its mean answer from 1 to 5 (`performance`).
    """
    items = [item for item in values["items"] if item["importance"] is not None]
    items.sort(key=lambda item: (-item["importance"], item["vi"]))
    drivers = [_make_driver(item, language) for item in items]
    key = DriversText(
        captions.IMPORTANCE.text(language),
        captions.PERFORMANCE.text(language),
        captions.CORNER.text(language),
    )
    title, description = captions.DRIVERS.text(language), captions.GOES_WITH
    text = write_chart_text(title, description.text(language), language)
    return partial(draw_drivers, drivers, key, text)


def _make_driver(item: Mapping[str, Any], language: str) -> Driver:
    index = _STEP * (item["performance"] - min(Level))
    words = captions.write_driver(
        item["importance"], item["lower"], item["upper"], index, language
    )
    return Driver(
        item["en" if language == "en" else "vi"],
        words,
        item["importance"],
        item["lower"],
        item["upper"],
        index / 100,
    )
