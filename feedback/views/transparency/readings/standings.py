"""Where a unit stands in its field: three groups, and ranks only as ranges."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from feedback.views.transparency.readings.numbers import count, percent
from feedback.views.transparency.readings.signals import Signal, describe_test

#: By scope: what the field is.
_FIELDS: Final = {
    "agency": _l("các cơ quan cùng cấp"),
    "service": _l("các thủ tục cùng lĩnh vực"),
}
_GROUPS: Final = {
    "above": _l("Cao hơn rõ rệt so với mức chung của %(field)s (%(rate)s)."),
    "below": _l("Thấp hơn rõ rệt so với mức chung của %(field)s (%(rate)s)."),
    "indistinct": _l("Không phân biệt được với mức chung của %(field)s (%(rate)s)."),
}


def read_standing(values: Mapping[str, Any], scope: str) -> str:
    """The group; without one, why there is none."""
    field = str(_FIELDS[scope])
    if not values["has_difference"]:
        return _("Không thấy khác biệt nào giữa %(field)s.", field=field)
    if values["group"] is None:
        return _("Quá ít phiếu để so với %(field)s.", field=field)
    told = {"field": field, "rate": percent(values["field_rate"])}
    return str(_GROUPS[values["group"]]) % told


def read_rank(values: Mapping[str, Any]) -> str:
    """The range of ranks, where there may be one."""
    if not values["is_ordered"] or values["rank_lowest"] is None:
        return ""
    return _(
        "Nếu xếp hạng, đơn vị này nằm đâu đó từ hạng %(first)s đến hạng %(last)s trên "
        "%(units)s; không thể nói chính xác hơn.",
        first=count(round(values["rank_lowest"])),
        last=count(round(values["rank_highest"])),
        units=count(values["units"]),
    )


def describe_standing(values: Mapping[str, Any]) -> Signal | None:
    """The test behind the group."""
    if values["p"] is None:
        return None
    found = _(
        "%(rate)s (%(low)s đến %(high)s) sau khi gộp, mức chung %(field)s",
        rate=percent(values["rate"]),
        low=percent(values["lower"]),
        high=percent(values["upper"]),
        field=percent(values["field_rate"]),
    )
    return describe_test(_("Khác mức chung, 12 tháng"), found, values)
