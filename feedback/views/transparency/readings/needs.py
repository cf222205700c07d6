"""What it would take: further answers that settle a verdict, or more satisfied."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import ngettext

from feedback.views.transparency.readings.numbers import count

#: Beyond so many further answers the published search gave up.
_MOST: Final = 10_000


def read_needs(values: Mapping[str, Any], verdict: str | None, official: bool) -> str:
    """The line beside a verdict; nothing where it is met."""
    if verdict == "met":
        return ""
    sentences = (_tell_settling(values, verdict, official), _tell_satisfied(values))
    return " ".join(sentence for sentence in sentences if sentence)


def _tell_settling(
    values: Mapping[str, Any], verdict: str | None, official: bool
) -> str:
    more = values["answers_to_settle"]
    if verdict == "not_met":
        return ""
    if more is None:
        return _(
            "Tỷ lệ sát ngưỡng đến mức thêm %(most)s phiếu như thế cũng chưa kết luận "
            "được.",
            most=count(_MOST),
        )
    told = {"count": count(more)}
    if official:
        return ngettext(
            "Nếu tỷ lệ giữ nguyên, thêm %(count)s phiếu nữa là đủ chắc: đạt.",
            "Nếu tỷ lệ giữ nguyên, thêm %(count)s phiếu nữa là đủ chắc: đạt.",
            more,
            **told,
        )
    return ngettext(
        "Nếu tỷ lệ giữ nguyên, thêm %(count)s phiếu nữa là đủ chắc: không đạt.",
        "Nếu tỷ lệ giữ nguyên, thêm %(count)s phiếu nữa là đủ chắc: không đạt.",
        more,
        **told,
    )


def _tell_satisfied(values: Mapping[str, Any]) -> str:
    more, n = values["satisfied_to_meet"], count(values["n"])
    if more is None:
        return _("Với %(n)s phiếu, dù ai cũng hài lòng vẫn chưa đủ chắc là đạt.", n=n)
    return ngettext(
        "Trong %(n)s phiếu này, thêm %(count)s người hài lòng thì đã đủ chắc là đạt.",
        "Trong %(n)s phiếu này, thêm %(count)s người hài lòng thì đã đủ chắc là đạt.",
        more,
        n=n,
        count=count(more),
    )
