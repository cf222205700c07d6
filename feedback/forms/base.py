"""The form every other one comes from."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.fields import TextAreaField

from feedback.domain.errors import DomainError

_TEXT_FIELDS = (StringField, TextAreaField)


def strip(value: Any) -> Any:
    """Text without the spaces around it."""
    return value.strip() if isinstance(value, str) else value


class Form(FlaskForm):
    """Strips every text; domain errors can be hung on their field."""

    class Meta(FlaskForm.Meta):
        """Adds the stripping filter to text fields."""

        def bind_field(
            self, form: Any, unbound_field: Any, options: dict[str, Any]
        ) -> Field:
            filters = list(unbound_field.kwargs.get("filters", ()))
            if strip not in filters and issubclass(
                unbound_field.field_class, _TEXT_FIELDS
            ):
                options = {**options, "filters": [*filters, strip]}
            return unbound_field.bind(form=form, **options)

    def attach(self, error: DomainError, language: str) -> None:
        """Show a domain error beside its field, or above the form."""
        message = error.message(language)
        if error.field and error.field in self._fields:
            field = self._fields[error.field]
            field.errors = [*field.errors, message]
        else:
            self.form_errors.append(message)
