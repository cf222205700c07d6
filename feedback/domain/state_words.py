"""What people read of a comment's states, moves, counts and views."""

from typing import Final

from feedback.domain.labels import Label

STATES: Final = {
    "received": Label("Đã tiếp nhận", "Received"),
    "screening": Label("Đang sàng lọc", "Being screened"),
    "withhold_proposed": Label(
        "Đề nghị không công khai, chờ người thứ hai", "Withholding to be confirmed"
    ),
    "screened": Label("Đã sàng lọc, chờ chuyển cơ quan", "Screened, to be sent on"),
    "withheld": Label("Không công khai nội dung", "Withheld"),
    "appealed": Label(
        "Đang xem xét lại việc không công khai", "Withholding being reviewed"
    ),
    "escalated": Label(
        "Thanh tra đang xem xét, giữ kín", "With the inspectorate, in confidence"
    ),
    "moved": Label("Đã chuyển theo thủ tục khác", "Moved to another procedure"),
    "needs_more": Label("Chờ bổ sung", "Waiting for more from the citizen"),
    "open": Label("Đang xử lý", "Being handled"),
    "replied": Label("Đã trả lời, chờ kiểm tra", "Replied, to be checked"),
    "sent_back": Label("Trả lại để trả lời đúng ý", "Sent back to the agency"),
    "awaiting_publication": Label("Chờ công khai", "Awaiting publication"),
    "published": Label("Đã công khai", "Published"),
    "viewed": Label("Người gửi đã nhận xét", "Citizen’s view given"),
    "reopened": Label("Mở lại để xử lý thêm", "Reopened"),
    "replied_again": Label(
        "Đã trả lời lần hai, chờ kiểm tra", "Replied again, to be checked"
    ),
    "published_again": Label("Đã công khai lần hai", "Published again"),
    "closed": Label("Đã kết thúc", "Closed"),
}

MOVES: Final = {
    "submit": Label("Gửi ý kiến", "Sent"),
    "screen": Label("Bắt đầu sàng lọc", "Screening started"),
    "assign": Label("Giao cơ quan khác", "Assigned to another agency"),
    "release": Label("Duyệt nội dung để chuyển", "Cleared for the agency"),
    "deliver": Label("Chuyển đến cơ quan xử lý", "Delivered to the agency"),
    "propose_withhold": Label("Đề nghị không công khai", "Withholding proposed"),
    "decline_withhold": Label("Không đồng ý giữ lại", "Withholding declined"),
    "withhold": Label("Không công khai nội dung", "Withheld"),
    "appeal": Label("Đề nghị xem xét lại", "Review asked for"),
    "uphold": Label("Giữ nguyên việc không công khai", "Withholding upheld"),
    "overturn": Label("Hủy việc không công khai", "Withholding overturned"),
    "escalate": Label("Chuyển thanh tra", "Passed to the inspectorate"),
    "return": Label("Thanh tra trả lại để sàng lọc", "Back from the inspectorate"),
    "move": Label("Chuyển theo thủ tục khác", "Moved to another procedure"),
    "transfer": Label(
        "Chuyển lại vì không thuộc thẩm quyền", "Handed back: not its matter"
    ),
    "ask_more": Label("Đề nghị bổ sung", "Asked for more"),
    "supply": Label("Bổ sung thông tin", "More supplied"),
    "allot": Label("Giao cán bộ xử lý", "Given to an officer"),
    "extend": Label("Gia hạn trả lời", "Time limit extended"),
    "progress": Label("Thông báo tiến độ", "Progress reported"),
    "reply": Label("Trả lời", "Replied"),
    "send_back": Label("Trả lại câu trả lời", "Reply sent back"),
    "approve": Label("Duyệt câu trả lời", "Reply approved"),
    "publish": Label("Công khai", "Published"),
    "redact": Label("Che bớt nội dung đã công khai", "Redacted after publication"),
    "view": Label("Cho biết câu trả lời có đúng ý không", "View on the reply given"),
    "reopen": Label("Mở lại", "Reopened"),
    "close": Label("Kết thúc", "Closed"),
}

BUCKETS: Final = {
    "published": Label("Đã công khai trả lời", "Published"),
    "withheld": Label("Không công khai, có căn cứ", "Withheld, with a ground"),
    "moved": Label("Đã chuyển theo thủ tục khác", "Moved"),
    "waiting": Label("Đang chờ", "Waiting"),
}

VIEWS: Final = {
    "yes": Label("Đúng ý tôi hỏi", "It answers my point"),
    "partly": Label("Đúng một phần", "It answers part of my point"),
    "no": Label("Chưa đúng ý tôi hỏi", "It does not answer my point"),
    "none": Label("Người gửi không nhận xét", "No view given"),
}
