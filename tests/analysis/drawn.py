"""Sample charts, and reading back what was drawn."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

from feedback.analysis.charts import (
    ChartText,
    FunnelStep,
    IntervalRow,
    Layout,
    LevelBar,
    Mark,
    MonthPoint,
    MonthsText,
    draw_distribution,
    draw_funnel,
    draw_intervals,
    draw_months,
)
from feedback.analysis.charts.drawings import measure_text
from feedback.analysis.verdicts import Evidence

SVG = "{http://www.w3.org/2000/svg}"
TEXT = ChartText("Tỷ lệ hài lòng <quý III>", "Đạt 5, chưa đạt 2 & còn lại")
WORDS = {
    Evidence.MET: "Đạt",
    Evidence.NOT_MET: "Không đạt",
    Evidence.TOO_CLOSE: "Sát ngưỡng, chưa kết luận",
    Evidence.NOT_ENOUGH: "Chưa đủ phiếu",
}
ROWS = (
    IntervalRow("Sở Xây dựng", "80,5% (612/760)", Evidence.NOT_MET, 0.805, 0.78, 0.83),
    IntervalRow(
        "Ủy ban nhân dân phường Thượng Lý, quận cũ Hồng Bàng (đến 30/6/2025)",
        "91,3% (376/412), khoảng tin cậy 88,6–93,4%",
        Evidence.TOO_CLOSE,
        376 / 412,
        0.886,
        0.934,
    ),
    IntervalRow("Sở Tài chính", "55 trên 55", Evidence.MET, 1.0, 0.947, 1.0),
    IntervalRow("Đặc khu Côn Đảo", "dưới 10 phiếu", Evidence.NOT_ENOUGH),
)


def make_month(month: int) -> MonthPoint:
    """A month of two years: two gaps, a target from March on, raised a year later."""
    label = f"{month % 12 + 1:02}/{2025 + month // 12}"
    target = None if month < 2 else 0.9 if month < 12 else 0.95
    if month in (4, 6):
        return MonthPoint(label, target_share=target)
    return MonthPoint(label, 0.88, 0.82, 0.93, target)


POINTS = tuple(make_month(month) for month in range(24))
KEY = MonthsText("Tỷ lệ từng tháng", "Khoảng tin cậy 90%", "Chỉ tiêu: 90%, rồi 95%")
LEVELS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất tốt")
BARS = (
    LevelBar("Toàn tỉnh", "947/1.169", (23, 46, 153, 419, 528)),
    LevelBar("Sở Xây dựng", "58/100", (12, 20, 10, 38, 20)),
    LevelBar("Sở Tư pháp", "chưa có ý kiến", (0, 0, 0, 0, 0)),
)
STEPS = (
    FunnelStep("Hồ sơ đã kết thúc", "1.903", 1903),
    FunnelStep("Đã mời", "1.850 (97%)", 1850),
    FunnelStep("Đã đánh giá", "412 (24%)", 412),
)

DRAWERS: dict[str, Callable[[Layout], bytes]] = {
    "intervals": lambda layout: draw_intervals(
        ROWS, 0.9, "Chỉ tiêu: từ 90%", WORDS, TEXT, layout
    ),
    "months": lambda layout: draw_months(
        POINTS, KEY, TEXT, layout, [Mark(3, "Đổi cách tính"), Mark(20, "Mẫu mới")]
    ),
    "distribution": lambda layout: draw_distribution(BARS, LEVELS, TEXT, layout),
    "funnel": lambda layout: draw_funnel(STEPS, TEXT, layout),
}


#: The same, drawn once for all tests.
CHARTS = {name: cache(draw) for name, draw in DRAWERS.items()}


@dataclass(frozen=True)
class Written:
    """A text of a chart and where it lies."""

    text: str
    size: float
    left: float
    right: float
    baseline: float


@dataclass(frozen=True)
class Box:
    """A filled shape of a chart, by its bounds."""

    colour: str
    left: float
    right: float
    top: float
    bottom: float


def list_texts(svg: bytes) -> list[Written]:
    """Return every text of a chart, measured in the widest face."""
    found = []
    for element in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        size = float(element.attrib["font-size"].removesuffix("px"))
        text = element.text or ""
        width = measure_text(text, size, "font-weight" in element.attrib)
        part = {"start": 0.0, "middle": 0.5, "end": 1.0}[
            element.get("text-anchor", "start")
        ]
        left = float(element.attrib["x"]) - part * width
        found.append(
            Written(text, size, left, left + width, float(element.attrib["y"]))
        )
    return found


def list_boxes(svg: bytes, colour: str) -> list[Box]:
    """Return the shapes filled with a colour."""
    found = []
    for element in ElementTree.fromstring(svg).iter(f"{SVG}path"):
        if element.get("fill") != colour:
            continue
        numbers = [float(n) for n in element.attrib["d"].split() if n not in "MLz"]
        xs, ys = numbers[::2], numbers[1::2]
        found.append(Box(colour, min(xs), max(xs), min(ys), max(ys)))
    return found


def list_lines(svg: bytes, colour: str) -> list[tuple[list[float], bool]]:
    """Return the x and y of every line of a colour, and whether it is dashed."""
    return [
        (
            [float(n) for n in element.attrib["d"].split() if n not in "ML"],
            "stroke-dasharray" in element.attrib,
        )
        for element in ElementTree.fromstring(svg).iter(f"{SVG}path")
        if element.get("stroke") == colour and element.get("fill") == "none"
    ]


def list_marks(svg: bytes, colour: str) -> list[float]:
    """Return where the signs of a colour lie, from the left."""
    return [
        float(element.attrib["x"])
        for element in ElementTree.fromstring(svg).iter(f"{SVG}use")
        if colour in (element.get("fill"), element.get("stroke"))
    ]


def walk(svg: bytes) -> Iterator[ElementTree.Element]:
    """Return every element of a chart."""
    return ElementTree.fromstring(svg).iter()
