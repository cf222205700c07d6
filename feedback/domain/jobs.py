"""The scheduled jobs as people read of them."""

from enum import StrEnum
from typing import Final

from feedback.domain.labels import Label

#: By the name a job runs under.
JOB_LABELS: Final = {
    "activate_ballots": Label("Mở phiếu đánh giá mới", "Open new ballots"),
    "count_measures": Label(
        "Đếm đánh giá của ngày hôm trước", "Count yesterday's ratings"
    ),
    "recount": Label("Đếm lại toàn bộ để đối chiếu", "Recount everything and compare"),
    "check_integrity": Label(
        "Tìm dấu hiệu bất thường của tháng trước",
        "Look for odd figures of the month before",
    ),
    "publish_month": Label(
        "Công bố kết quả của tháng trước", "Publish the month before"
    ),
    "find_themes": Label(
        "Tìm chủ đề của ý kiến công khai", "Find the themes of published comments"
    ),
    "compare_anchors": Label(
        "Đối chiếu với mẫu gọi lại hằng năm", "Compare with the yearly call-back"
    ),
    "draw_charts": Label(
        "Vẽ biểu đồ của kỳ công bố", "Draw the charts of publications"
    ),
    "invite_overdue": Label(
        "Mời người có hồ sơ quá hạn 30 ngày", "Invite where 30 days overdue"
    ),
    "sift_comments": Label("Tìm dấu hiệu trong ý kiến mới", "Look at new comments"),
    "erase_originals": Label(
        "Xóa bản gốc hết hạn lưu giữ", "Erase originals kept long enough"
    ),
    "release_comments": Label("Chuyển ý kiến đã sàng lọc", "Deliver screened comments"),
    "close_comments": Label("Kết thúc ý kiến đã im lặng", "Close what fell silent"),
    "end_commitments": Label("Ghi cam kết không thực hiện", "Mark promises as broken"),
    "urge_agencies": Label("Nhắc hạn trả lời", "Urge those who owe an answer"),
    "watch_calendar": Label(
        "Xem lịch nghỉ còn đủ không", "See whether the calendar reaches far enough"
    ),
    "erase_contacts": Label(
        "Xóa thông tin liên hệ của ý kiến đã kết thúc",
        "Erase contacts of ended comments",
    ),
    "count_balances": Label("Cân đối ý kiến", "Count where comments stand"),
    "count_handling": Label("Đếm cách xử lý ý kiến", "Count how comments are handled"),
    "deliver_outbox": Label("Gửi lời mời", "Deliver invitations"),
}


class RunState(StrEnum):
    """How a run of a job stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def label(self) -> Label:
        """What people read."""
        return _STATES[self]


_STATES = {
    RunState.RUNNING: Label("Đang chạy", "Running"),
    RunState.DONE: Label("Xong", "Done"),
    RunState.FAILED: Label("Lỗi", "Failed"),
}


def label_job(name: str) -> Label:
    """The wording of a job; of one that is no more, its name."""
    return JOB_LABELS.get(name, Label(name, name))
