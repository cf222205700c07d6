"""Views: load, check, form, one call, render. One folder per audience."""

from feedback.views import (
    agency,
    auth,
    citizen,
    inspectorate,
    oversight,
    transparency,
)

BLUEPRINTS = (
    auth.bp,
    citizen.bp,
    transparency.bp,
    agency.bp,
    oversight.bp,
    inspectorate.bp,
)
