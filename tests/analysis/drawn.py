"""Sample charts, and reading back what was drawn."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

from feedback.analysis.charts import (
    ChartText,
    ControlPoint,
    ControlText,
    Driver,
    DriversText,
    Evidence,
    FunnelStep,
    HeatCell,
    HeatColumn,
    HeatRow,
    IntervalRow,
    IntervalsText,
    Layout,
    LevelBar,
    Mark,
    MonthPoint,
    MonthsText,
    Signal,
    Standing,
    Stretch,
    draw_break,
    draw_control,
    draw_distribution,
    draw_drivers,
    draw_funnel,
    draw_heat_map,
    draw_intervals,
    draw_months,
    draw_promise,
)
from feedback.analysis.charts.texts import measure_text
from tests.analysis.promised import PANELS, PROMISE_TEXT, WORK

SVG = "{http://www.w3.org/2000/svg}"
TEXT = ChartText("Tỷ lệ hài lòng <quý III>", "Đạt 5, chưa đạt 2 & còn lại")
WORDS = {
    Evidence.MET: "Đạt",
    Evidence.NOT_MET: "Không đạt",
    Evidence.TOO_CLOSE: "Sát ngưỡng, chưa kết luận",
    Evidence.NOT_ENOUGH: "Chưa đủ phiếu",
}
INTERVALS = IntervalsText(
    "Chỉ tiêu: từ 90%",
    WORDS,
    {
        Standing.ABOVE: "Rõ ràng cao hơn lĩnh vực",
        Standing.BELOW: "Rõ ràng thấp hơn",
        Standing.INDISTINCT: "Không phân biệt được",
    },
)
ROWS = (
    IntervalRow(
        "Sở Xây dựng",
        "80,5% (612/760)",
        Evidence.NOT_MET,
        0.805,
        0.78,
        0.83,
        Standing.BELOW,
    ),
    IntervalRow(
        "Ủy ban nhân dân phường Thượng Lý, quận cũ Hồng Bàng (đến 30/6/2025)",
        "91,3% (376/412), khoảng tin cậy 88,6–93,4%",
        Evidence.TOO_CLOSE,
        376 / 412,
        0.886,
        0.934,
        Standing.INDISTINCT,
    ),
    IntervalRow(
        "Sở Tài chính", "55 trên 55", Evidence.MET, 1.0, 0.947, 1.0, Standing.ABOVE
    ),
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

#: Two years: a baseline of twelve months, one far out, two drifting, a gap at place 15.
CONTROL = tuple(
    ControlPoint(
        point.label,
        None if month == 15 else 0.74 if month == 18 else 0.86 + 0.01 * (month % 5),
        0.88,
        0.83 - 0.01 * (month % 2),
        0.93 + 0.01 * (month % 2),
        {18: Signal.OUT, 21: Signal.DRIFT, 22: Signal.DRIFT}.get(month),
    )
    for month, point in enumerate(POINTS)
)
CONTROL_TEXT = ControlText(
    "Tỷ lệ hài lòng từng tháng",
    "Mức thường lệ của kỳ gốc",
    "Giới hạn kiểm soát (p′ Laney)",
    "Kỳ gốc, cố định: 01/2025–12/2025",
    {Signal.OUT: "Ngoài giới hạn", Signal.DRIFT: "Trôi dần khỏi mức thường lệ"},
)
CHANGE = Mark(14, "Bỏ bản sao có chứng thực")
STRETCHES = (
    Stretch("Trước: 84,2% (1.179/1.400)", 0.842, 0.822, 0.861),
    Stretch("Sau: 91,0% (910/1.000)", 0.91, 0.891, 0.926),
)
DIFFERENCE = "Chênh lệch +6,8 điểm (từ 4,1 đến 9,4)"
ITEMS = (
    Driver("Thời gian giải quyết", "24% (18–31), 71 điểm", 0.24, 0.18, 0.31, 0.71),
    Driver("Thái độ của cán bộ", "19% (13–25), 90 điểm", 0.19, 0.13, 0.25, 0.9),
    Driver("Hướng dẫn dễ hiểu", "9% (5–14), 83 điểm", 0.09, 0.05, 0.14, 0.83),
    Driver("Giấy tờ phải nộp", "8% (4–13), 83 điểm", 0.085, 0.04, 0.13, 0.831),
)
DRIVERS_TEXT = DriversText(
    "Phần khác biệt về hài lòng chung đi cùng với mục (%)",
    "Điểm trung bình của mục (0–100%)",
    "Đi cùng nhiều, điểm thấp",
)
COLUMNS = tuple(
    HeatColumn(str(month % 12 + 1), str(2025 + month // 12)) for month in range(24)
)
HEAT = tuple(
    HeatRow(
        label,
        [
            (
                None
                if month < start
                else (
                    HeatCell()
                    if (month + start) % 7 == 6
                    else HeatCell(
                        share := 0.62 + (month * 7 + 3 * start) % 37 / 100,
                        f"{share:.0%}"[:-1],
                    )
                )
            )
            for month in range(24)
        ],
    )
    for start, label in enumerate(
        ("Đất đai", "Đầu tư tại Việt Nam và đấu thầu lựa chọn nhà đầu tư", "Hộ tịch")
    )
)

DRAWERS: dict[str, Callable[[Layout], bytes]] = {
    "intervals": lambda layout: draw_intervals(ROWS, 0.9, INTERVALS, TEXT, layout),
    "months": lambda layout: draw_months(
        POINTS, KEY, TEXT, layout, [Mark(3, "Đổi cách tính"), Mark(20, "Mẫu mới")]
    ),
    "distribution": lambda layout: draw_distribution(BARS, LEVELS, TEXT, layout),
    "funnel": lambda layout: draw_funnel(STEPS, TEXT, layout),
    "control": lambda layout: draw_control(
        CONTROL, [(0, 11)], CONTROL_TEXT, TEXT, layout
    ),
    "break": lambda layout: draw_break(
        POINTS, CHANGE, STRETCHES, DIFFERENCE, TEXT, layout
    ),
    "drivers": lambda layout: draw_drivers(ITEMS, DRIVERS_TEXT, TEXT, layout),
    "promise": lambda layout: draw_promise(PANELS, WORK, PROMISE_TEXT, TEXT, layout),
    "heat": lambda layout: draw_heat_map(
        HEAT, COLUMNS, "Quá ít phiếu, không hiện", "Không có phiếu", TEXT, layout
    ),
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
    root = ElementTree.fromstring(svg)
    size = float(root.get("font-size", "0px").removesuffix("px"))
    for element in root.iter(f"{SVG}text"):
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
        for part in element.attrib["d"].split("z")[:-1]:
            numbers = [float(n) for n in part.split() if n not in "ML"]
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


def list_forms(svg: bytes, colour: str) -> list[str]:
    """Return the outlines of the signs of a colour, in the order they are drawn."""
    root = ElementTree.fromstring(svg)
    forms = {f"#{e.get('id')}": e.get("d", "") for e in root.iter(f"{SVG}path")}
    return [
        forms[next(value for key, value in e.attrib.items() if key.endswith("href"))]
        for e in root.iter(f"{SVG}use")
        if colour in (e.get("fill"), e.get("stroke"))
    ]


def list_points(svg: bytes) -> list[tuple[float, float]]:
    """Return the corners of every line and shape, and where signs lie."""
    found: list[tuple[float, float]] = []
    root = ElementTree.fromstring(svg)
    signs = {path for defs in root.iter(f"{SVG}defs") for path in defs}
    for path in set(root.iter(f"{SVG}path")) - signs:
        numbers = [float(n) for n in path.attrib["d"].split() if n not in "MLz"]
        found += zip(numbers[::2], numbers[1::2], strict=True)
    for use in root.iter(f"{SVG}use"):
        found.append((float(use.attrib["x"]), float(use.attrib["y"])))
    return found


def walk(svg: bytes) -> Iterator[ElementTree.Element]:
    """Return every element of a chart."""
    return ElementTree.fromstring(svg).iter()
