"""What the columns of the open data mean and count in."""

from typing import Final

from feedback.domain.labels import Label
from feedback.exchange.downloads import Column


def _column(name: str, unit: str, vi: str, en: str) -> Column:
    return Column(name, unit, Label(vi, en))


_MONTH = _column("month", "YYYY-MM", "Tháng", "Month")
_PERIOD = _column(
    "period", "code", "Kỳ: 2026-03, 2026-Q1 hoặc 2026", "Period: 2026-03, 2026-Q1, 2026"
)
_LAST_MONTH = _column("month", "YYYY-MM", "Tháng cuối của kỳ", "Last month of it")
_VERSION = _column(
    "version", "number", "Phiên bản công bố", "Version of the publication"
)
_INDICATOR = _column(
    "indicator",
    "code",
    "all: mọi hồ sơ; T1: nộp trực tuyến; T2: nhóm đất đai, xây dựng, đầu tư",
    "all: every dossier; T1: filed online; T2: land, construction, investment",
)
_SCOPE = _column("scope", "code", "Phạm vi", "Scope")
_KEY = _column(
    "key", "code", "Mã đơn vị trong phạm vi", "Code of the unit in its scope"
)
_AGENCY = (
    _column("agency_code", "code", "Mã cơ quan", "Code of the agency"),
    _column("agency", "text", "Cơ quan", "Agency"),
)
_SERVICE = (
    _column("service_code", "code", "Mã thủ tục", "Code of the procedure"),
    _column("service", "text", "Thủ tục", "Procedure"),
)
_SECTOR = (
    _column("sector_code", "code", "Mã lĩnh vực", "Code of the sector"),
    _column("sector", "text", "Lĩnh vực", "Sector"),
)
_LEVELS = (
    _column("n1", "answers", "Rất không hài lòng", "Very dissatisfied"),
    _column("n2", "answers", "Không hài lòng", "Dissatisfied"),
    _column("n3", "answers", "Bình thường", "Neither"),
    _column("n4", "answers", "Hài lòng", "Satisfied"),
    _column("n5", "answers", "Rất hài lòng", "Very satisfied"),
)
_VALIDITY = (
    _column("valid_from", "date", "Có hiệu lực từ", "In force from"),
    _column(
        "valid_to",
        "date",
        "Ngày đầu tiên không còn hiệu lực",
        "First day no longer in force",
    ),
)

