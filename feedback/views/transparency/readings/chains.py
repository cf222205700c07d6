"""Whether fewer were asked or heard than before, or than others."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from feedback.views.transparency.readings.numbers import percent
from feedback.views.transparency.readings.signals import Signal, describe_test

#: Tests of a chain in the order of its steps; titles, and what an alarm says.
_TESTS: Final = {
    "invited_drop": (
        _l("Tỷ lệ được mời so với các kỳ trước"),
        _l("Chỉ %(now)s hồ sơ được mời đánh giá; các kỳ trước là %(then)s."),
    ),
    "rated_drop": (
        _l("Tỷ lệ trả lời so với các kỳ trước"),
        _l("Chỉ %(now)s hồ sơ có trả lời; các kỳ trước là %(then)s."),
    ),
    "refused_invited": (
        _l("Hồ sơ bị từ chối có được mời như hồ sơ đã giải quyết không"),
        _l("Chỉ %(now)s hồ sơ bị từ chối được mời; đã giải quyết là %(then)s."),
    ),
    "returned_invited": (
        _l("Hồ sơ bị trả lại có được mời như hồ sơ đã giải quyết không"),
        _l("Chỉ %(now)s hồ sơ bị trả lại được mời; đã giải quyết là %(then)s."),
    ),
    "withdrawn_invited": (
        _l("Hồ sơ rút lại có được mời như hồ sơ đã giải quyết không"),
        _l("Chỉ %(now)s hồ sơ rút lại được mời; đã giải quyết là %(then)s."),
    ),
}


def read_chain(values: Mapping[str, Any]) -> tuple[list[str], list[Signal]]:
    """Alarms in words, and all tests that were made."""
    alarms: list[str] = []
    signals: list[Signal] = []
    if not values["is_sound"]:
        alarms.append(_("Chuỗi số không khớp: có bước đếm nhiều hơn bước trước nó."))
    for name, (title, alarm) in _TESTS.items():
        test = values.get(name)
        if test is None:
            continue
        now, then = test["k"] / test["n"], test["other_k"] / test["other_n"]
        told = {"now": percent(now), "then": percent(then)}
        if test["is_flagged"]:
            alarms.append(str(alarm) % told)
        found = _("%(now)s, so với %(then)s", **told)
        signals.append(describe_test(str(title), found, test))
    return alarms, signals
