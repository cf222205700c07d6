"""What a screener decides about a comment."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from feedback.domain.grounds import Ground
from feedback.domain.limits import REASON_LENGTH, REDACTED_LENGTH
from feedback.domain.referrals import REFERRALS
from feedback.forms.comments import MoveForm, ReasonForm


class ReleaseForm(MoveForm):
    """The words that the agency and the public will see."""

    public_text = TextAreaField(
        _l("Nội dung sẽ chuyển và công khai"),
        description=_l(
            "Thay tên, số điện thoại, địa chỉ, mã hồ sơ bằng chữ trong ngoặc vuông, ví "
            "dụ [họ tên] hoặc [đã che]. Không sửa ý của người viết. Bản gốc được giữ "
            "nguyên."
        ),
        validators=[
            DataRequired(_l("Mời giữ lại phần nội dung sẽ công khai.")),
            Length(max=REDACTED_LENGTH, message=_l("Nội dung dài quá 2.500 ký tự.")),
        ],
    )


class WithholdForm(ReasonForm):
    """On which ground the words should stay unpublished."""

    ground = RadioField(
        _l("Căn cứ"),
        validators=[DataRequired(_l("Mời chọn một căn cứ."))],
        validate_choice=False,
    )

    def offer(self, grounds: Sequence[Ground], language: str) -> None:
        """The grounds in force, each with its law."""
        self.ground.choices = [(g.code, g.label.text(language)) for g in grounds]
        self.reason.label.text = _("Vì sao che bớt là chưa đủ?")


class ReferForm(MoveForm):
    """To which procedure the comment belongs."""

    referral = RadioField(
        _l("Thuộc thủ tục nào?"),
        validators=[DataRequired(_l("Mời chọn thủ tục."))],
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("Ghi chú nội bộ (không bắt buộc)"),
        validators=[
            Length(max=REASON_LENGTH, message=_l("Ghi chú dài quá 1.000 ký tự."))
        ],
    )

    def offer(self, language: str) -> None:
        """The procedures of the list."""
        self.referral.choices = [(r.code, r.label.text(language)) for r in REFERRALS]


class AssignForm(ReasonForm):
    """Which other agency the comment goes to."""

    agency_code = RadioField(
        _l("Cơ quan nhận"),
        validators=[DataRequired(_l("Mời chọn cơ quan nhận."))],
        validate_choice=False,
    )

    def offer(self, agencies: Sequence[tuple[str, str]]) -> None:
        """The agencies that were found."""
        self.agency_code.choices = list(agencies)


class AgencySearch(MoveForm):
    """Words in the name of an agency; sent by GET."""

    class Meta(MoveForm.Meta):
        """Nothing is changed, so nothing to protect."""

        csrf = False

    q = StringField(_l("Tên cơ quan"))
