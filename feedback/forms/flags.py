"""What a review says of a flag."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from feedback.domain.channels import Channel
from feedback.domain.flags import WHOLE
from feedback.domain.months import Month
from feedback.forms.comments import ReasonForm


class ContestForm(ReasonForm):
    """Which batch is contested, and why."""

    months = SelectMultipleField(
        _l("Tháng"),
        validators=[DataRequired(_l("Mời chọn ít nhất một tháng."))],
        validate_choice=False,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    channel = RadioField(
        _l("Hình thức nộp"),
        validators=[DataRequired(_l("Mời chọn một hình thức nộp."))],
        validate_choice=False,
    )

    def offer(self, months: Sequence[Month], language: str) -> None:
        """The months of the flag's window, and the channels."""
        self.months.choices = [(str(m), m.text(language)) for m in months]
        self.channel.choices = [
            (WHOLE, _("Mọi hình thức")),
            *((c.value, c.label.text(language)) for c in Channel),
        ]
