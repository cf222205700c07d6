"""Roles and permissions."""

import re

import pytest

from feedback.domain.roles import (
    AGENCY_ROLES,
    PERMISSIONS,
    ROLE_PERMISSIONS,
    STAFF_ROLES,
    Role,
    may,
)


def test_every_role_has_its_row_and_its_name() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert len({role.label.vi for role in Role}) == len(Role)


def test_permissions_are_named_verb_noun() -> None:
    assert all(re.fullmatch("[a-z]+_[a-z_]+", name) for name in PERMISSIONS)


def test_a_head_may_do_all_that_an_officer_may() -> None:
    assert ROLE_PERMISSIONS[Role.OFFICER] < ROLE_PERMISSIONS[Role.HEAD]


def test_only_agencies_write_replies_and_only_oversight_publishes() -> None:
    assert {role for role in Role if may(role, "write_reply")} == AGENCY_ROLES
    assert [role for role in Role if may(role, "publish_reply")] == [Role.OVERSIGHT]
    assert [role for role in Role if may(role, "withhold_comment")] == [Role.OVERSIGHT]


def test_an_administrator_reads_no_comment() -> None:
    comments = {"view_agency_comments", "screen_comments", "write_reply", "check_reply"}
    assert not comments & ROLE_PERMISSIONS[Role.ADMINISTRATOR]


def test_nobody_signs_in_as_a_citizen_or_as_the_platform() -> None:
    assert set(Role) - set(STAFF_ROLES) == {Role.CITIZEN, Role.SYSTEM}
    assert not ROLE_PERMISSIONS[Role.SYSTEM]


def test_a_misspelt_permission_is_an_error_not_a_no() -> None:
    with pytest.raises(ValueError, match="veiw_overview"):
        may(Role.OVERSIGHT, "veiw_overview")
