"""What colleagues do to a comment among themselves."""

from collections.abc import Sequence
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, DataRequired, Length

from feedback.domain.limits import NOTE_LENGTH, REPLY_LENGTH, TEMPLATE_TITLE_LENGTH
from feedback.domain.outcomes import Outcome
from feedback.forms.base import Form
from feedback.forms.comments import MoveForm


class AllotForm(MoveForm):
    """Who of the agency writes the answer."""

    assignee = SelectField(_l("Giao cho"), validate_choice=False)

    @classmethod
    def of(
        cls, colleagues: Sequence[tuple[str, str]], *, is_sent: bool, seen: int
    ) -> Self:
        """The form with the colleagues who may be chosen; empty unless it was sent."""
        form = cls(seen=seen) if is_sent else cls(formdata=None, seen=seen)
        form.assignee.choices = [("", _l("Chọn một người")), *colleagues]
        return form

    @property
    def chosen(self) -> int:
        """The number of the person chosen; nobody has number 0."""
        values = {value for value, _name in self.assignee.choices if value}
        return int(self.assignee.data) if self.assignee.data in values else 0


class NoteForm(Form):
    """A word to colleagues."""

    note = TextAreaField(
        _l("Ghi chú nội bộ"),
        description=_l("Chỉ đồng nghiệp trong cơ quan đọc được. Không công khai."),
        validators=[
            DataRequired(_l("Mời viết ghi chú.")),
            Length(max=NOTE_LENGTH, message=_l("Ghi chú dài quá 2.000 ký tự.")),
        ],
    )


class TemplateForm(Form):
    """Words that an answer begins with."""

    title = StringField(
        _l("Tên mẫu"),
        validators=[
            DataRequired(_l("Mời đặt tên cho mẫu.")),
            Length(max=TEMPLATE_TITLE_LENGTH, message=_l("Tên mẫu dài quá 120 ký tự.")),
        ],
    )
    outcome = RadioField(
        _l("Dùng khi kết quả xử lý là"),
        validators=[
            AnyOf([o.value for o in Outcome], _l("Mời chọn một kết quả xử lý."))
        ],
        validate_choice=False,
    )
    text = TextAreaField(
        _l("Lời mẫu"),
        description=_l(
            "Có thể ghi {agency} cho tên cơ quan và {service} cho tên thủ tục. Chừa "
            "chỗ cho điều riêng của từng ý kiến."
        ),
        validators=[
            DataRequired(_l("Mời viết lời mẫu.")),
            Length(max=REPLY_LENGTH, message=_l("Lời mẫu dài quá 5.000 ký tự.")),
        ],
    )
    is_active = BooleanField(_l("Đang dùng"))

    @classmethod
    def of(cls, language: str, **kept: object) -> Self:
        """The form with its outcomes in a language, filled with what is kept."""
        form = cls(data=kept)
        form.outcome.choices = [(o.value, o.label.text(language)) for o in Outcome]
        return form

    @property
    def chosen(self) -> Outcome:
        """The outcome, once the form is valid."""
        return Outcome(self.outcome.data)


class ReleaseStepForm(Form):
    """Whether somebody other than its writer approves each answer."""

    is_needed = BooleanField(
        _l("Người viết câu trả lời không được tự duyệt"),
        description=_l("Lãnh đạo cũng không tự duyệt câu trả lời do mình viết."),
    )
