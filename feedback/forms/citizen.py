"""The citizen's forms: a code, an answer, a comment."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from feedback.domain.labels import Label
from feedback.domain.questionnaires import Question
from feedback.domain.tones import Tone
from feedback.forms.base import Form

#: A code with whatever people put between its letters.
_LONGEST_CODE = 120


class BallotCodeForm(Form):
    """The code of a ballot, typed from a letter or a slip."""

    code = StringField(
        _l("Mã phiếu"),
        description=_l(
            "26 chữ và số trong thư hoặc giấy mời. Gõ hoa hay thường, có gạch nối hay "
            "không đều được."
        ),
        validators=[
            InputRequired(_l("Mời nhập mã phiếu.")),
            Length(max=_LONGEST_CODE, message=_l("Mã phiếu chỉ có 26 ký tự.")),
        ],
    )


class ReceiptCodeForm(Form):
    """The receipt that opens a rating and a comment."""

    code = StringField(
        _l("Mã biên nhận"),
        description=_l(
            "26 chữ và số hiện ra sau khi gửi phiếu. Gõ hoa hay thường, có gạch nối "
            "hay không đều được."
        ),
        validators=[
            InputRequired(_l("Mời nhập mã biên nhận.")),
            Length(max=_LONGEST_CODE, message=_l("Mã biên nhận chỉ có 26 ký tự.")),
        ],
    )


class AnswerForm(Form):
    """One question as it is shown. The domain judges the answer: it knows the scale.

    The page brings the CSRF token of its draft or its receipt.
    """

    answer = RadioField(validate_choice=False)

    @classmethod
    def of(cls, question: Question, language: str, chosen: str | None) -> "AnswerForm":
        """The form of a question in a language, with what was chosen before."""
        form = cls(formdata=None, data={"answer": chosen}, meta={"csrf": False})
        form.answer.choices = [
            (option.value, option.label.text(language))
            for option in question.list_options()
        ]
        form.answer.label.text = question.wording.text(language)
        form.answer.description = _text(question.help, language)
        return form


class CommentForm(Form):
    """Words of one's own, which nobody has to give; it is shown, not read."""

    comment = TextAreaField(
        _l("Ông/bà muốn góp ý thêm điều gì không? (không bắt buộc)")
    )
    tone = RadioField(
        _l("Ý kiến này chủ yếu là gì? (không bắt buộc)"),
        description=_l(
            "Nếu ông/bà chọn, mọi người sẽ thấy lựa chọn này cạnh ý kiến. Máy tính "
            "cũng học từ đó để đoán xem những ý kiến khác là khen hay phản ánh. "
            "Lựa chọn này không gắn với những câu ông/bà đã trả lời ở các trang "
            "trước."
        ),
        validate_choice=False,
    )

    @classmethod
    def of(cls, words: str, tone: Tone | None, language: str) -> "CommentForm":
        """The form with what was written and chosen before."""
        data = {"comment": words, "tone": tone}
        form = cls(formdata=None, data=data, meta={"csrf": False})
        offered = [(each.value, each.label.text(language)) for each in Tone]
        form.tone.choices = [*offered, ("", _("Không chọn"))]
        return form


def _text(label: Label | None, language: str) -> str:
    return label.text(language) if label else ""
