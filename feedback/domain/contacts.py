"""How somebody who asks to have a case fixed wants to be reached, and what they allow.

Nobody has to give anything. Who does agrees to words that are kept by their version.
"""

import re
from dataclasses import dataclass
from typing import Final

from feedback.domain.errors import DomainError
from feedback.domain.labels import Label
from feedback.domain.roles import Role
from feedback.domain.states import Move
from feedback.domain.text import clean_line

#: Days after the end of a comment in which its author can still be reached.
KEPT_DAYS: Final = 30

NAME_LENGTH: Final = 120
EMAIL_LENGTH: Final = 254
_EMAIL = re.compile(r"[^\s@<>\"',;:()\[\]\\]+@[\w-]+(?:\.[\w-]+)+")
#: Eight to eleven digits after the 0 or the 84, as Vietnamese numbers have them.
_PHONE = re.compile(r"(?:\+?84|0)[0-9]{8,10}")


@dataclass(frozen=True)
class Contact:
    """What was given, cleaned; at least a telephone number or an e-mail address."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


class InvalidContact(DomainError):
    """A contact without a way to reach somebody, or one that cannot be."""

    vi = "Mời cho biết số điện thoại hoặc thư điện tử để liên hệ được với ông/bà."
    en = "Please give a telephone number or an e-mail address to reach you by."


class NoConsent(DomainError):
    """Contact details came without the consent that allows keeping them."""

    vi = "Mời đánh dấu đồng ý, hoặc xóa tên, số điện thoại và thư điện tử."
    en = "Please tick the box, or remove name, telephone number and e-mail address."


#: The words agreed to now; a change of them is a new version, old ones stay.
CONSENT: Final = "lien-he-2"
CONSENTS: Final = {
    "lien-he-1": Label(
        "Tôi đồng ý để Góp Ý lưu tên, số điện thoại, thư điện tử tôi ghi dưới đây, chỉ "
        "để giải quyết việc tôi nêu. Chỉ người được giao xử lý ở cơ quan trả lời xem "
        "được, mỗi lần xem đều được ghi lại. Các thông tin này bị xóa 30 ngày sau khi "
        "ý kiến kết thúc, hoặc ngay khi tôi yêu cầu bằng mã biên nhận.",
        "I agree that Góp Ý keeps the name, telephone number and e-mail address I give "
        "below, only to settle what I have written about. Only the person who handles "
        "it at the agency that answers can see them, and each look is recorded. They "
        "are erased 30 days after the comment has ended, or at once when I ask for it "
        "with my receipt.",
    ),
    "lien-he-2": Label(
        "Tôi đồng ý để Góp Ý lưu tên, số điện thoại, thư điện tử tôi ghi dưới đây, chỉ "
        "để giải quyết việc tôi nêu. Chỉ người được giao xử lý ở cơ quan trả lời xem "
        "được, hoặc lãnh đạo cơ quan ấy khi chưa giao cho ai; mỗi lần xem đều được ghi "
        "lại. Các thông tin này bị xóa 30 ngày sau khi ý kiến kết thúc, hoặc ngay khi "
        "tôi yêu cầu bằng mã biên nhận.",
        "I agree that Góp Ý keeps the name, telephone number and e-mail address I give "
        "below, only to settle what I have written about. Only the person who handles "
        "it at the agency that answers can see them, or the head of that agency while "
        "nobody is named; each look is recorded. They are erased 30 days after the "
        "comment has ended, or at once when I ask for it with my receipt.",
    ),
}


def read_contact(has_agreed: bool, name: str, phone: str, email: str) -> Contact | None:
    """What was typed, cleaned and checked; nothing when all of it was left empty."""
    contact = Contact(
        clean_line(name) or None,
        re.sub(r"[ .\-()]", "", clean_line(phone)) or None,
        clean_line(email) or None,
    )
    if contact == Contact() and not has_agreed:
        return None
    if not has_agreed:
        raise NoConsent(field="consent")
    if len(contact.name or "") > NAME_LENGTH:
        raise InvalidContact(
            f"Tên dài quá {NAME_LENGTH} ký tự. Mời rút gọn.",
            f"The name is longer than {NAME_LENGTH} characters. Please shorten it.",
            field="name",
        )
    if contact.phone and not _PHONE.fullmatch(contact.phone):
        raise InvalidContact(
            "Số điện thoại chưa đúng. Ví dụ: 0912 345 678.",
            "This is not a telephone number. For example: 0912 345 678.",
            field="phone",
        )
    if contact.email and not _is_email(contact.email):
        raise InvalidContact(
            "Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@vidu.vn.",
            "This is not an e-mail address. For example: name@example.vn.",
            field="email",
        )
    if not contact.phone and not contact.email:
        raise InvalidContact(field="phone")
    return contact


def _is_email(text: str) -> bool:
    return len(text) <= EMAIL_LENGTH and _EMAIL.fullmatch(text) is not None


def is_handler(assignee_id: int | None, user_id: int, role: Role) -> bool:
    """Whether somebody of the agency is the one named to handle a comment."""
    return role is Role.HEAD if assignee_id is None else assignee_id == user_id


@dataclass(frozen=True)
class Letter:
    """A short word to somebody who asked to be reached."""

    subject: str
    body: str


#: What has happened; never a word of the comment or of the answer.
_NEWS: Final = {
    Move.DELIVER: Label(
        "Ý kiến của ông/bà đã được chuyển đến cơ quan xử lý.",
        "Your comment has reached the agency that handles it.",
    ),
    Move.ASK_MORE: Label(
        "Cần ông/bà cho biết thêm một điều.",
        "We need you to tell us one thing more.",
    ),
    Move.PUBLISH: Label(
        "Ý kiến của ông/bà đã có câu trả lời.",
        "Your comment has been answered.",
    ),
}


def write_news(move: Move, address: str) -> Letter | None:
    """The letter about a move, if it is one its author is told of.

    It leads to the page that asks for the receipt; the receipt itself is not in it.
    """
    news = _NEWS.get(move)
    if news is None:
        return None
    body = (
        f"{news.vi}\n\nMời mở bằng mã biên nhận: {address}/bien-nhan\n"
        "Cũng tại đó, ông/bà có thể xóa thông tin liên hệ; khi ấy sẽ không còn thư "
        "nào nữa.\n\n--\n\n"
        f"{news.en}\n\nPlease open it with your receipt: {address}/en/bien-nhan\n"
        "There you can also erase your contact details; no more letters follow then.\n"
    )
    return Letter(f"Góp Ý: {news.vi}", body)
