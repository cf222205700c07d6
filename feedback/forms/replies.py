"""The agency's answer."""

from collections.abc import Sequence
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, DataRequired, Length, Optional

from feedback.domain.limits import EVIDENCE_LENGTH, REASON_LENGTH, REPLY_LENGTH
from feedback.domain.outcomes import Outcome
from feedback.domain.text import clean_line
from feedback.forms.comments import MoveForm
from feedback.forms.photos import PhotoFields

#: Value and words of each choice.
Pairs = Sequence[tuple[str, str]]


class DayField(DateField):
    """A day as a browser sends it, with words of ours for what is none."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read it; what was typed stays on the page."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Mời chọn một ngày, ví dụ 2026-05-15.")) from None


class AnswerForm(MoveForm):
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

    def offer_outcomes(self, language: str, *left_out: Outcome) -> None:
        """Let one of the outcomes be chosen, in a language."""
        self.outcome.choices = [
            (o.value, o.label.text(language)) for o in Outcome if o not in left_out
        ]

    @property
    def chosen(self) -> Outcome:
        """The outcome, once the form is valid."""
        return Outcome(self.outcome.data)

    @property
    def guessed(self) -> Outcome | None:
        """The outcome if one is chosen, also while the form is not valid."""
        values = {outcome.value for outcome in Outcome}
        return self.chosen if self.outcome.data in values else None


class ReplyForm(AnswerForm, PhotoFields):
    """An answer to one comment, with pictures and a promise where there is one."""

    promise = TextAreaField(
        _l("Cam kết làm gì"),
        description=_l(
            "Chỉ ghi khi chọn “Cam kết khắc phục đúng hạn”. Cam kết có trang riêng, "
            "công khai cùng câu trả lời."
        ),
        validators=[
            Length(max=REASON_LENGTH, message=_l("Cam kết dài quá 1.000 ký tự."))
        ],
    )
    due_on = DayField(
        _l("Hoàn thành trước hoặc trong ngày"),
        description=_l("Một ngày làm việc sau hôm nay, không quá một năm."),
        validators=[Optional()],
    )
    joins = SelectField(_l("Hoặc gắn với cam kết đang mở"), validate_choice=False)
    kept_photos = SelectMultipleField(
        _l("Giữ ảnh của bản trước"), coerce=int, validate_choice=False
    )
    #: Pressed by a head: hand it in with the same stroke.
    approve = BooleanField()
    #: Remarks that the page already showed.
    heeded = HiddenField()

    @classmethod
    def of(
        cls, language: str, promises: Pairs = (), photos: Pairs = (), **kept: Any
    ) -> Self:
        """The form with its choices in a language, filled with what is kept."""
        form = cls(data=kept)
        form.offer_outcomes(language)
        form.joins.choices = [("", _l("Cam kết mới")), *promises]
        form.kept_photos.choices = [(int(number), text) for number, text in photos]
        return form

    @property
    def kept_ids(self) -> list[int]:
        """The pictures of the last version that stay."""
        offered = {number for number, _caption in self.kept_photos.choices}
        return [number for number in self.kept_photos.data or () if number in offered]

    @property
    def joined_code(self) -> str:
        """The promise it joins, as typed or chosen; whether it may is checked later."""
        return clean_line(self.joins.data or "")

    @property
    def heeded_remarks(self) -> list[str]:
        """The remarks its writer has seen; what is no remark is none."""
        return [name for name in (self.heeded.data or "").split(",") if name]
