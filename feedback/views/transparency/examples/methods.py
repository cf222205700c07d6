"""Weights, bounds of a closed period, coverage, changes, groups and series."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import sqrt
from typing import Any, Final

from flask_babel import gettext as _

from feedback.domain.channels import Channel
from feedback.domain.months import Month
from feedback.views.languages import language
from feedback.views.transparency.examples.steps import exact, number, share
from feedback.views.transparency.readings.numbers import chance, count, points
from feedback.views.transparency.readings.standings import read_rank
from feedback.views.transparency.readings.weights import read_weights
from feedback.views.transparency.words import name_value

Values = Mapping[str, Any]

#: Classes written out of a weighted rate.
_MOST_CLASSES: Final = 4
#: Digits of points per month.
_SLOPE: Final = 3


def work_out_weights(values: Values) -> Iterator[str]:
    """The mix of channels by hand, then the published rate of all classes."""
    parts = values["parts"]
    if parts and all(part["rate"] is not None for part in parts):
        yield _(
            "Chỉ theo hình thức nộp (%(names)s): %(sum)s.",
            names=", ".join(map(_name_channel, parts)),
            sum=_sum_classes(parts),
        )
    reading = read_weights(values, None)
    if reading.weighted is None:
        yield reading.why
        return
    if not values["trimmed"]:
        yield _sum_classes([each for each in values["classes"] if each["n"]])
    yield _(
        "Theo mọi lớp ghi trong gói dữ liệu: %(rate)s (%(interval)s); theo số phiếu là "
        "%(raw)s.",
        rate=reading.weighted,
        interval=reading.interval,
        raw=reading.raw,
    )
    yield _(
        "Hệ số thiết kế %(deff)s: %(n)s phiếu đáng giá bằng %(worth)s phiếu.",
        deff=number(values["deff"]),
        n=count(values["n"]),
        worth=number(values["n_eff"], 1),
    )


def _sum_classes(classes: Sequence[Values]) -> str:
    """The formula with the first classes in it, and what all of them give."""
    mixed = sum(each["N"] * each["k"] / each["n"] for each in classes)
    total = sum(each["N"] for each in classes)
    sizes = [
        f"{count(each['N'])} × {count(each['k'])}/{count(each['n'])}"
        for each in classes[:_MOST_CLASSES]
    ]
    more = ["…"] if len(classes) > _MOST_CLASSES else []
    return f"({' + '.join(sizes + more)}) / {count(total)} = {share(mixed / total)}"


def _name_channel(part: Values) -> str:
    if part["channel"] == "other":
        return _("trực tiếp hoặc qua bưu chính")
    return Channel(part["channel"]).label.text(language())


def work_out_bounds(values: Values) -> Iterator[str]:
    """The logical bounds in whole numbers; the others as published."""
    n, k, size = values["n"], values["k"], values["N"]
    yield f"k / N = {count(k)} / {count(size)} = {exact(k, size)}"
    rest = size - n + k
    yield (
        f"(N − n + k) / N = ({count(size)} − {count(n)} + {count(k)}) / {count(size)} "
        f"= {exact(rest, size)}"
    )
    yield _(
        "Với %(less)s hồ sơ hài lòng trong %(N)s, rút %(n)s mà được %(k)s hài lòng trở "
        "lên có xác suất không quá 5%%; %(fewest)s là số nhỏ nhất không bị loại. Số "
        "lớn nhất không bị loại là %(most)s.",
        less=count(max(values["fewest"] - 1, 0)),
        fewest=count(values["fewest"]),
        most=count(values["most"]),
        N=count(size),
        n=count(n),
        k=count(k),
    )
    if values["evidence"] is not None:
        yield _("Kết luận V2: %(verdict)s.", verdict=name_value(values["evidence"]))


def work_out_coverage(values: Values) -> Iterator[str]:
    """Each share of the chain."""
    counts = {**values, "ended": values["N"], "rated": values["n"]}
    names = {
        "ended": _("kết thúc"),
        "invited": _("được mời"),
        "delivered": _("lời mời đến nơi"),
        "rated": _("đã đánh giá"),
    }
    for step in (*values["steps"], values["overall"]):
        if step is not None:
            k, n = counts[step["step"]], counts[step["of"]]
            yield (
                f"{names[step['step']]} / {names[step['of']]} = {count(k)} / "
                f"{count(n)} = {exact(k, n)} ({share(step['lower'])} – "
                f"{share(step['upper'])})"
            )


def work_out_change(values: Values) -> Iterator[str]:
    """The difference in whole numbers, its interval as published."""
    then = values["before"] or values["year_earlier"]
    if then is None:
        return
    k, n = values["k"], values["n"]
    yield (
        f"{count(k)} / {count(n)} − {count(then['k'])} / {count(then['n'])} = "
        f"{exact(k, n)} − {exact(then['k'], then['n'])}"
    )
    yield _(
        "= %(difference)s điểm, khoảng từ %(low)s đến %(high)s.",
        difference=points(then["difference"]),
        low=points(then["lower"]),
        high=points(then["upper"]),
    )


def work_out_pooling(values: Values) -> Iterator[str]:
    """How far a unit was drawn to its field."""
    yield _(
        "%(k)s / %(n)s = %(raw)s trong 12 tháng; mức chung %(field)s; sau khi gộp "
        "%(rate)s. Độ tin cậy của đơn vị là %(reliability)s.",
        k=count(values["k"]),
        n=count(values["n"]),
        raw=exact(values["k"], values["n"]),
        field=share(values["field_rate"]),
        rate=share(values["rate"]),
        reliability=number(values["reliability"]),
    )
    if rank := read_rank(values):
        yield rank


def work_out_family(values: Values) -> Iterator[str]:
    """A p-value among those of its family."""
    if values["p"] is None or values["adjusted_p"] is None:
        return
    yield _(
        "p %(p)s. Trong %(size)s phép thử cùng lúc, p đã chỉnh %(adjusted)s: "
        "%(found)s.",
        p=chance(values["p"]),
        size=count(values["family_size"]),
        adjusted=chance(values["adjusted_p"]),
        found=(
            _("không quá 0,05, được nêu")
            if values["adjusted_p"] <= 0.05
            else _("trên 0,05, không nêu")
        ),
    )


def work_out_limits(values: Values) -> Iterator[str]:
    """The limits of the newest month from the baseline."""
    centre, n, factor = values["centre"], values["n"], values["factor"]
    sigma = sqrt(centre * (1 - centre) / n)
    reach = 3 * factor * sigma
    yield f"σ = √({share(centre)} × {share(1 - centre)} / {count(n)}) = {share(sigma)}"
    yield (
        f"{share(centre)} ± 3 × {number(factor, 3)} × {share(sigma)} = "
        f"{share(max(centre - reach, 0))} – {share(min(centre + reach, 1))}"
    )


def work_out_trend(values: Values) -> Iterator[str]:
    """The slope over the months."""
    yield _(
        "Trung vị của độ dốc giữa mọi cặp trong %(months)s tháng: %(slope)s điểm mỗi "
        "tháng, khoảng từ %(low)s đến %(high)s; p %(p)s.",
        months=count(values["months"]),
        slope=points(values["points_per_month"] / 100, _SLOPE),
        low=points(values["lower"] / 100, _SLOPE),
        high=points(values["upper"] / 100, _SLOPE),
        p=chance(values["p"]),
    )


def work_out_break(values: Values) -> Iterator[str]:
    """The split that gains most, and how often chance gains as much."""
    if values["last_before"] is None:
        yield _("Không cách chia nào đáng kể trong %(n)s tháng.", n=values["months"])
        return
    yield _(
        "Cách chia tốt nhất: sau %(month)s, tăng hợp lý %(gain)s; trong %(draws)s lần "
        "mô phỏng không đổi mức, p %(p)s.",
        month=Month.parse(values["last_before"]).text(language()),
        gain=number(values["gain"]),
        draws=count(values["draws"]),
        p=chance(values["p"]),
    )


#: By the id of the rule: whose values it takes, and the steps.
WORKED: Final[Mapping[str, tuple[str, Callable[[Values], Iterator[str]]]]] = {
    "W1": ("weighted", work_out_weights),
    "V2": ("bounds", work_out_bounds),
    "A1": ("coverage", work_out_coverage),
    "E1": ("change", work_out_change),
    "P1": ("pooled", work_out_pooling),
    "F1": ("pooled", work_out_family),
    "C1": ("control", work_out_limits),
    "S1": ("trend", work_out_trend),
    "B1": ("break", work_out_break),
}
