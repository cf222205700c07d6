"""One answer to many near-identical comments."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, TextAreaField
from wtforms.validators import Length

from feedback.domain.limits import REASON_LENGTH
from feedback.forms.replies import AnswerForm


class CommonAnswerForm(AnswerForm):
    """The common part; a part, a tick and a number for each comment are added."""

    #: The references it was made for.
    refs: Sequence[str] = ()

    def of_ref(self, ref: str) -> tuple[Field, Field]:
        """The tick and the part of one comment."""
        return self[f"take_{ref}"], self[f"part_{ref}"]

    @property
    def taken(self) -> list[str]:
        """The comments that are answered now."""
        return [ref for ref in self.refs if self[f"take_{ref}"].data]

    def seen_of(self, ref: str) -> int:
        """How many events of a comment the person had seen."""
        typed = str(self[f"seen_{ref}"].data or "")
        return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def make_common_form(language: str, seen: dict[str, int]) -> CommonAnswerForm:
    """The form for comments of these references and numbers of events."""
    fields: dict[str, object] = {"refs": tuple(seen)}
    for ref, number in seen.items():
        fields[f"seen_{ref}"] = HiddenField(default=number)
        fields[f"take_{ref}"] = BooleanField(
            _("Trả lời ý kiến %(ref)s cùng lần này", ref=ref), default=True
        )
        fields[f"part_{ref}"] = TextAreaField(
            _("Phần riêng cho ý kiến %(ref)s", ref=ref),
            validators=[
                Length(max=REASON_LENGTH, message=_l("Phần riêng dài quá 1.000 ký tự."))
            ],
        )
    form: CommonAnswerForm = type("GroupForm", (CommonAnswerForm,), fields)()
    return form
