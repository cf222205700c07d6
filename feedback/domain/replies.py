"""What may be wrong with an answer before it leaves: remarks, never a refusal.

The platform cannot judge an answer. It can notice what people complain of most: one
text for everybody, a phrase instead of an answer, nothing of what was asked.
"""

import re
from enum import StrEnum
from typing import Final

from feedback.domain.details import find_details
from feedback.domain.labels import Label
from feedback.domain.outcomes import Outcome
from feedback.domain.text import fold

#: Syllables under which an answer is a phrase.
MIN_WORDS: Final = 12
#: Other comments that got nearly the same text, from which it looks like a form letter.
MANY_ALIKE: Final = 3


class Remark(StrEnum):
    """Something its writer should look at again."""

    COPIED = "copied"
    SHORT = "short"
    OFF_POINT = "off_point"
    PROMISE = "promise"
    PERSONAL = "personal"

    @property
    def label(self) -> Label:
        """What the writer reads."""
        return _LABELS[self]


_LABELS = {
    Remark.COPIED: Label(
        "Nội dung gần như giống hệt nhiều câu trả lời khác của cơ quan.",
        "The text is nearly the same as many other answers of the agency.",
    ),
    Remark.SHORT: Label(
        "Câu trả lời rất ngắn: đã nêu rõ việc gì, ai làm, khi nào xong chưa?",
        "The answer is very short: does it say what is done, by whom, by when?",
    ),
    Remark.OFF_POINT: Label(
        "Câu trả lời không nhắc đến điều nào trong ý kiến của người dân.",
        "The answer takes up nothing of what the citizen wrote.",
    ),
    Remark.PROMISE: Label(
        "Câu trả lời có lời hứa khắc phục nhưng kết quả xử lý không phải là cam kết "
        "có ngày hoàn thành.",
        "The answer promises to fix something, but its outcome is not a promise with "
        "a day.",
    ),
    Remark.PERSONAL: Label(
        "Câu trả lời có thể chứa thông tin cá nhân. Mọi người sẽ đọc được.",
        "The answer may hold personal data. Everybody will read it.",
    ),
}

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
#: A day or an hour says when something is done; in an answer that is wanted.
_WHEN = re.compile(r"\d{1,2} ?(?:[/.-] ?\d{1,2}.*|(?:giờ|h)(?: ?\d{1,2})?)")
_PROMISES = re.compile(
    r"\b(?:se (?:som |som duoc |duoc |tien hanh |to chuc )?"
    r"(?:khac phuc|sua chua|sua|chan chinh|bo sung|nang cap|thay the|lap dat|"
    r"hoan thanh|giai quyet dut diem|xu ly dut diem)|cam ket|xin hua)\b"
)
#: Words that hold a sentence together, or that every answer holds; folded.
_EMPTY_WORDS = frozenset("""
    ai anh ba bac ban bang bao bi biet bo boi cac cach cai cam can cang cau chi
    chinh cho chu chua chung chuyen co con cong cu cua cung da dan dang dau day de
    den deu di dich doi don dong duoc duoi em gi giai gian gio gop gui hay het
    hien ho hoi hon huong khac khi khong khu kien kinh la lai lam le len loi luc
    luon ma mat minh moi mong mot muon nam nao nay nen neu ngay nghi nguoi nha nhan
    nhat nhieu nhu nhung noi o oi on ong phai phan qua quan quy quyen quyet ra rang
    rat roi sao sau se so su ta tai thai than thay the them theo thi thu thuc tiep
    tinh toan toi tra trao tren trinh trong trung tu tung tuy va van vao vay ve vi
    viec voi vu xin xu y yeu
    """.split())


def list_content_words(text: str) -> frozenset[str]:
    """The folded words of a text that say what it is about.

    >>> sorted(list_content_words("Tôi chờ sổ đỏ ở quầy 3"))
    ['do', 'quay']
    """
    words = _LETTERS.findall(fold(text))
    return frozenset(word for word in words if word not in _EMPTY_WORDS)


def find_remarks(
    comment: str, reply: str, outcome: Outcome | None, n_alike: int = 0
) -> tuple[Remark, ...]:
    """What to look at again in the answer to a comment, in the order of the list.

    `n_alike` is the number of other comments the agency answered in nearly these words.
    A comment without a content word asks nothing that an answer could miss.

    >>> find_remarks("Sổ đỏ của tôi đâu?", "Xin ghi nhận.", Outcome.EXPLAINED)
    (<Remark.SHORT: 'short'>, <Remark.OFF_POINT: 'off_point'>)
    """
    asked = list_content_words(comment)
    is_promised = _PROMISES.search(fold(reply)) is not None
    found = {
        Remark.COPIED: n_alike >= MANY_ALIKE,
        Remark.SHORT: len(_WORD.findall(reply)) < MIN_WORDS,
        Remark.OFF_POINT: bool(asked) and not asked & list_content_words(reply),
        Remark.PROMISE: is_promised and outcome is not Outcome.WILL_FIX,
        Remark.PERSONAL: bool(find_personal(reply)),
    }
    return tuple(remark for remark, is_there in found.items() if is_there)


def find_personal(reply: str) -> list[str]:
    """What in an answer may tell who somebody is; days and hours are its substance."""
    return [found for found in find_details(reply) if not _WHEN.fullmatch(found)]
