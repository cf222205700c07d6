"""What staff and authors do to a comment in a word or two."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length

from feedback.domain.limits import COMMENT_LENGTH, REASON_LENGTH
from feedback.domain.states import View
from feedback.forms.base import Form


class MoveForm(Form):
    """A stroke that needs no words; it says which state of things it is based on."""

    seen = HiddenField()

    @property
    def based_on(self) -> int:
        """How many events the person had seen; a lost number has seen none."""
        typed = str(self.seen.data or "")
        return int(typed) if re.fullmatch("[0-9]{1,9}", typed) else 0

    @property
    def words(self) -> dict[str, Any]:
        """What was typed and chosen, by the names that the operation knows."""
        own = (self.seen.name, self.meta.csrf_field_name)
        return {field.name: field.data for field in self if field.name not in own}

    def rebase(self, seen: int) -> None:
        """Base it on what the page shows now, so that a second try can succeed."""
        self.seen.data = seen


class ReasonForm(MoveForm):
    """A stroke that others will ask the reason of."""

    reason = TextAreaField(
        _l("Lý do"),
        validators=[
            DataRequired(_l("Mời nêu lý do.")),
            Length(max=REASON_LENGTH, message=_l("Lý do dài quá 1.000 ký tự.")),
        ],
    )


class QuestionForm(MoveForm):
    """What the citizen is asked to add."""

    question = TextAreaField(
        _l("Cần người dân cho biết thêm điều gì?"),
        description=_l(
            "Hỏi đúng một điều còn thiếu. Không hỏi tên, số điện thoại, mã hồ sơ."
        ),
        validators=[
            DataRequired(_l("Mời ghi điều cần hỏi.")),
            Length(max=REASON_LENGTH, message=_l("Câu hỏi dài quá 1.000 ký tự.")),
        ],
    )


#: What an author can say; that nothing was said is not for them to choose.
_VIEWS = (View.YES, View.PARTLY, View.NO)


class ViewForm(Form):
    """Whether the answer answers the point."""

    view = RadioField(
        _l("Câu trả lời có đúng điều ông/bà nêu không?"),
        validators=[AnyOf([v.value for v in _VIEWS], _l("Mời chọn một câu."))],
        validate_choice=False,
    )

    @classmethod
    def of(cls, language: str) -> "ViewForm":
        """The form with its three choices in a language."""
        form = cls()
        form.view.choices = [(v.value, v.label.text(language)) for v in _VIEWS]
        return form


class SupplyForm(Form):
    """The author's further words."""

    text = TextAreaField(
        _l("Bổ sung của ông/bà"),
        description=_l("Đừng ghi tên, số điện thoại, số căn cước hay mã hồ sơ."),
        validators=[
            DataRequired(_l("Mời viết phần bổ sung.")),
            Length(
                max=COMMENT_LENGTH,
                message=_l("Nội dung dài quá 2.000 ký tự. " "Mời rút gọn rồi gửi lại."),
            ),
        ],
    )
