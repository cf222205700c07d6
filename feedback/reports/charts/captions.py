"""The words on charts, and how figures are written on them, in both languages."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from feedback.analysis.charts import ChartText, Evidence, Signal, Standing
from feedback.analysis.percents import choose_decimals, shown_percent
from feedback.domain.labels import Label
from feedback.domain.months import Month
from feedback.domain.scales import Level

LANGUAGES = ("vi", "en")

UNITS = Label(
    "Tỷ lệ hài lòng của người nộp trực tuyến theo cơ quan",
    "Satisfaction of online users by agency",
)
MONTHS = Label("Tỷ lệ hài lòng theo tháng", "Satisfaction by month")
LEVELS = Label("Câu trả lời theo năm mức", "Answers on five levels")
COVERAGE = Label("Ai được hỏi, ai trả lời", "Who was asked, who answered")
BESIDE = Label(
    "Số liệu của biểu đồ có trong bảng đi kèm.",
    "The figures of this chart stand in the table with it.",
)
MOST = Label(
    "Biểu đồ có {shown} cơ quan nhiều phiếu nhất trong {all}; bảng có đủ.",
    "The chart has the {shown} agencies with most answers of {all}; the table has all.",
)
HEAT = Label(
    "Tỷ lệ hài lòng theo lĩnh vực và tháng", "Satisfaction by sector and month"
)
CONTROL = Label("Tháng nào khác thường", "Which months are unusual")
BREAK = Label("Trước và sau thay đổi", "Before and after the change")
DRIVERS = Label("Điều gì đi cùng với sự hài lòng", "What goes with satisfaction")
GOES_WITH = Label(
    "Đi cùng không có nghĩa là nguyên nhân. Số liệu có trong bảng đi kèm.",
    "To go with is not to cause. The figures stand in the table with it.",
)
HIDDEN = Label("Quá ít phiếu, không hiện", "Too few answers, not shown")
EMPTY = Label("Không có phiếu", "No answers")
CENTRE = Label("Mức thường lệ", "The usual level")
BASELINE = Label("Kỳ gốc, giữ cố định", "Baseline, kept fixed")
BEFORE = Label("Trước", "Before")
AFTER = Label("Sau", "After")
CHANGE = Label("Thay đổi từ {}", "Change from {}")
PROMISE = Label(
    "Trước và sau khi thực hiện cam kết", "Before and after a promise was kept"
)
WORK = Label("Đang thực hiện: {}", "Work in progress: {}")
ONLINE_TARGET = Label(
    "Chỉ tiêu cho người nộp trực tuyến: {}", "Target for online users: {}"
)
GROUP_TARGET = Label(
    "Chỉ tiêu cho nhóm đất đai, xây dựng, đầu tư: {}",
    "Target for land, construction, investment: {}",
)
EVERYWHERE = Label("{} (toàn tỉnh)", "{} (whole province)")
_PROMISE_ABOUT = Label(
    "Cho biết điều gì đi cùng với cam kết, không nói cam kết là nguyên nhân. Tỷ lệ của "
    "mọi người trả lời; tháng không công bố và nhóm nhỏ để trống. {} Số liệu có trong "
    "bảng đi kèm.",
    "Shows what goes with the promise and does not say that it is the cause. Rates of "
    "everybody who answered; months not published and small groups are left blank. {} "
    "The figures stand in the table with it.",
)
_PROMISE_UNIT = Label(
    "{}: {}; {}; {}, khoảng tin cậy 90%.", "{}: {}; {}; {}, 90% confidence interval."
)
IMPORTANCE = Label(
    "Phần khác biệt về hài lòng chung đi cùng với mục",
    "Share of the differences in overall satisfaction that goes with the item",
)
PERFORMANCE = Label(
    "Chỉ số trung bình của mục (thang 100)", "Mean index of the item (of 100)"
)
CORNER = Label("Đi cùng nhiều, điểm thấp", "Goes with much, scores low")
ONLINE = Label("Người nộp trực tuyến hài lòng", "Satisfied online users")
EVERYBODY = Label("Hài lòng chung", "Satisfied, all answers")
INTERVAL = Label("Khoảng tin cậy 90%", "90% confidence interval")
TARGET = Label("Chỉ tiêu", "Target")
PROVINCE = Label("Toàn tỉnh", "The whole province")
STEPS = (
    Label("Hồ sơ đã kết thúc", "Dossiers ended"),
    Label("Được mời đánh giá", "Invited"),
    Label("Lời mời đến nơi", "Invitation delivered"),
    Label("Đã đánh giá", "Rated"),
)
_LIMITS = Label("Giới hạn kiểm soát (p, 3 sigma)", "Control limits (p, 3 sigma)")
_LANEY = Label(
    "Giới hạn kiểm soát (p′ của Laney, 3 sigma)",
    "Control limits (Laney’s p′, 3 sigma)",
)
_SIGNALS = {
    Signal.OUT: Label("Ngoài giới hạn", "Outside the limits"),
    Signal.DRIFT: Label("Trôi dần khỏi mức thường lệ", "Drifting from the usual"),
}
_STANDINGS = {
    Standing.ABOVE: Label(
        "Rõ ràng cao hơn mức chung (12 tháng)", "Clearly above the others (12 months)"
    ),
    Standing.BELOW: Label(
        "Rõ ràng thấp hơn mức chung (12 tháng)", "Clearly below the others (12 months)"
    ),
    Standing.INDISTINCT: Label("Không phân biệt được", "Not distinguishable"),
}
_DIFFERENCE = Label(
    "Chênh lệch {} điểm (khoảng {} đến {})", "Difference {} points ({} to {})"
)
_DRIVER = Label("{}% ({}–{}), chỉ số {}", "{}% ({}–{}), index {}")
_BARE_DRIVER = Label("{}%, chỉ số {}", "{}%, index {}")
_VERDICTS = {
    Evidence.MET: Label("Đạt", "Met"),
    Evidence.NOT_MET: Label("Không đạt", "Not met"),
    Evidence.TOO_CLOSE: Label("Sát ngưỡng, chưa kết luận", "Too close to call"),
    Evidence.NOT_ENOUGH: Label("Chưa đủ phiếu", "Not enough answers"),
}


def write_chart_text(title: str, description: str, language: str) -> ChartText:
    """What a chart says to those who cannot see it."""
    mark = "." if language == "en" else ","
    return ChartText(title, description, language, decimal_mark=mark)


def write_verdicts(language: str) -> Mapping[Evidence, str]:
    """The words of the verdicts."""
    return {evidence: label.text(language) for evidence, label in _VERDICTS.items()}


def write_standings(language: str) -> Mapping[Standing, str]:
    """The words of the three groups of units."""
    return {standing: label.text(language) for standing, label in _STANDINGS.items()}


def write_signals(language: str) -> Mapping[Signal, str]:
    """The words of the signals of a control chart."""
    return {signal: label.text(language) for signal, label in _SIGNALS.items()}


def write_limits(is_laney: bool, language: str) -> str:
    """What the limits of a control chart are."""
    return (_LANEY if is_laney else _LIMITS).text(language)


def write_page(title: str, number: int, pages: int) -> str:
    """The title of one of several pages."""
    return title if pages == 1 else f"{title} ({number}/{pages})"


def write_difference(values: Mapping[str, Any], language: str) -> str:
    """How far a rate moved, in points with a sign: "+6,8 điểm (khoảng 4,1 đến 9,4)"."""
    points = (values[name] for name in ("difference", "lower", "upper"))
    words = (_write_signed(100 * share, language) for share in points)
    return _DIFFERENCE.text(language).format(*words)


def write_month(month: Month) -> str:
    """A month as axes have it: "03/2026"."""
    return f"{month.month:02}/{month.year}"


def write_promise(
    units: Sequence[tuple[str, str, str, str]], language: str
) -> ChartText:
    """What a promise's chart says of each unit: name, before, after, difference."""
    said = (_PROMISE_UNIT.text(language).format(*unit) for unit in units)
    description = _PROMISE_ABOUT.text(language).format(" ".join(said))
    return write_chart_text(PROMISE.text(language), description, language)


