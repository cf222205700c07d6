"""The words on charts, and how figures are written on them, in both languages."""

from collections.abc import Mapping
from fractions import Fraction

from feedback.analysis.charts import ChartText, Evidence
from feedback.analysis.percents import choose_decimals, shown_percent
from feedback.domain.labels import Label
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
