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


def read_alarms(values: Mapping[str, Any]) -> list[str]:
    """What is wrong with a chain, in words; most have nothing."""
    alarms: list[str] = []
    if not values["is_sound"]:
        alarms.append(_("Chuỗi số không khớp: có bước đếm nhiều hơn bước trước nó."))
    for name, (_title, alarm) in _TESTS.items():
        test = values.get(name)
        if test is not None and test["is_flagged"]:
            alarms.append(str(alarm) % _compare(test))
    return alarms


def read_tests(values: Mapping[str, Any]) -> list[Signal]:
    """All tests that were made."""
    return [
        describe_test(str(title), _("%(now)s, so với %(then)s", **_compare(test)), test)
        for title, test in (
            (title, values.get(name)) for name, (title, _alarm) in _TESTS.items()
        )
        if test is not None
    ]


def _compare(test: Mapping[str, Any]) -> dict[str, str]:
    now, then = test["k"] / test["n"], test["other_k"] / test["other_n"]
    return {"now": percent(now), "then": percent(then)}