RESULTS: Final = (
    _PERIOD,
    _LAST_MONTH,
    _VERSION,
    _INDICATOR,
    _SCOPE,
    _KEY,
    _column("name", "text", "Tên đơn vị", "Name of the unit"),
    _column("is_hidden", "true/false", "Nhóm nhỏ, không hiện", "Small, not shown"),
    *_LEVELS,
    _column("n_none", "answers", "Không có ý kiến", "No opinion"),
    _column("n", "answers", "Phiếu có ý kiến: n1 + … + n5", "Valid answers"),
    _column("satisfied", "answers", "Hài lòng: n4 + n5", "Satisfied: n4 + n5"),
    _column("r1_percent", "percent", "R1 như trên trang", "R1 as shown on the page"),
    _column("r1_lower", "share 0..1", "Cận dưới của R1", "Lower bound of R1"),
    _column("r1_upper", "share 0..1", "Cận trên của R1", "Upper bound of R1"),
    _column("lower_percent", "percent", "Cận dưới như trên trang", "Lower, as shown"),
    _column("upper_percent", "percent", "Cận trên như trên trang", "Upper, as shown"),
    _column("r2_index", "0..100", "R2, chỉ số trung bình", "R2, the mean index"),
    _column("operator", "sign", "Phép so sánh", "Comparison"),
    _column("threshold", "percent", "Ngưỡng của chỉ tiêu", "Threshold of the target"),
    _column("official", "true/false", "So thẳng với ngưỡng", "Plain comparison"),
    _column("verdict", "code", "Kết luận theo bằng chứng", "Verdict by evidence"),
    _column("ended", "dossiers", "Hồ sơ kết thúc", "Dossiers ended"),
    _column("invited", "dossiers", "Được mời", "Invited"),
    _column("delivered", "dossiers", "Lời mời đến nơi", "Delivered"),
    _column("rated", "answers", "Đã đánh giá", "Rated"),
)
ESTIMATES: Final = (
    _PERIOD,
    _VERSION,
    _column("method", "code", "Phương pháp", "Method"),
    _INDICATOR,
    _SCOPE,
    _KEY,
    _column("values", "object", "Kết quả và đầu vào", "What it says and from what"),
)
COMMENTS: Final = (
    _column("ref", "code", "Mã công khai", "Public reference"),
    *_AGENCY,
    *_SERVICE,
    *_SECTOR,
    _MONTH,
    _column(
        "bucket",
        "code",
        "published, withheld, moved hoặc waiting",
        "published, withheld, moved or waiting",
    ),
    _column("state", "code", "Bước đang ở", "Where it stands"),
    _column("released_on", "date", "Chuyển đến cơ quan", "Reached the agency"),
    _column("due_on", "date", "Hạn trả lời", "Reply due"),
    _column("replied_on", "date", "Cơ quan trả lời", "Replied"),
    _column("published_on", "date", "Công khai", "Published"),
    _column("outcome", "code", "Kết quả xử lý", "Outcome"),
    _column("ground", "code", "Căn cứ không công khai", "Ground of withholding"),
    _column("view", "code", "Người góp ý nói gì", "The citizen's view"),
    _column(
        "tone",
        "code",
        "Người viết nêu: praise, proposal, problem",
        "What the author says it is: praise, proposal, problem",
    ),
    _column("text", "text", "Ý kiến", "Comment"),
    _column("reply", "text", "Trả lời", "Reply"),
    _column("reason", "text", "Lý do", "Reason"),
    _column("evidence", "text", "Minh chứng", "Evidence"),
    _column("steps", "list", "Các bước và ngày", "Steps with their days"),
)
BALANCES: Final = (
    _MONTH,
    *_AGENCY,
    _column("received", "comments", "Đã nhận", "Received"),
    _column("published", "comments", "Đã công khai trả lời", "Published"),
    _column("withheld", "comments", "Không công khai, có căn cứ", "Withheld"),
    _column("moved", "comments", "Đã chuyển thủ tục khác", "Moved"),
    _column("waiting", "comments", "Đang chờ", "Waiting"),
    _column("overdue", "comments", "Trong số đang chờ: quá hạn", "Of those: overdue"),
    _column("counted_on", "date", "Ngày đếm", "Counted on"),
)
TARGETS: Final = (
    _column("plan", "code", "Kế hoạch", "Plan"),
    _column("number", "text", "Số văn bản", "Number"),
    _column("code", "code", "Mã chỉ tiêu", "Code of the target"),
    _column("row", "number", "Dòng", "Row"),
    _column("name", "text", "Chỉ tiêu", "Target"),
    _column("scope", "code", "Phạm vi", "Scope"),
    _column("operator", "sign", "Phép so sánh", "Comparison"),
    _column("threshold", "as in unit", "Ngưỡng", "Threshold"),
    _column("unit", "code", "Đơn vị", "Unit"),
    _VALIDITY[0],
    _column("valid_to", "date", "Ngày cuối còn hiệu lực", "Last day in force"),
    _column("clause", "text", "Điều khoản", "Clause"),
    _column("is_computed", "true/false", "Tính ở đây", "Computed here"),
)
SURVEYS: Final = (
    _column("source", "code", "Nguồn", "Source"),
    _column("service", "text", "Dịch vụ", "Service"),
    _column("channel", "text", "Kênh", "Channel"),
    _MONTH,
    *_LEVELS,
    _column("r1_percent", "percent", "R1 tính lại", "R1 recomputed"),
    _column("r2_percent", "percent", "R2 tính lại", "R2 recomputed"),
    _column("published_percent", "percent", "Nguồn công bố", "Published by the source"),
    _column("agrees_with", "code", "Khớp với cách tính", "Agrees with the rule"),
)
SAMPLES: Final = (
    _column("year", "YYYY", "Năm", "Year"),
    _column("population", "dossiers", "Hồ sơ dùng để rút mẫu", "Sampling frame"),
    _column("called", "people", "Số người được gọi", "People called"),
    *_LEVELS,
    _column("n_none", "answers", "Không có ý kiến", "No opinion"),
    _column("n", "answers", "Trả lời có ý kiến: n1 + … + n5", "Valid answers"),
    _column("satisfied", "answers", "Hài lòng: n4 + n5", "Satisfied: n4 + n5"),
    _column("response_percent", "percent", "Tỷ lệ trả lời", "Answered of those called"),
    _column("sample_percent", "percent", "Hài lòng theo mẫu", "Satisfied, sample"),
    _column("sample_lower_percent", "percent", "Cận dưới 95%", "Lower bound, 95%"),
    _column("sample_upper_percent", "percent", "Cận trên 95%", "Upper bound, 95%"),
    _column("rated_n", "answers", "Phiếu đánh giá có ý kiến", "Valid ratings"),
    _column("rated_satisfied", "answers", "Trong đó hài lòng", "Of those satisfied"),
    _column("rated_percent", "percent", "Hài lòng theo phiếu", "Satisfied, ratings"),
    _column("gap_points", "points", "Phiếu trừ mẫu", "Ratings minus sample"),
    _column("gap_lower_points", "points", "Cận dưới 95%", "Lower bound, 95%"),
    _column("gap_upper_points", "points", "Cận trên 95%", "Upper bound, 95%"),
    _column(
        "state",
        "code",
        "sound: dùng được; small: dưới 30 trả lời; shy: chưa đến nửa trả lời; empty",
        "sound; small: under 30 answers; shy: under half answered; empty",
    ),
    _column("ended", "dossiers", "Hồ sơ cơ quan báo kết thúc", "Dossiers ended"),
    _column("version", "number", "Phiên bản đã so", "Version compared with"),
    _column("digest", "SHA-256", "Mã băm của phiên bản ấy", "Digest of that version"),
    _column("how", "text", "Cách rút mẫu và gọi", "How it was drawn and called"),
)
PUBLICATIONS: Final = (
    _PERIOD,
    _LAST_MONTH,
    _column("length", "months", "Số tháng của kỳ", "Months in it"),
    _VERSION,
    _column("cut_off", "date", "Ngày chốt phiếu", "Last day that counts"),
    _column("sealed_at", "UTC", "Thời điểm niêm phong", "Sealed at"),
    _column("digest", "SHA-256", "Mã băm", "Digest"),
    _column("reason", "text", "Lý do có phiên bản mới", "Reason of the version"),
    _column("changes", "object", "Đã đổi những con số nào", "Figures it changed"),
    _column("terms", "object", "Cách tính và đầu vào", "Rules and inputs"),
)
AGENCIES: Final = (
    _column("code", "code", "Mã", "Code"),
    _column("name", "text", "Tên", "Name"),
    _column("level", "code", "Cấp", "Level"),
    _column("unit_code", "code", "Mã đơn vị hành chính", "Administrative unit"),
    *_VALIDITY,
)
SUCCESSIONS: Final = (
    _column("predecessor_code", "code", "Cơ quan trước", "Predecessor"),
    _column("predecessor", "text", "Tên cơ quan trước", "Name of the predecessor"),
    _column("successor_code", "code", "Cơ quan sau", "Successor"),
    _column("successor", "text", "Tên cơ quan sau", "Name of the successor"),
    _column("on", "date", "Ngày kế thừa", "Day of the succession"),
    _column("is_partial", "true/false", "Chỉ một phần", "Only in part"),
)
SECTORS: Final = (
    _column("code", "code", "Mã", "Code"),
    _column("name", "text", "Tên", "Name"),
)
SERVICES: Final = (
    _column("code", "code", "Mã thủ tục", "Code"),
    _column("name", "text", "Tên", "Name"),
    *_SECTOR,
    _column("level", "text", "Cấp giải quyết", "Level"),
    _column("decision", "text", "Quyết định công bố", "Decision"),
)