def write_driver(
    importance: float,
    lower: float | None,
    upper: float | None,
    index: float,
    language: str,
) -> str:
    """What goes with an item, with its interval if there is one, and its index."""
    if lower is None or upper is None:
        whole = (round(100 * importance), round(index))
        return _BARE_DRIVER.text(language).format(*whole)
    shares = (round(100 * share) for share in (importance, lower, upper))
    return _DRIVER.text(language).format(*shares, round(index))


def write_levels(language: str) -> tuple[str, str, str, str, str]:
    """The words of the five levels."""
    one, two, three, four, five = (level.label.text(language) for level in Level)
    return one, two, three, four, five


def write_rate(
    k: int,
    n: int,
    bounds: tuple[float, float],
    threshold: str | None,
    language: str,
) -> str:
    """The rate with what it rests on: "91,3% (376/412)"."""
    target = None if threshold is None else Fraction(threshold)
    percent = str(shown_percent(k, n, choose_decimals(*bounds), target))
    if language != "en":
        percent = percent.replace(".", ",")
    return f"{percent}% ({write_count(k, language)}/{write_count(n, language)})"


def write_count(count: int, language: str) -> str:
    """A number with its thousands apart."""
    text = f"{count:,}"
    return text if language == "en" else text.replace(",", ".")


def _write_signed(points: float, language: str) -> str:
    text = f"{points:+.1f}".replace("-", "−")
    return text if language == "en" else text.replace(".", ",")
