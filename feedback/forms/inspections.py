"""What the inspectorate decides, and what it is asked."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired

from feedback.domain.referrals import REFERRALS
from feedback.forms.comments import ReasonForm
from feedback.forms.filters import ListFilter


class DocketFilter(ListFilter):
    """Which docket is looked at."""

    docket = StringField()


class SeriousForm(ReasonForm):
    """To which procedure serious content goes, and why."""

    referral = RadioField(
        _l("Thuộc thủ tục nào?"),
        validators=[DataRequired(_l("Mời chọn thủ tục."))],
        validate_choice=False,
    )

    def offer(self, language: str) -> None:
        """The procedures of the list."""
        self.referral.choices = [(r.code, r.label.text(language)) for r in REFERRALS]
        self.reason.label.text = _l("Ghi chú của thanh tra (chỉ nội bộ)")
