"""More time for an answer, and a word on progress."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from feedback.domain.limits import REASON_LENGTH
from feedback.forms.comments import MoveForm


class ExtensionForm(MoveForm):
    """By how many working days, and why."""

    days = StringField(
        _l("Gia hạn thêm bao nhiêu ngày làm việc?"),
        validators=[
            DataRequired(_l("Mời ghi số ngày làm việc.")),
            Regexp("[0-9]{1,3}$", message=_l("Mời ghi một số, ví dụ 5.")),
        ],
    )
    reason = TextAreaField(
        _l("Vì sao chưa trả lời được đúng hạn?"),
        description=_l(
            "Mọi người sẽ đọc được. Không ghi tên, số điện thoại, mã hồ sơ của ai."
        ),
        validators=[
            DataRequired(_l("Mời nêu lý do.")),
            Length(max=REASON_LENGTH, message=_l("Lý do dài quá 1.000 ký tự.")),
        ],
    )

    @property
    def chosen_days(self) -> int:
        """The number, once the form is valid."""
        return int(self.days.data)


class ProgressForm(MoveForm):
    """How far the matter is."""

    note = TextAreaField(
        _l("Việc đã làm đến đâu, còn chờ gì, dự kiến khi nào trả lời?"),
        description=_l(
            "Mọi người sẽ đọc được. Không ghi tên, số điện thoại, mã hồ sơ của ai."
        ),
        validators=[
            DataRequired(_l("Mời ghi tiến độ.")),
            Length(
                max=REASON_LENGTH,
                message=_l("Nội dung dài quá 1.000 ký tự. " "Mời rút gọn rồi gửi lại."),
            ),
        ],
    )
