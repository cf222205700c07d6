"""Signs in a comment that help the screener: each says which check gave it.

A sign decides nothing and deletes nothing. A machine that finds no sign has not said
that there is none.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from feedback.domain.details import find_personal
from feedback.domain.labels import Label
from feedback.domain.text import clean_line, fold


class Check(StrEnum):
    """What was looked for, the gravest first."""

    SERIOUS = "serious"
    ABUSE = "abuse"
    PERSONAL = "personal"
    SPAM = "spam"
    COPY = "copy"
    SHORT = "short"
    #: Gives no sign; says that the others have been made.
    READ = "read"

    @property
    def label(self) -> Label:
        """What people read."""
        return _CHECKS[self]


#: What a screener can look for: everything that is a sign.
SIGNS: Final = tuple(check for check in Check if check is not Check.READ)


@dataclass(frozen=True, slots=True)
class Sign:
    """What a check noticed; `key` tells its rules apart."""

    check: Check
    key: str = ""
    #: Counts and shares, never words of the comment.
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> Label:
        """The rule that gave it."""
        return _RULES.get((self.check, self.key), self.check.label)


@dataclass(frozen=True, slots=True)
class AbusiveWord:
    """A word of the list; some are other words once their marks are gone."""

    word: str
    is_also_bare: bool


@dataclass(frozen=True, slots=True)
class Checklists:
    """What the checks look up: numbers that are no secret, and abusive words."""

    helplines: frozenset[str] = frozenset()
    abusive: tuple[AbusiveWord, ...] = ()


#: Letters and digits below which a comment says too little to be answered.
MIN_LETTERS: Final = 15
_MIN_SYMBOLS: Final = 10
#: Share of letters and digits under which a text is only symbols.
_LETTERS_SHARE: Final = 0.3

#: In texts folded to letters without marks: no other spelling gets past them, some
#: other words do not either. Missing one is worse than reading one too many.
_SERIOUS: Final = {
    "bribe": (
        r"(?<!lop )(?<!tap huan )boi duong(?! (?:nghiep vu|kien thuc|ky nang|can bo"
        r"|tap huan|chuyen mon))|dua tien|voi vinh|hoi lo|lot tay|phong bi|lam luat"
        r"|tien (?:uong )?(?:ca phe|cafe|cf|nuoc)|[\"“‘'](?:ca phe|cafe)[\"”’']"
        r"|phai chi (?:them|tien)|doi (?:them )?tien|xin (?:them )?tien|nhung nhieu"
        r"|goi y (?:cam on|tien|boi)|bo tien tui|lai qua|boi tron|chay cho|chay tien"
        r"|(?:doi|bat|vat)(?: [a-z]+){0,3} (?:dua|chi|nop)(?: [a-z0-9]+){1,3}"
        r" (?:trieu|nghin|ngan|tram|dong)\b"
    ),
    "threat": (
        r"de doa|doa (?:danh|giet|dam|chem|nat|se)|danh chet|dam chet|chem chet|se giet"
        r"|giet (?:chet|het|no)|dot nha|dot tru so|tra thu|tru dap|coi chung|tinh mang"
    ),
    "complaint": r"khieu nai|don khieu|khoi kien",
    "denunciation": r"to cao|to giac|tham nhung|tham o|bao ke|cau ket|lam quyen",
}
_SERIOUS_PATTERNS: Final = {
    key: re.compile(rf"(?:(?<=[\"“‘'])|(?<![a-z]))(?:{words})(?![a-z])")
    for key, words in _SERIOUS.items()
}
_LINK = re.compile(
    r"https?://(?![a-z0-9.-]*\.gov\.vn)|(?<![a-z0-9])www\.(?![a-z0-9.-]*\.gov\.vn)"
    r"|(?<![a-z0-9@.-])[a-z0-9-]{2,40}\.(?:com|net|xyz|top|shop|club|vip|info|biz|io)"
    r"(?![a-z0-9])"
)
_ADVERTISING = re.compile(
    r"(?<![a-z])(?:khuyen mai|giam gia|vay von|vay tien|vay nong|lai suat thap|casino"
    r"|ca cuoc|nha cai|no hu|trung thuong|kiem tien online|thu nhap thu dong|viec nhe"
    r"|lam bang cap|dich vu lam giay|cam ket dau|dau tu sinh loi|inbox de|lien he zalo"
    r"|xem boi|so de|soi cau|tang ngay)(?![a-z])"
)
_REPEATED = re.compile(r"(\S)\1{9}|(?<!\S)(\S{1,20})(?: \2){5}(?!\S)")


def find_signs(text: str, lists: Checklists) -> tuple[Sign, ...]:
    """What the text alone shows; near copies are found among comments."""
    folded = fold(text)
    n_letters = sum(character.isalnum() for character in folded)
    signs = [
        *_find_serious(folded),
        *_find_abuse(text, folded, lists.abusive),
        *_find_personal(text, lists.helplines),
        *_find_spam(folded, n_letters),
    ]
    if n_letters < MIN_LETTERS:
        signs.append(Sign(Check.SHORT, facts={"n_letters": n_letters}))
    return tuple(signs)


def read_abusive_word(word: str, also_bare: str) -> AbusiveWord:
    """A row of the list of abusive words."""
    return AbusiveWord(clean_line(word).lower(), also_bare == "yes")


def _find_serious(folded: str) -> Iterator[Sign]:
    for key, pattern in _SERIOUS_PATTERNS.items():
        if pattern.search(folded):
            yield Sign(Check.SERIOUS, key)


def _find_abuse(
    text: str, folded: str, abusive: Sequence[AbusiveWord]
) -> Iterator[Sign]:
    marked = f" {_words_of(clean_line(text).lower())} "
    bare = f" {_words_of(folded)} "
    n_words = sum(
        f" {one.word} " in marked
        or (one.is_also_bare and f" {fold(one.word)} " in bare)
        for one in abusive
    )
    if n_words:
        yield Sign(Check.ABUSE, "words", {"n": n_words})


def _words_of(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def _find_personal(text: str, helplines: frozenset[str]) -> Iterator[Sign]:
    counts = Counter(finding.kind for finding in find_personal(text, helplines))
    for kind, count in sorted(counts.items()):
        yield Sign(Check.PERSONAL, kind.value, {"n": count})


def _find_spam(folded: str, n_letters: int) -> Iterator[Sign]:
    n_links = len(_LINK.findall(folded))
    if n_links:
        yield Sign(Check.SPAM, "links", {"n": n_links})
    n_words = len(_ADVERTISING.findall(folded))
    if n_words:
        yield Sign(Check.SPAM, "advertising", {"n": n_words})
    if _REPEATED.search(folded):
        yield Sign(Check.SPAM, "repeated")
    n_visible = len(folded.replace(" ", ""))
    if n_visible >= _MIN_SYMBOLS and n_letters < _LETTERS_SHARE * n_visible:
        yield Sign(Check.SPAM, "symbols", {"n_letters": n_letters})


_CHECKS = {
    Check.SERIOUS: Label("Nội dung nghiêm trọng", "Serious content"),
    Check.ABUSE: Label("Lời xúc phạm", "Abusive words"),
    Check.PERSONAL: Label("Thông tin cá nhân", "Personal data"),
    Check.SPAM: Label("Tin rác", "Spam"),
    Check.COPY: Label("Gần giống ý kiến khác", "Near copy"),
    Check.SHORT: Label("Quá ngắn", "Too short"),
    Check.READ: Label("Đã kiểm tra", "Checked"),
}
_RULES = {
    (Check.SERIOUS, "bribe"): Label(
        "Đưa tiền, vòi vĩnh, bồi dưỡng", "Money asked for or given"
    ),
    (Check.SERIOUS, "threat"): Label("Đe dọa, trù dập", "Threat or reprisal"),
    (Check.SERIOUS, "complaint"): Label("Nói đến khiếu nại", "Speaks of a complaint"),
    (Check.SERIOUS, "denunciation"): Label(
        "Nói đến tố cáo, tham nhũng", "Speaks of a denunciation or corruption"
    ),
    (Check.ABUSE, "words"): Label("Có từ trong danh sách xúc phạm", "Abusive words"),
    (Check.SPAM, "links"): Label("Có đường dẫn", "Has links"),
    (Check.SPAM, "advertising"): Label("Có từ quảng cáo", "Advertising words"),
    (Check.SPAM, "repeated"): Label("Ký tự hoặc từ lặp lại", "Repeated characters"),
    (Check.SPAM, "symbols"): Label("Hầu như chỉ có ký hiệu", "Hardly any letters"),
    (Check.PERSONAL, "phone"): Label("Số điện thoại", "Telephone number"),
    (Check.PERSONAL, "identity"): Label("Số định danh", "Identity number"),
    (Check.PERSONAL, "email"): Label("Thư điện tử", "E-mail address"),
    (Check.PERSONAL, "address"): Label("Địa chỉ", "Address"),
    (Check.PERSONAL, "plate"): Label("Biển số xe", "Number plate"),
    (Check.PERSONAL, "account"): Label("Số tài khoản", "Account number"),
    (Check.PERSONAL, "tax"): Label("Mã số thuế", "Tax number"),
    (Check.PERSONAL, "dossier"): Label("Mã hồ sơ", "Dossier code"),
    (Check.PERSONAL, "name"): Label("Họ tên", "Name"),
}
