"""Who may do what: six roles of people, and the platform's own jobs."""

from collections.abc import Mapping
from enum import StrEnum

from feedback.domain.labels import Label


class Role(StrEnum):
    """In what capacity somebody acts."""

    CITIZEN = "citizen"
    OFFICER = "officer"
    HEAD = "head"
    OVERSIGHT = "oversight"
    #: The second body: serious content, and appeals against a withholding.
    INSPECTORATE = "inspectorate"
    ADMINISTRATOR = "administrator"
    #: A scheduled job. Nobody signs in with it.
    SYSTEM = "system"

    @property
    def label(self) -> Label:
        """What people read."""
        return _LABELS[self]


#: The roles an account can have, in the order a form lists them.
STAFF_ROLES = (
    Role.OFFICER,
    Role.HEAD,
    Role.OVERSIGHT,
    Role.INSPECTORATE,
    Role.ADMINISTRATOR,
)
#: The roles that belong to one agency and see nothing of another.
AGENCY_ROLES = frozenset({Role.OFFICER, Role.HEAD})
#: The roles whose accounts name the body they work for.
SEATED_ROLES = AGENCY_ROLES | {Role.INSPECTORATE}

_LABELS = {
    Role.CITIZEN: Label("Người dân", "Citizen"),
    Role.OFFICER: Label("Cán bộ xử lý", "Agency officer"),
    Role.HEAD: Label("Lãnh đạo cơ quan", "Agency head"),
    Role.OVERSIGHT: Label("Đơn vị đầu mối giám sát", "Oversight desk"),
    Role.INSPECTORATE: Label("Thanh tra", "Inspectorate"),
    Role.ADMINISTRATOR: Label("Quản trị hệ thống", "Administrator"),
    Role.SYSTEM: Label("Hệ thống", "The platform"),
}

_CITIZEN = frozenset({"give_rating", "write_comment", "read_receipt", "judge_reply"})
_OFFICER = frozenset(
    {
        "view_agency_comments",
        "write_reply",
        "ask_more",
        "transfer_comment",
        "manage_case",
        "view_agency_results",
    }
)
_HEAD = _OFFICER | {"approve_reply", "manage_agency_desk"}
#: Oversight reads what agencies hand in, never the drafts they are still writing.
_OVERSIGHT = frozenset(
    {
        "screen_comments",
        "withhold_comment",
        "move_comment",
        "escalate_comment",
        "redact_comment",
        "check_reply",
        "publish_reply",
        "reopen_comment",
        "view_overview",
        "review_flags",
        "publish_results",
        "view_jobs",
    }
)
_INSPECTORATE = frozenset({"review_appeals", "handle_serious"})
#: Administrators keep the platform running and read no comment's case file.
_ADMINISTRATOR = frozenset(
    {
        "manage_users",
        "manage_agencies",
        "import_data",
        "manage_api_keys",
        "manage_settings",
        "view_jobs",
        "run_jobs",
    }
)

ROLE_PERMISSIONS: Mapping[Role, frozenset[str]] = {
    Role.CITIZEN: _CITIZEN,
    Role.OFFICER: _OFFICER,
    Role.HEAD: _HEAD,
    Role.OVERSIGHT: _OVERSIGHT,
    Role.INSPECTORATE: _INSPECTORATE,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
    Role.SYSTEM: frozenset(),
}

#: Every permission there is; the guard table may name no other.
PERMISSIONS = frozenset().union(*ROLE_PERMISSIONS.values())


def may(role: Role, permission: str) -> bool:
    """Whether a role carries a permission; a misspelt permission is an error."""
    if permission not in PERMISSIONS:
        raise ValueError(f"no such permission: {permission}")
    return permission in ROLE_PERMISSIONS[role]
