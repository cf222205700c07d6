"""The gallery: a small application that shows every component with sample data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, Response, render_template
from flask_babel import Babel
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from feedback.domain.outcomes import Outcome
from feedback.domain.states import Bucket, State, View
from feedback.domain.tones import Tone
from feedback.views.pages import write_options

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "feedback" / "static"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)

LAYOUTS = ("base", "citizen", "public", "staff")

LEVELS = {
    "5": "Rất hài lòng",
    "4": "Hài lòng",
    "3": "Bình thường",
    "2": "Không hài lòng",
    "1": "Rất không hài lòng",
    "none": "Không có ý kiến",
}


class GalleryForm(FlaskForm):
    """One field of every kind."""

    overall = RadioField(
        "Nhìn chung, ông/bà hài lòng đến mức nào với việc giải quyết hồ sơ này?",
        choices=LEVELS,
        validators=[InputRequired("Hãy chọn một mức hài lòng")],
    )
    again = RadioField(
        "Có phải đi lại nhiều lần không?",
        choices={"yes": "Có", "no": "Không"},
        default="no",
    )
    place = StringField(
        "Xã, phường nơi nộp hồ sơ",
        description="Ví dụ: phường Bến Đá",
        validators=[InputRequired("Hãy ghi xã, phường nơi nộp hồ sơ")],
    )
    code = StringField(
        "Mã phiếu", description="26 chữ và số, gõ hoa hay thường đều được"
    )
    password = PasswordField("Mật khẩu")
    promised = DateField("Ngày cam kết")
    words = TextAreaField(
        "Ông/bà muốn góp ý điều gì?",
        description="Đừng ghi tên, số điện thoại, số căn cước",
        validators=[InputRequired("Hãy viết ý kiến, hoặc chọn bỏ qua")],
    )
    agency = SelectField("Cơ quan", choices={"1": "Sở Xây dựng", "2": "Sở Y tế"})
    topics = SelectMultipleField(
        "Về việc gì?", choices={"time": "Thời gian", "staff": "Thái độ"}
    )
    agree = BooleanField("Tôi đồng ý công khai ý kiến này")
    evidence = FileField("Tệp kèm theo", description="PDF hoặc ảnh, tối đa 5 MB")


#: What views would hand to the templates.
CONTEXT: dict[str, Any] = {
    "province": "tỉnh Sông Hiền",
    "states": State,
    "outcomes": Outcome,
    "views": View,
    "tones": Tone,
    "buckets": Bucket,
    "nav": [
        {"text": text, "href": f"#nav-{number}", "current": number == 0}
        for number, text in enumerate(
            ["Tổng quan", "Dịch vụ", "Cơ quan", "Lĩnh vực", "Ý kiến", "Dữ liệu mở"]
        )
    ],
    "footer_nav": [
        {"text": text, "href": f"#footer-{number}"}
        for number, text in enumerate(
            [
                "Về Góp Ý",
                "Cách tính",
                "Dữ liệu mở",
                "Khả năng tiếp cận",
                "Nhập mã phiếu",
                "Tra cứu biên nhận",
                "Đăng nhập cán bộ",
            ]
        )
    ],
    "breadcrumbs": [
        {"text": "Trang chủ", "href": "#home"},
        {"text": "Bộ thành phần"},
    ],
    "search_href": "/search",
    "q": "đất đai",
    "staff_nav": [
        {"text": "Việc đến hạn", "href": "#due", "current": True, "count": 12},
        {"text": "Người dùng", "href": "#users", "permission": "manage_users"},
    ],
    "permissions": {"answer"},
    "staff_name": "Trần Thị Hạnh",
    "staff_agency": "Sở Xây dựng",
    "sign_out_href": "/sign-out",
    "back_href": "#back-page",
    "step": 2,
    "steps": 8,
}


def make_gallery_app() -> Flask:
    """A small application of its own, with next to nothing from the real one."""
    app = Flask("gallery", template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.config.update(SECRET_KEY="gallery", DEMO=True, TESTING=True)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=lambda name: f"/static/{name}",
        address_in=lambda code: "/" if code == "vi" else f"/{code}/",
        language=lambda: "vi",
        languages=("vi", "en"),
    )
    app.jinja_env.filters["options"] = write_options
    Babel(app, default_locale="vi")
    CSRFProtect(app)
    _add_pages(app)

    @app.after_request
    def add_policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return app


def _add_pages(app: Flask) -> None:
    @app.get("/")
    def gallery() -> str:
        form = GalleryForm(agency="1")
        form.validate()
        form.csrf_token.errors = []
        return render_template("gallery.html", form=form, **CONTEXT)

    @app.get("/page/<path:name>")
    def page(name: str) -> str:
        return render_template(name, **CONTEXT)

    @app.get("/bare/<path:name>")
    def bare(name: str) -> str:
        return render_template(name)

    @app.get("/layout/<name>")
    def layout(name: str) -> str:
        source = (
            "{% extends 'layouts/" + name + ".html' %}"
            "{% block title %}Trang{% endblock %}"
            "{% block content %}<h1 class='govuk-heading-l'>Trang</h1>{% endblock %}"
        )
        return app.jinja_env.from_string(source).render(**CONTEXT, config=app.config)
