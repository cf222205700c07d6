"""What the months of a unit say together: usual limits, a trend, a change of level."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _

from feedback.domain.months import Month
from feedback.views.languages import language
from feedback.views.transparency.readings.numbers import (
    count,
    percent,
    points,
    size_of,
)
from feedback.views.transparency.readings.signals import Signal, describe_test

#: Digits of points per month.
_SLOPE: Final = 2


def read_control(values: Mapping[str, Any]) -> str:
    """Whether the newest month is one of the usual ones."""
    told = {
        "rate": percent(values["rate"]),
        "low": percent(values["lower"]),
        "high": percent(values["upper"]),
    }
    if values["is_out"]:
        return _(
            "Tháng này (%(rate)s) ra ngoài giới hạn thường thấy, %(low)s đến %(high)s.",
            **told,
        )
    if values["is_drifting"]:
        return _("Các tháng gần đây cùng lệch dần khỏi mức thường thấy.")
    if values["is_run"]:
        return _("Các tháng gần đây nằm mãi một phía của mức thường thấy.")
    return _(
        "Tháng này (%(rate)s) nằm trong giới hạn thường thấy, %(low)s đến %(high)s.",
        **told,
    )


def describe_control(values: Mapping[str, Any]) -> Signal:
    """The test behind it."""
    found = _(
        "mức thường thấy %(centre)s, từ %(first)s đến %(last)s",
        centre=percent(values["centre"]),
        first=_name(values["baseline_first"]),
        last=_name(values["baseline_last"]),
    )
    return describe_test(_("Tháng này so với giới hạn"), found, values)


def read_trend(values: Mapping[str, Any]) -> str:
    """A steady rise or fall, if there is one."""
    told = {
        "months": count(values["months"]),
        "size": size_of(values["points_per_month"] / 100, _SLOPE),
        "low": points(values["lower"] / 100, _SLOPE),
        "high": points(values["upper"] / 100, _SLOPE),
    }
    if not values["is_flagged"]:
        return _("Qua %(months)s tháng chưa thấy xu hướng rõ.", **told)
    if values["points_per_month"] < 0:
        return _(
            "Qua %(months)s tháng có xu hướng giảm %(size)s điểm mỗi tháng (khoảng từ "
            "%(low)s đến %(high)s).",
            **told,
        )
    return _(
        "Qua %(months)s tháng có xu hướng tăng %(size)s điểm mỗi tháng (khoảng từ "
        "%(low)s đến %(high)s).",
        **told,
    )


def describe_trend(values: Mapping[str, Any]) -> Signal:
    """The test behind it."""
    found = _(
        "%(slope)s điểm mỗi tháng (%(low)s đến %(high)s)",
        slope=points(values["points_per_month"] / 100, _SLOPE),
        low=points(values["lower"] / 100, _SLOPE),
        high=points(values["upper"] / 100, _SLOPE),
    )
    return describe_test(_("Xu hướng (Mann-Kendall)"), found, values)


def read_break(values: Mapping[str, Any]) -> str:
    """The month after which the level was another one, if there is one."""
    if not values["is_flagged"] or values["last_before"] is None:
        return ""
    told = {
        "month": _name(values["last_before"]),
        "size": size_of(values["difference"]),
        "low": points(values["lower"]),
        "high": points(values["upper"]),
    }
    if values["difference"] < 0:
        return _(
            "Sau %(month)s mức hài lòng giảm hẳn %(size)s điểm (khoảng từ %(low)s đến "
            "%(high)s).",
            **told,
        )
    return _(
        "Sau %(month)s mức hài lòng tăng hẳn %(size)s điểm (khoảng từ %(low)s đến "
        "%(high)s).",
        **told,
    )


def describe_break(values: Mapping[str, Any]) -> Signal:
    """The test behind it."""
    found = _("không có")
    if values["last_before"] is not None:
        found = _(
            "sau %(month)s: %(difference)s điểm",
            month=_name(values["last_before"]),
            difference=points(values["difference"]),
        )
    return describe_test(_("Điểm đổi mức, qua các tháng"), found, values)


def _name(month: str) -> str:
    return Month.parse(month).text(language())
