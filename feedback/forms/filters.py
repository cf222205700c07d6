"""What a reader looks for, read from the address of a list and checked.

A value that cannot be is left out, and the form says so; a list never fails for it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self, TypeVar

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField

from feedback.domain.errors import InvalidMonth, NotFound
from feedback.domain.months import Month
from feedback.domain.outcomes import Outcome
from feedback.domain.periods import LENGTHS, MONTH, Period
from feedback.domain.states import Bucket, View
from feedback.domain.text import clean_line

T = TypeVar("T")

#: Value and words of each choice.
Pairs = Sequence[tuple[str, str]]

#: Longer words than these are not what anybody looks for.
_LONGEST = 120
_LAST_PAGE = 100_000


class ChoiceField(SelectField):
    """A choice among as many as there are agencies, each wrapped no more than once."""

    def has_groups(self) -> bool:
        """Lists are not grouped."""
        return False

    def iter_choices(self) -> Any:
        """Value, text, whether it is chosen, and no attributes."""
        return [(key, text, key == self.data, {}) for key, text in self.choices or ()]


class ListFilter(FlaskForm):
    """A filter sent by GET: nothing to protect, so without CSRF and session."""

    class Meta(FlaskForm.Meta):
        """No token: a filter changes nothing, and cached pages read no session."""

        csrf = False

    #: What was left out of the request, in the reader's language.
    notices: list[str]
    page_number: int = 1

    @classmethod
    def of_request(cls, **choices: Any) -> Self:
        """The filter in the address of this request."""
        form = cls(formdata=request.args)
        form.notices = []
        form.read(**choices)
        return form

    def read(self) -> None:
        """Take what holds, leave out what does not."""
        self.page_number = self._read_page(request.args.get("page", ""))

    def _read_page(self, typed: str) -> int:
        if not typed:
            return 1
        number = int(typed) if re.fullmatch("[0-9]{1,9}", typed) else 0
        if not 1 <= number <= _LAST_PAGE:
            self.notices.append(_("Không có trang “%(page)s”.", page=typed[:20]))
            return 1
        return number

    def read_words(self, field: StringField) -> None:
        """One line without invisible characters, cut where it is too long."""
        words = clean_line(field.data or "")
        if len(words) > _LONGEST:
            words = words[:_LONGEST]
            self.notices.append(
                _("Từ khóa dài quá nên chỉ tìm %(count)s ký tự đầu.", count=_LONGEST)
            )
        field.data = words

    def offer(self, field: ChoiceField, choices: Pairs) -> None:
        """Take a choice that is on offer; any other is left out."""
        field.choices = [("", _("Tất cả")), *choices]
        field.data = field.data or ""
        if field.data not in dict(field.choices):
            self.leave_out(field)

    def leave_out(self, field: Any) -> None:
        """Say that a value is not on offer, and do not filter by it."""
        self.notices.append(
            _(
                "Mục “%(field)s” không có lựa chọn “%(value)s”, nên không lọc theo "
                "mục này.",
                value=str(field.data)[:40],
                field=field.label.text,
            )
        )
        field.data = ""

    @property
    def arguments(self) -> dict[str, str]:
        """What the address of this list carries, without the page."""
        return {field.name: field.data for field in self if field.data}


class UnitFilter(ListFilter):
    """Words to find in a list of agencies, sectors or services."""

    q = StringField(_l("Tên hoặc mã"))

    def read(self) -> None:
        """Take the words."""
        super().read()
        self.read_words(self.q)


def _choices(values: Iterable[Any], language: str) -> Pairs:
    return [(value.value, value.label.text(language)) for value in values]


#: A view that was given; silence is not looked for.
_VIEWS = (View.YES, View.PARTLY, View.NO)


class CommentFilterForm(ListFilter):
    """Comments by words, place, month and what became of them."""

    q = StringField(_l("Từ khóa"))
    agency = ChoiceField(_l("Cơ quan"), validate_choice=False)
    sector = ChoiceField(_l("Lĩnh vực"), validate_choice=False)
    #: Set by the link from a service's page.
    service = StringField(_l("Thủ tục"))
    month = ChoiceField(_l("Tháng"), validate_choice=False)
    bucket = ChoiceField(_l("Tình trạng"), validate_choice=False)
    outcome = ChoiceField(_l("Kết quả xử lý"), validate_choice=False)
    view = ChoiceField(_l("Người góp ý nói gì"), validate_choice=False)
    standing = ChoiceField(_l("Điều đáng chú ý"), validate_choice=False)
    #: Set by the link from a promise's page.
    commitment = StringField(_l("Cam kết"))

    def read(
        self,
        language: str = "vi",
        agencies: Pairs = (),
        sectors: Pairs = (),
        months: Sequence[Month] = (),
        standings: Pairs = (),
    ) -> None:
        """Take what the choices hold, leave out what they do not."""
        super().read()
        self.read_words(self.q)
        self.read_words(self.service)
        self.read_words(self.commitment)
        self.offer(self.standing, standings)
        self.offer(self.agency, agencies)
        self.offer(self.sector, sectors)
        self.offer(self.month, [(str(m), m.text(language)) for m in months])
        self.offer(self.bucket, _choices(Bucket, language))
        self.offer(self.outcome, _choices(Outcome, language))
        self.offer(self.view, _choices(_VIEWS, language))

    @property
    def wanted_month(self) -> Month | None:
        """The month asked for, if any."""
        return Month.parse(self.month.data) if self.month.data else None


class CommitmentFilterForm(ListFilter):
    """Promises by how they stand, and by agency."""

    state = ChoiceField(_l("Tình trạng"), validate_choice=False)
    agency = ChoiceField(_l("Cơ quan"), validate_choice=False)

    def read(self, states: Pairs = (), agencies: Pairs = ()) -> None:
        """Take what the choices hold, leave out what they do not."""
        super().read()
        self.offer(self.state, states)
        self.offer(self.agency, agencies)


class OverdueFilter(ListFilter):
    """Overdue answers by agency."""

    agency = ChoiceField(_l("Cơ quan"), validate_choice=False)

    def read(self, agencies: Pairs = ()) -> None:
        """Take what the choices hold, leave out what they do not."""
        super().read()
        self.offer(self.agency, agencies)


#: What a code in an address may look like; anything else names nothing.
_CODE = re.compile(r"[\w.:-]{1,120}")


class DownloadFilter(ListFilter):
    """Which rows a file holds.

    A file with other rows than were asked for would mislead, so here a value that
    cannot be is an error and is not left out.
    """

    q = StringField()
    ref = StringField()
    period = StringField()
    month = StringField()
    #: In months; a file holds periods of one length.
    length = StringField()
    scope = StringField()
    key = StringField()
    versions = StringField()
    agency = StringField()
    sector = StringField()
    service = StringField()
    bucket = StringField()
    outcome = StringField()
    view = StringField()
    source = StringField()
    method = StringField()

    month_wanted: Month | None = None
    period_wanted: Period | None = None

    @property
    def length_wanted(self) -> int:
        """Periods of which length: of the one asked for, else months."""
        if self.period_wanted is not None:
            return self.period_wanted.length
        return int(self.length.data or MONTH)

    def read(self) -> None:
        """Check what was asked for."""
        self.read_words(self.q)
        for field in self:
            field.data = (field.data or "").strip()
            if field is not self.q and field.data and not _CODE.fullmatch(field.data):
                raise self._missing(field)
        if self.length.data not in ("", *map(str, LENGTHS)):
            raise self._missing(self.length)
        if self.month.data:
            self.month_wanted = self._parse(self.month, Month.parse)
        if self.period.data:
            self.period_wanted = self._parse(self.period, Period.parse)

    def _parse(self, field: StringField, parse: Callable[[str], T]) -> T:
        try:
            return parse(field.data)
        except InvalidMonth:
            raise self._missing(field) from None

    def _missing(self, field: Any) -> NotFound:
        return NotFound(
            f"Không có số liệu nào với {field.name} = “{field.data[:40]}”.",
            f"There are no data with {field.name} = “{field.data[:40]}”.",
        )
