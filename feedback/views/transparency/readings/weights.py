"""The rate weighted to the register: why it differs from the raw one, or is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from feedback.domain.channels import Channel
from feedback.views.languages import language
from feedback.views.transparency.readings.numbers import count, percent
from feedback.views.transparency.words import name_value

#: Shares nearer than this look the same on a page.
_SAME: Final = 0.0005
#: A channel whose share of answers and of dossiers differ by less explains nothing.
_LEAST_TILT: Final = 0.01
_REFUSALS: Final = {
    "no_answers": _l("chưa có phiếu nào"),
    "impossible_counts": _l("có nơi số phiếu nhiều hơn số hồ sơ trong sổ"),
    "small_classes": _l("có nhóm hồ sơ quá ít phiếu để đại diện"),
    "unheard_class": _l("hơn một phần mười số hồ sơ thuộc một nhóm không ai trả lời"),
    "not_converged": _l("không tìm được trọng số khớp với sổ hồ sơ"),
    "unparted": _l(
        "không tách được phiếu nộp trực tuyến với phần còn lại, vì quá ít hoặc vì phải "
        "giữ kín để bảo vệ nhóm nhỏ"
    ),
    "design_effect": _l("trọng số phải lệch quá nhiều nên con số không còn đáng tin"),
}


@dataclass(frozen=True)
class WeightedReading:
    """The raw and the weighted rate side by side."""

    raw: str
    #: None where it is refused.
    weighted: str | None
    interval: str
    #: What explains the difference, or why no weighted rate is given.
    why: str
    #: That both lead to different verdicts, or nothing.
    conflict: str
    #: How many answers of a plain sample it is worth, and whether weights were cut.
    worth: str
    #: That classes too small to publish lead elsewhere, or nothing.
    caution: str = ""


def read_weights(
    values: Mapping[str, Any], threshold: Decimal | None
) -> WeightedReading:
    """The sentences about a weighted rate."""
    raw = percent(values["raw_rate"], threshold)
    if values["refused"] is not None:
        return WeightedReading(raw, None, "", _tell_refusal(values), "", "")
    ends = (percent(values[end], threshold) for end in ("lower", "upper"))
    return WeightedReading(
        raw,
        percent(values["rate"], threshold),
        _("%(low)s đến %(high)s", **dict(zip(("low", "high"), ends, strict=True))),
        _explain(values),
        _tell_conflict(values),
        _tell_worth(values),
        _warn(values),
    )


def _tell_worth(values: Mapping[str, Any]) -> str:
    worth = _(
        "Các phiếu ấy đáng giá bằng %(worth)s phiếu của một mẫu đều.",
        worth=count(round(values["n_eff"])),
    )
    if not values["trimmed"]:
        return worth
    cut = _(
        "Trọng số của %(trimmed)s phiếu quá lớn nên đã bị cắt; phần hồ sơ mà các phiếu "
        "ấy đại diện vì thế chưa được tính đủ.",
        trimmed=count(values["trimmed"]),
    )
    return f"{worth} {cut}"


def _warn(values: Mapping[str, Any]) -> str:
    if values.get("agrees_with_finer") is not False:
        return ""
    return _(
        "Tính theo những nhóm nhỏ hơn, quá ít phiếu để công bố, thì tỷ lệ nằm ngoài "
        "khoảng này: xin đọc con số theo tỷ trọng một cách thận trọng."
    )


def _tell_refusal(values: Mapping[str, Any]) -> str:
    reason = _REFUSALS[values["refused"]]
    return _("Không có tỷ lệ theo tỷ trọng: %(reason)s.", reason=reason)


def _explain(values: Mapping[str, Any]) -> str:
    if abs(values["rate"] - values["raw_rate"]) <= _SAME:
        return _("Hai con số bằng nhau: người trả lời trải đều như hồ sơ.")
    part = _find_tilt(values["parts"])
    if part is None:
        return _(
            "Khác nhau vì người trả lời không trải đều như hồ sơ theo lĩnh vực, hình "
            "thức nộp và tháng."
        )
    told = {
        "channel": _name_channel(part["channel"]),
        "answers": percent(part["answer_share"]),
        "dossiers": percent(part["dossier_share"]),
        "rate": percent(part["rate"]),
    }
    if part["answer_share"] > part["dossier_share"]:
        return _(
            "Khác nhau vì nộp %(channel)s là %(answers)s số phiếu nhưng chỉ "
            "%(dossiers)s số hồ sơ; ở đó %(rate)s hài lòng.",
            **told,
        )
    return _(
        "Khác nhau vì nộp %(channel)s là %(dossiers)s số hồ sơ nhưng chỉ %(answers)s "
        "số phiếu; ở đó %(rate)s hài lòng.",
        **told,
    )


def _find_tilt(parts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The channel whose answers are most unlike its dossiers, of those shown."""
    shown = [part for part in parts if part["answer_share"] is not None]
    tilted = [part for part in shown if _tilt(part) >= _LEAST_TILT]
    return max(tilted, key=_tilt, default=None)


def _tilt(part: Mapping[str, Any]) -> float:
    return abs(float(part["answer_share"]) - float(part["dossier_share"]))


def _name_channel(channel: str) -> str:
    if channel == "other":
        return _("trực tiếp hoặc qua bưu chính")
    name = Channel(channel).label.text(language())
    return name[:1].lower() + name[1:]


def _tell_conflict(values: Mapping[str, Any]) -> str:
    if values["evidence"] in (None, values["raw_evidence"]):
        return ""
    return _(
        "Kết luận theo tỷ trọng hồ sơ là “%(weighted)s”, khác kết luận từ số phiếu: "
        "“%(raw)s”.",
        weighted=name_value(values["evidence"]),
        raw=name_value(values["raw_evidence"]),
    )
