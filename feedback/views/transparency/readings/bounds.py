"""What a closed period's dossiers say: without any assumption, and with one."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from feedback.views.transparency.readings.numbers import count, percent
from feedback.views.transparency.words import name_value


def read_bounds(values: Mapping[str, Any], threshold: Decimal | None) -> list[str]:
    """The logical bounds, then the finite-population statement."""
    told = {
        "N": count(values["N"]),
        "n": count(values["n"]),
        "low": percent(values["lower"], threshold),
        "high": percent(values["upper"], threshold),
        "fewest": count(values["fewest"]),
        "most": count(values["most"]),
    }
    if values["is_fact"]:
        sure = _(
            "Cả %(N)s hồ sơ của kỳ đều có trả lời: đây là con số thật, không phải ước "
            "lượng.",
            **told,
        )
        return [_with_verdict(sure, values)]
    logical = _(
        "Không giả định gì: trong %(N)s hồ sơ của kỳ, %(n)s hồ sơ có trả lời, nên từ "
        "%(least)s đến %(greatest)s hài lòng, tùy những người chưa trả lời nghĩ gì.",
        least=percent(values["logical_lower"], threshold),
        greatest=percent(values["logical_upper"], threshold),
        **told,
    )
    finite = _(
        "Nếu người chưa trả lời cũng nghĩ như người đã trả lời: từ %(fewest)s đến "
        "%(most)s hồ sơ của kỳ hài lòng (%(low)s đến %(high)s).",
        **told,
    )
    return [logical, _with_verdict(finite, values)]


def _with_verdict(sentence: str, values: Mapping[str, Any]) -> str:
    if values["evidence"] is None:
        return sentence
    verdict = name_value(values["evidence"])
    return f"{sentence} " + _("Tính riêng kỳ này: %(verdict)s.", verdict=verdict)
