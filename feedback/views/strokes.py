"""One stroke on a comment: a form is checked, one operation called, faults shown."""

from collections.abc import Callable
from typing import Final

from feedback.domain.errors import Conflict, DomainError, IllegalMove, NotFound
from feedback.forms.base import Form
from feedback.views.languages import language

#: Status of a page whose form was not sent, was refused, or came too late.
ASKED: Final = 200
REFUSED: Final = 422
TOO_LATE: Final = 409


def carry_out(form: Form, operation: Callable[[], None]) -> int | None:
    """Call the operation for a valid form; nothing when done, else the page's status.

    What went wrong is on the form, with all that was typed.
    """
    if not form.is_submitted():
        return ASKED
    if not form.validate():
        return REFUSED
    try:
        operation()
    except NotFound:
        raise
    except (Conflict, IllegalMove) as error:
        form.attach(error, language())
        return TOO_LATE
    except DomainError as error:
        form.attach(error, language())
        return REFUSED
    return None
