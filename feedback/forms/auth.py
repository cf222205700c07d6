"""Signing in."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from feedback.forms.base import Form


class SignInForm(Form):
    """User name and password of a member of staff."""

    username = StringField(
        _l("Tên đăng nhập"),
        validators=[
            InputRequired(_l("Mời nhập tên đăng nhập.")),
            Length(max=120, message=_l("Tên đăng nhập dài quá 120 ký tự.")),
        ],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Mật khẩu"),
        validators=[
            InputRequired(_l("Mời nhập mật khẩu.")),
            Length(max=200, message=_l("Mật khẩu dài quá 200 ký tự.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(Form):
    """A change of one's own password."""

    current = PasswordField(
        _l("Mật khẩu đang dùng"),
        validators=[InputRequired(_l("Mời nhập mật khẩu đang dùng."))],
    )
    new = PasswordField(
        _l("Mật khẩu mới"),
        description=_l("Ít nhất 12 ký tự. Một câu ngắn dễ nhớ là tốt nhất."),
        validators=[
            InputRequired(_l("Mời nhập mật khẩu mới.")),
            Length(max=200, message=_l("Mật khẩu dài quá 200 ký tự.")),
        ],
    )
    again = PasswordField(
        _l("Nhập lại mật khẩu mới"),
        validators=[EqualTo("new", _l("Hai lần nhập mật khẩu mới chưa giống nhau."))],
    )
