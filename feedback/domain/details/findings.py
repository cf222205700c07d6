"""What was found in a text, and what would stand in its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from feedback.domain.labels import Label


class Kind(StrEnum):
    """What of a person it is."""

    PHONE = "phone"
    IDENTITY = "identity"
    EMAIL = "email"
    ADDRESS = "address"
    PLATE = "plate"
    ACCOUNT = "account"
    TAX = "tax"
    DOSSIER = "dossier"
    NAME = "name"

    @property
    def label(self) -> Label:
        """What people read."""
        return _LABELS[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of a text, by its places in the text as it was given."""

    kind: Kind
    start: int
    end: int
    text: str

    @property
    def mask(self) -> str:
        """The words proposed in its place."""
        return f"[{self.kind.label.vi}]"


def redact(text: str, findings: Iterable[Finding]) -> str:
    """The text with each finding replaced by its mask."""
    parts: list[str] = []
    last = 0
    for finding in sorted(findings, key=lambda finding: finding.start):
        parts += (text[last : finding.start], finding.mask)
        last = finding.end
    return "".join([*parts, text[last:]])


_LABELS = {
    Kind.PHONE: Label("số điện thoại", "telephone number"),
    Kind.IDENTITY: Label("số định danh", "identity number"),
    Kind.EMAIL: Label("thư điện tử", "e-mail address"),
    Kind.ADDRESS: Label("địa chỉ", "address"),
    Kind.PLATE: Label("biển số xe", "number plate"),
    Kind.ACCOUNT: Label("số tài khoản", "account number"),
    Kind.TAX: Label("mã số thuế", "tax number"),
    Kind.DOSSIER: Label("mã hồ sơ", "dossier code"),
    Kind.NAME: Label("họ tên", "name"),
}
