"""The open data: which files there are."""

from collections.abc import Callable
from dataclasses import dataclass

from feedback.domain.labels import Label
from feedback.exchange.downloads import Column
from feedback.forms.filters import DownloadFilter
from feedback.views.transparency import anchors, columns, rows


@dataclass(frozen=True)
class Dataset:
    """One file: its name in the address, its title, columns and rows."""

    name: str
    title: Label
    note: Label
    columns: tuple[Column, ...]
    list_rows: Callable[[DownloadFilter], rows.Rows]
    #: Fields of the address that narrow it.
    filters: tuple[str, ...] = ()


def _dataset(
    name: str,
    title: tuple[str, str],
    note: tuple[str, str],
    described: tuple[Column, ...],
    list_rows: Callable[[DownloadFilter], rows.Rows],
    *filters: str,
) -> Dataset:
    return Dataset(name, Label(*title), Label(*note), described, list_rows, filters)


DATASETS = (
    _dataset(
        "ket-qua",
        ("Kết quả đã công bố", "Published results"),
        (
            "Mọi con số trên các trang: số phiếu, tỷ lệ, khoảng tin cậy, kết luận, "
            "độ bao phủ của tỉnh, cơ quan, lĩnh vực, thủ tục và hình thức nộp. Theo "
            "tháng; length=3 là theo quý, length=12 là theo năm.",
            "Every figure on these pages: counts, rates, bounds, verdicts and coverage "
            "of the province, agencies, sectors, procedures and channels. By month; "
            "length=3 gives quarters, length=12 years.",
        ),
        columns.RESULTS,
        rows.list_results,
        *("period", "month", "length", "scope", "key", "versions"),
    ),
    _dataset(
        "uoc-luong",
        ("Ước lượng và kiểm định", "Estimates and tests"),
        (
            "Điều các phương pháp nói thêm về từng đơn vị, cùng đầu vào: tỷ lệ theo "
            "tỷ trọng hồ sơ, cận lô-gích, độ bao phủ, nhóm, thay đổi, xu hướng.",
            "What the methods say of each unit beyond its counts, with their inputs: "
            "weighted rates, logical bounds, coverage, groups, changes, trends.",
        ),
        columns.ESTIMATES,
        rows.list_estimates,
        *("period", "length", "method", "scope", "key"),
    ),
    _dataset(
        "y-kien",
        ("Ý kiến và câu trả lời", "Comments and replies"),
        (
            "Ý kiến đã chuyển đến cơ quan, từng bước xử lý và ngày; có nội dung và câu "
            "trả lời khi đã công khai.",
            "Comments that reached an agency, each step with its day; words and reply "
            "once they are published.",
        ),
        columns.COMMENTS,
        rows.list_comments,
        *(
            "q",
            "ref",
            "agency",
            "sector",
            "service",
            "month",
            "bucket",
            "outcome",
            "view",
        ),
    ),
    _dataset(
        "can-doi",
        ("Cân đối ý kiến", "Balance of comments"),
        (
            "Đã nhận = đã công khai + không công khai + đã chuyển + đang chờ, theo cơ "
            "quan và tháng.",
            "Received = published + withheld + moved + waiting, by agency and month.",
        ),
        columns.BALANCES,
        rows.list_balances,
        *("agency", "month"),
    ),
    _dataset(
        "ky-cong-bo",
        ("Các kỳ công bố", "Publications"),
        (
            "Mọi phiên bản của mọi kỳ: ngày chốt, mã băm, cách tính, đầu vào và những "
            "con số đã sửa.",
            "Every version of every period: cut-off, digest, rules, inputs and the "
            "figures it corrected.",
        ),
        columns.PUBLICATIONS,
        rows.list_publications,
    ),
    _dataset(
        "chi-tieu",
        ("Chỉ tiêu của kế hoạch", "Targets of the plan"),
        (
            "Chỉ tiêu, ngưỡng, thời hạn và điều khoản của kế hoạch đang áp dụng.",
            "Targets, thresholds, validity and clauses of the plan in force.",
        ),
        columns.TARGETS,
        rows.list_targets,
    ),
    _dataset(
        "khao-sat-khac",
        ("Số đếm của công cụ khảo sát khác", "Counts of other survey tools"),
        (
            "Số đếm được nhập, tỷ lệ nguồn công bố và tỷ lệ tính lại.",
            "Imported counts, the percentage their source published, and ours.",
        ),
        columns.SURVEYS,
        rows.list_surveys,
        "source",
    ),
    _dataset(
        "kiem-chung",
        ("Gọi lại kiểm chứng hằng năm", "Yearly call-back sample"),
        (
            "Mẫu gọi lại của từng năm, tỷ lệ theo mẫu và theo phiếu đánh giá, chênh "
            "lệch và cận của nó, phiên bản công bố đã đem so.",
            "Each year’s sample, the rates by the sample and by the ratings, their gap "
            "with its bounds, and the version it was compared with.",
        ),
        columns.SAMPLES,
        anchors.list_samples,
    ),
    _dataset(
        "co-quan",
        ("Danh mục cơ quan", "Agencies"),
        ("Mã, tên và thời gian hiệu lực.", "Codes, names and validity."),
        columns.AGENCIES,
        rows.list_agencies,
        "q",
    ),
    _dataset(
        "ke-thua",
        ("Cơ quan trước và sau sắp xếp", "Predecessors and successors"),
        (
            "Ai kế thừa ai, từ ngày nào, toàn bộ hay một phần.",
            "Who succeeded whom, from which day, wholly or in part.",
        ),
        columns.SUCCESSIONS,
        rows.list_successions,
    ),
    _dataset(
        "linh-vuc",
        ("Danh mục lĩnh vực", "Sectors"),
        ("Mã và tên lĩnh vực.", "Codes and names."),
        columns.SECTORS,
        rows.list_sectors,
        "q",
    ),
    _dataset(
        "thu-tuc",
        ("Danh mục thủ tục", "Procedures"),
        ("Mã, tên, lĩnh vực, cấp giải quyết.", "Codes, names, sectors, levels."),
        columns.SERVICES,
        rows.list_services,
        "q",
    ),
)
