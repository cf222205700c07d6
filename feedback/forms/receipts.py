"""How an author may be reached, and what they ask for with the receipt."""

from collections.abc import Mapping
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from feedback.domain.contacts import CONSENT, CONSENTS
from feedback.domain.limits import REASON_LENGTH
from feedback.forms.base import Form


class AppealForm(Form):
    """Why the words should be published after all."""

    text = TextAreaField(
        _l("Vì sao ông/bà cho rằng nên công khai?"),
        description=_l(
            "Thanh tra đọc phần này cùng ý kiến. Đừng ghi tên, số điện thoại, số căn "
            "cước hay mã hồ sơ."
        ),
        validators=[
            DataRequired(_l("Mời viết vì sao nên công khai.")),
            Length(
                max=REASON_LENGTH,
                message=_l("Nội dung dài quá 1.000 ký tự. " "Mời rút gọn rồi gửi lại."),
            ),
        ],
    )


class ContactForm(Form):
    """How to reach somebody who asks to have a case fixed; shown, not read."""

    consent = BooleanField()
    name = StringField(_l("Tên (không bắt buộc)"))
    phone = StringField(_l("Số điện thoại"))
    email = StringField(_l("Thư điện tử"))

    @classmethod
    def of(cls, typed: Mapping[str, str], language: str) -> Self:
        """The form with what was typed; the box is ticked by its author alone."""
        values = {**typed, "consent": bool(typed.get("consent"))}
        form = cls(formdata=None, data=values, meta={"csrf": False})
        form.consent.label.text = CONSENTS[CONSENT].text(language)
        return form
