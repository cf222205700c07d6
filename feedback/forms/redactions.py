"""What is covered up after publication, and why."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from feedback.domain.limits import REASON_LENGTH
from feedback.forms.comments import MoveForm

_HINT = _l("Chỉ thay phần cần che bằng [đã che]. Không sửa, thêm hay bớt chữ nào khác.")


class _RedactForm(MoveForm):
    reason = TextAreaField(
        _l("Vì sao che? (mọi người đọc được)"),
        description=_l("Không nhắc lại điều được che."),
        validators=[
            DataRequired(_l("Mời nêu lý do.")),
            Length(max=REASON_LENGTH, message=_l("Lý do dài quá 1.000 ký tự.")),
        ],
    )


class RedactCommentForm(_RedactForm):
    """The comment with parts covered up."""

    public_text = TextAreaField(
        _l("Ý kiến"),
        description=_HINT,
        validators=[DataRequired(_l("Mời giữ lại phần không phải che."))],
    )


class RedactReplyForm(_RedactForm):
    """The answer with parts covered up."""

    text = TextAreaField(
        _l("Câu trả lời"),
        description=_HINT,
        validators=[DataRequired(_l("Mời giữ lại phần không phải che."))],
    )
