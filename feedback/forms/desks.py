"""Filters of the two desks, read from the address and checked."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField

from feedback.domain.families import Family
from feedback.domain.flags import FlagState
from feedback.domain.kinds import Kind
from feedback.domain.signs import SIGNS, Check
from feedback.domain.trays import Due
from feedback.forms.filters import ListFilter


class _DeskFilter(ListFilter):
    """A list in one tray or queue at a time."""

    def offer(self, field: SelectField, choices: Sequence[tuple[str, str]]) -> None:
        """Let a field hold one of these, or nothing."""
        field.choices = [("", _("Tất cả")), *choices]
        if (field.data or "") not in dict(field.choices):
            self.notices.append(_("Bỏ qua một điều kiện lọc không còn dùng được."))
            field.data = ""


class TrayFilter(_DeskFilter):
    """Comments on an agency's desk."""

    tray = HiddenField()
    q = StringField(_l("Từ khóa"), description=_l("Gõ có dấu hay không dấu đều được."))
    due = SelectField(_l("Hạn trả lời"), validate_choice=False)
    assignee = SelectField(_l("Người trả lời"), validate_choice=False)
    service = SelectField(_l("Thủ tục"), validate_choice=False)
    kind = SelectField(_l("Loại ý kiến"), validate_choice=False)
    disputed = SelectField(_l("Người dân nói gì"), validate_choice=False)

    def read(
        self,
        language: str = "vi",
        colleagues: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Take what is on offer; services are offered once the tray is known."""
        super().read()
        self.read_words(self.q)
        self.offer(self.due, [(d.value, d.label.text(language)) for d in Due])
        self.offer(self.assignee, colleagues)
        self.offer(self.kind, [(k.value, k.label.text(language)) for k in Kind])
        self.offer(self.disputed, [("y", _("Câu trả lời chưa đúng ý"))])

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tray is asked for."""
        return set(self.arguments) > {"tray"}


class QueueFilter(_DeskFilter):
    """Comments before the oversight desk."""

    queue = HiddenField()
    agency = StringField(_l("Mã cơ quan"))
    sign = SelectField(_l("Dấu hiệu"), validate_choice=False)

    def read(self, language: str = "vi") -> None:
        """Take the code as it is; an unknown one finds nothing."""
        super().read()
        self.read_words(self.agency)
        self.offer(self.sign, [(c.value, c.label.text(language)) for c in SIGNS])

    @property
    def check(self) -> Check | None:
        """The check whose signs are looked for."""
        return Check(self.sign.data) if self.sign.data else None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the queue is asked for."""
        return set(self.arguments) > {"queue"}


class FlagFilterForm(_DeskFilter):
    """Flags by agency, kind and how they stand."""

    agency = StringField(_l("Mã cơ quan"))
    family = SelectField(_l("Loại dấu hiệu"), validate_choice=False)
    state = SelectField(_l("Tình trạng"), validate_choice=False)

    def read(self, language: str = "vi") -> None:
        """Take what is on offer; an unknown code finds nothing."""
        super().read()
        self.read_words(self.agency)
        self.offer(self.family, [(f.value, f.label.text(language)) for f in Family])
        self.offer(self.state, [(s.value, s.label.text(language)) for s in FlagState])
