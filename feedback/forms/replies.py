"""The agency's answer."""

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length

from feedback.domain.limits import EVIDENCE_LENGTH, REASON_LENGTH, REPLY_LENGTH
from feedback.domain.outcomes import Outcome
from feedback.forms.comments import MoveForm


class ReplyForm(MoveForm):
    """The text, what was done, why not, and what shows it."""

    text = TextAreaField(
        _l("Câu trả lời"),
        description=_l(
            "Trả lời thẳng vào điều được nêu: đã làm gì, ai làm, khi nào xong. "
            "Mọi người sẽ đọc được."
        ),
        validators=[
            DataRequired(_l("Mời viết câu trả lời.")),
            Length(max=REPLY_LENGTH, message=_l("Câu trả lời dài quá 5.000 ký tự.")),
        ],
    )
    outcome = RadioField(
        _l("Kết quả xử lý"),
        validators=[
            AnyOf([o.value for o in Outcome], _l("Mời chọn một kết quả xử lý."))
        ],
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("Lý do hoặc nơi đã chuyển đến"),
        description=_l(
            "Bắt buộc khi tiếp thu một phần, không tiếp thu, chuyển nơi khác hoặc "
            "ngoài phạm vi."
        ),
        validators=[
            Length(max=REASON_LENGTH, message=_l("Lý do dài quá 1.000 ký tự."))
        ],
    )
    evidence = StringField(
        _l("Minh chứng: đường dẫn hoặc số văn bản"),
        description=_l(
            "Bắt buộc khi đã khắc phục. Ví dụ: 123/UBND-VP ngày 5/3/2026, hoặc "
            "https://…"
        ),
        validators=[
            Length(max=EVIDENCE_LENGTH, message=_l("Minh chứng dài quá 500 ký tự."))
        ],
    )
    #: Pressed by a head: hand it in with the same stroke.
    approve = BooleanField()

    @classmethod
    def of(cls, language: str, **kept: Any) -> Self:
        """The form with its outcomes in a language, filled with what is kept."""
        form = cls(data=kept)
        form.outcome.choices = [(o.value, o.label.text(language)) for o in Outcome]
        return form

    @property
    def chosen(self) -> Outcome:
        """The outcome, once the form is valid."""
        return Outcome(self.outcome.data)
