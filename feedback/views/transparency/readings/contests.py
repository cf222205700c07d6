"""The rate without the batches of answers that are contested."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from feedback.views.transparency.readings.numbers import count, percent


def read_contests(values: Mapping[str, Any]) -> str:
    """What is contested and what is left without it; nothing where nothing is."""
    if not values["is_told"]:
        return _("Có đợt phiếu đang bị nghi vấn, nhưng quá nhỏ để nói riêng.")
    contested, without = values["contested"], values["rate_without"]
    if contested and without is not None:
        return _(
            "%(count)s phiếu thuộc những đợt đang bị nghi vấn. Không phiếu nào bị xóa; "
            "không tính chúng thì tỷ lệ là %(rate)s.",
            count=count(contested),
            rate=percent(without),
        )
    if values["flags_open"]:
        return ngettext(
            "%(num)s dấu hiệu bất thường đang được xem xét; chưa phiếu nào bị coi là "
            "nghi vấn.",
            "%(num)s dấu hiệu bất thường đang được xem xét; chưa phiếu nào bị coi là "
            "nghi vấn.",
            values["flags_open"],
        )
    return ""
