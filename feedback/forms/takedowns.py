"""Which comments that are not to be read are looked for."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from feedback.forms.filters import ChoiceField, ListFilter


class TakedownFilter(ListFilter):
    """A kind, and an agency."""

    kind = StringField()
    agency = ChoiceField(_l("Cơ quan"), validate_choice=False)

    def read(self, agencies: Sequence[tuple[str, str]] = ()) -> None:
        """Take what the choices hold, leave out what they do not."""
        super().read()
        self.agency.choices = [("", _("Tất cả")), *agencies]
        self.agency.data = self.agency.data or ""
        if self.agency.data not in dict(self.agency.choices):
            self.notices.append(
                _("Không có cơ quan “%(code)s”.", code=str(self.agency.data)[:40])
            )
            self.agency.data = ""
