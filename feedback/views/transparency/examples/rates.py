"""Rates, the plain comparison, bounds, the verdict and what it would take."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from feedback.queries.published.results import Figure
from feedback.views.transparency.cards import Shown
from feedback.views.transparency.examples.steps import Example, exact, number, share
from feedback.views.transparency.readings.numbers import count, percent
from feedback.views.transparency.words import name_value


def make_rate_examples(
    of: str, shown: Shown, power: Mapping[str, Any] | None
) -> Iterator[tuple[str, Example]]:
    """The examples of a figure that is shown, by the names of their rules."""
    figure = shown.figure
    yield "R1", Example(of, [_work_out_rate(figure), _tell_shown(shown)])
    yield "R2", Example(of, [_work_out_index(figure)])
    if figure.lower is None or figure.upper is None:
        return
    yield "bounds", Example(of, list(_read_bounds(figure)))
    if figure.threshold is None:
        return
    yield "official", Example(of, [_compare(figure)])
    yield "V1", Example(of, [_judge(figure)])
    if power is not None and figure.verdict != "met":
        yield "N1", Example(of, list(_tell_needs(power)))


def _levels(figure: Figure) -> tuple[int, ...]:
    return figure.levels or (0,) * 5


def _work_out_rate(figure: Figure) -> str:
    n4, n5 = map(count, _levels(figure)[3:])
    k, n = figure.k or 0, figure.n or 1
    return f"R1 = ({n4} + {n5}) / {count(n)} = {count(k)} / {count(n)} = {exact(k, n)}"


def _tell_shown(shown: Shown) -> str:
    return _("Trên trang: %(rate)s%%.", rate=number(float(shown.rate or 0), 1))


def _work_out_index(figure: Figure) -> str:
    counts = [count(n) for n in _levels(figure)[1:]]
    parts = " + ".join(
        f"{points} × {n}" for points, n in zip((25, 50, 75, 100), counts, strict=True)
    )
    points, n = figure.points or 0, figure.n or 1
    index = number(points / n, 1)
    return f"R2 = ({parts}) / {count(n)} = {count(points)} / {count(n)} = {index}"


def _read_bounds(figure: Figure) -> Iterator[str]:
    told = {"k": count(figure.k or 0), "n": count(figure.n or 0)}
    yield _(
        "Với tỷ lệ %(p)s thì %(k)s người hài lòng trở lên trong %(n)s phiếu chỉ xảy ra "
        "với xác suất 5%%: đó là cận dưới.",
        p=share(figure.lower or 0.0),
        **told,
    )
    yield _(
        "Với tỷ lệ %(p)s thì %(k)s người hài lòng trở xuống trong %(n)s phiếu chỉ xảy "
        "ra với xác suất 5%%: đó là cận trên.",
        p=share(figure.upper or 0.0),
        **told,
    )


def _compare(figure: Figure) -> str:
    k, n, threshold = figure.k or 0, figure.n or 0, float(figure.threshold or 0)
    left, right = 100 * k, threshold * n
    sign = ">" if left > right else "=" if left == right else "<"
    return _(
        "100 × %(k)s = %(left)s %(sign)s %(right)s = %(threshold)s × %(n)s: %(found)s.",
        k=count(k),
        n=count(n),
        left=count(left),
        right=number(right),
        threshold=number(threshold),
        sign=sign,
        found=_("đạt") if figure.official else _("không đạt"),
    )


def _judge(figure: Figure) -> str:
    return _(
        "Khoảng từ %(low)s đến %(high)s, ngưỡng %(threshold)s%%, %(n)s phiếu: "
        "%(verdict)s.",
        low=share(figure.lower or 0.0),
        high=share(figure.upper or 0.0),
        threshold=number(float(figure.threshold or 0)),
        n=count(figure.n or 0),
        verdict=name_value(figure.verdict),
    )


def _tell_needs(power: Mapping[str, Any]) -> Iterator[str]:
    k, n, more = power["k"], power["n"], power["satisfied_to_meet"]
    if more:
        yield _(
            "%(k)s + %(more)s = %(sum)s hài lòng trong %(n)s phiếu là số nhỏ nhất có "
            "cận dưới không thấp hơn ngưỡng.",
            k=count(k),
            more=count(more),
            sum=count(k + more),
            n=count(n),
        )
    if settle := power["answers_to_settle"]:
        yield _(
            "Thêm %(more)s phiếu với cùng tỷ lệ %(rate)s, tức %(n)s phiếu, thì cả "
            "khoảng nằm về một phía của ngưỡng.",
            more=count(settle),
            rate=percent(k / n),
            n=count(n + settle),
        )
