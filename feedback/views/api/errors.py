"""What a caller of the API is told when a call as a whole fails."""

from typing import Any, Final

from flask import Response, jsonify

_TEXTS: Final = {
    400: ("Nội dung gửi lên không phải JSON hợp lệ.", "The body is not valid JSON."),
    401: (
        "Thiếu khóa hoặc khóa không đúng. Gửi tiêu đề Authorization: Bearer <khóa>.",
        "The key is missing or wrong. Send the header Authorization: Bearer <key>.",
    ),
    404: ("Không có địa chỉ này.", "There is nothing at this address."),
    405: ("Địa chỉ này không nhận phương thức đó.", "The method is not allowed here."),
    409: (
        "Một lô khác của hệ thống này đang được ghi. Mời gửi lại sau ít giây.",
        "Another batch of this register is being written. Send again in a moment.",
    ),
    413: (
        "Lô lớn hơn 2 MB. Mời chia thành nhiều lô.",
        "The batch is larger than 2 MB. Split it.",
    ),
    415: (
        "Gửi nội dung với Content-Type: application/json.",
        "Send the body with Content-Type: application/json.",
    ),
    422: (
        "Nội dung gửi lên chưa đúng mẫu; “errors” nêu từng chỗ.",
        "The body does not fit the schema; “errors” names each place.",
    ),
    429: ("Gọi quá nhiều. Mời chờ rồi thử lại.", "Too many calls. Wait and try again."),
    503: (
        "Hệ thống tạm ngưng. Mời thử lại sau.",
        "The service is down for the moment. Try again later.",
    ),
}
_OTHER: Final = (
    "Không thực hiện được yêu cầu. Mời thử lại.",
    "The request could not be carried out. Try again.",
)


def show_api_error(
    code: int, message: tuple[str, str] | None = None, errors: Any = None
) -> Response:
    """The JSON body of an error, in both languages."""
    vi, en = message or _TEXTS.get(code, _OTHER)
    body = {"status": code, "vi": vi, "en": en}
    response = jsonify(body | {"errors": errors} if errors else body)
    response.status_code = code
    if code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
