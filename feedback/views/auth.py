"""Staff sign in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from feedback.domain.errors import DomainError
from feedback.forms.auth import PasswordForm, SignInForm
from feedback.forms.base import Form
from feedback.operations import sign_ins, users
from feedback.views import sessions
from feedback.views.languages import language
from feedback.views.staff import describe_staff

bp = Blueprint("auth", __name__)
bp.app_context_processor(describe_staff)


def _local(address: str | None) -> str | None:
    """An address on this site, or nothing; a link must not lead people away."""
    if not address or not address.startswith("/") or address[1:2] in ("/", "\\"):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


@bp.route("/dang-nhap", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for name and password; a right one opens a server-side session."""
    form = SignInForm()
    if form.validate_on_submit():
        try:
            token = sign_ins.sign_in(form.username.data, form.password.data)
        except DomainError as error:
            form.attach(error, language())
        else:
            wanted = _local(request.args.get("next"))
            response = redirect(wanted or url_for("auth.home"), 303)
            sessions.set_cookie(response, token)
            return response
    status = 422 if form.is_submitted() else 200
    return render_template("auth/sign_in.html", form=form), status


@bp.route("/dang-xuat", methods=["POST"])
def sign_out() -> ResponseReturnValue:
    """End the session on the server and in the browser."""
    if Form().validate_on_submit():
        token = request.cookies.get(sessions.cookie_name())
        if token:
            sign_ins.sign_out(token)
    response = redirect(url_for("auth.sign_in"), 303)
    sessions.drop_cookie(response)
    return response


@bp.route("/can-bo/mat-khau", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """Change one's own password; the other sessions of the account end."""
    form = PasswordForm()
    if form.validate_on_submit():
        token = request.cookies[sessions.cookie_name()]
        user_id = sessions.current_staff().user_id
        try:
            users.change_password(user_id, form.current.data, form.new.data, token)
        except DomainError as error:
            form.attach(error, language())
        else:
            flash(
                _("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."), "success"
            )
            return redirect(url_for("auth.home"), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("auth/password.html", form=form), status


@bp.route("/can-bo")
def home() -> ResponseReturnValue:
    """Lead each role to the page its day begins with."""
    return redirect(url_for(sessions.HOMES[sessions.current_staff().role]), 303)
