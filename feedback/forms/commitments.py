"""What an agency says of its own promise."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from feedback.domain.limits import EVIDENCE_LENGTH, REASON_LENGTH
from feedback.forms.comments import MoveForm

_TOO_LONG = _l("Nội dung dài quá 1.000 ký tự. Mời rút gọn rồi gửi lại.")


class ProgressForm(MoveForm):
    """How far it is."""

    note = TextAreaField(
        _l("Đã làm đến đâu?"),
        description=_l("Mọi người sẽ đọc được. Không ghi tên người dân."),
        validators=[
            DataRequired(_l("Mời ghi tiến độ.")),
            Length(max=REASON_LENGTH, message=_TOO_LONG),
        ],
    )


class KeepForm(MoveForm):
    """That it is done, and what shows it."""

    evidence = StringField(
        _l("Minh chứng: đường dẫn hoặc số văn bản"),
        description=_l("Ví dụ: 123/UBND-VP ngày 5/3/2026, hoặc https://…"),
        validators=[
            DataRequired(_l("Mời ghi minh chứng.")),
            Length(max=EVIDENCE_LENGTH, message=_l("Minh chứng dài quá 500 ký tự.")),
        ],
    )
    note = TextAreaField(
        _l("Đã làm gì? (không bắt buộc)"),
        description=_l("Mọi người sẽ đọc được. Không ghi tên người dân."),
        validators=[Length(max=REASON_LENGTH, message=_TOO_LONG)],
    )


class BreakForm(MoveForm):
    """That it will not be done, and why."""

    why = TextAreaField(
        _l("Vì sao không thực hiện được?"),
        description=_l("Mọi người sẽ đọc được lý do này."),
        validators=[
            DataRequired(_l("Mời nêu lý do.")),
            Length(max=REASON_LENGTH, message=_TOO_LONG),
        ],
    )
