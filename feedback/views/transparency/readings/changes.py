"""Differences to the period before and a year before, each with its interval."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from feedback.domain.periods import Period
from feedback.views.languages import language
from feedback.views.transparency.readings.numbers import points, size_of
from feedback.views.transparency.readings.signals import Signal, describe_test

#: Where the earlier periods stand in the values, nearest first.
_EARLIER = ("before", "year_earlier")


def read_changes(values: Mapping[str, Any]) -> list[str]:
    """One sentence for each earlier period."""
    return [_tell_change(test) for test in _list_tests(values)]


def describe_changes(values: Mapping[str, Any]) -> list[Signal]:
    """The tests behind them."""
    return [
        describe_test(_("Khác %(period)s", period=_name(test)), _found(test), test)
        for test in _list_tests(values)
    ]


def _list_tests(values: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (values[name] for name in _EARLIER if values[name] is not None)


def _name(test: Mapping[str, Any]) -> str:
    return Period.parse(test["period"]).text(language())


def _found(test: Mapping[str, Any]) -> str:
    return _(
        "%(difference)s điểm (%(low)s đến %(high)s)",
        difference=points(test["difference"]),
        low=points(test["lower"]),
        high=points(test["upper"]),
    )


def _tell_change(test: Mapping[str, Any]) -> str:
    told = {
        "period": _name(test),
        "size": size_of(test["difference"]),
        "low": points(test["lower"]),
        "high": points(test["upper"]),
        "judged": _judge(test),
    }
    if test["difference"] < 0:
        return _(
            "So với %(period)s: giảm %(size)s điểm, khoảng từ %(low)s đến %(high)s: "
            "%(judged)s.",
            **told,
        )
    return _(
        "So với %(period)s: tăng %(size)s điểm, khoảng từ %(low)s đến %(high)s: "
        "%(judged)s.",
        **told,
    )


def _judge(test: Mapping[str, Any]) -> str:
    if test["lower"] <= 0 <= test["upper"]:
        return _("chưa chắc là thay đổi")
    if test["is_flagged"]:
        return _("đủ chắc là thay đổi")
    return _("có thể do ngẫu nhiên, vì nhiều đơn vị được so cùng lúc")
