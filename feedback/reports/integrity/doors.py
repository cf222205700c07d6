"""The counters at the door, judged together over the days of a month."""

from collections.abc import Iterator, Mapping, Sequence

from feedback.analysis.arrays import FloatArray
from feedback.analysis.doors import judge_doors, make_door_counts
from feedback.domain.doors import FAST_BELOW, MANY_FROM, DayCount
from feedback.domain.families import Family
from feedback.domain.flags import Facts, tell_count
from feedback.domain.months import Month
from feedback.queries.integrity import Unit
from feedback.queries.measures import CHANNELS
from feedback.reports.integrity.trials import Trial, name_places


def try_doors(
    month: Month, days: Sequence[DayCount], units: Mapping[int, Unit]
) -> Iterator[Trial]:
    """Five families over agencies, channels and days."""
    if not days:
        return
    names = name_places([(day.agency_id, day.channel) for day in days], units)

    def tell(place: int) -> Facts:
        day = days[place]
        return {"day": day.day.isoformat(), "answers": tell_count(day.answers)}

    for family, p in _judge(days).items():
        yield Trial(family, month, month, names, p, tell)


def _judge(days: Sequence[DayCount]) -> Mapping[Family, FloatArray]:
    networks, devices = (
        judge_doors(
            make_door_counts(
                by_key,
                [day.by_seconds for day in days],
                [day.by_window for day in days],
                [CHANNELS.index(day.channel) for day in days],
            ),
            MANY_FROM,
            FAST_BELOW,
        )
        for by_key in (
            [day.by_network for day in days],
            [day.by_device for day in days],
        )
    )
    return {
        Family.DOOR_KEYS: networks.p_keys,
        Family.DOOR_DEVICES: devices.p_keys,
        Family.DOOR_FAST: networks.p_fast,
        Family.DOOR_EVEN: networks.p_even,
        Family.DOOR_BURST: networks.p_burst,
    }
