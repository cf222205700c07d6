"""The signed-in member of staff of a request."""

from dataclasses import dataclass

from flask import current_app, g, request
from werkzeug import Response

from feedback.domain.roles import Role, may
from feedback.operations import sign_ins as operations
from feedback.queries import sign_ins as queries


@dataclass(frozen=True)
class Staff:
    """Who is signed in, and what the role allows."""

    user_id: int
    name: str
    role: Role
    agency_id: int | None
    agency_name: str | None

    def may(self, permission: str) -> bool:
        """Whether the role has a permission."""
        return may(self.role, permission)


#: The page each role's day begins with.
HOMES = {
    Role.OFFICER: "agency.comments.index",
    Role.HEAD: "agency.comments.index",
    Role.OVERSIGHT: "oversight.comments.index",
    Role.INSPECTORATE: "inspectorate.comments.index",
    Role.ADMINISTRATOR: "oversight.jobs.index",
}


def cookie_name() -> str:
    """`__Host-` binds the cookie to this host over https; demos run without."""
    return "__Host-staff" if current_app.config["SESSION_COOKIE_SECURE"] else "staff"


def load_staff() -> Staff | None:
    """The member of staff whose live sign-in the cookie names, or nobody."""
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    found = queries.find_sign_in(token)
    if found is None:
        return None
    user, agency_name, is_stale = found
    if is_stale:
        operations.touch_sign_in(token)
    return Staff(user.id, user.name, user.role, user.agency_id, agency_name)


def current_staff() -> Staff:
    """The member of staff behind a guarded page."""
    staff: Staff = g.staff
    return staff


def set_cookie(response: Response, token: str) -> None:
    """Give the browser the token; script cannot read it."""
    response.set_cookie(
        cookie_name(),
        token,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop_cookie(response: Response) -> None:
    """Take the token back."""
    response.delete_cookie(
        cookie_name(),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
