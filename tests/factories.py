"""Plain functions that make one thing with sensible values: make_agency(**changes)."""

from datetime import date
from itertools import count
from typing import Any

from feedback.domain.channels import Channel
from feedback.domain.roles import Role
from feedback.domain.text import fold
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.services import Sector, Service
from feedback.models.users import User
from feedback.operations.sign_ins import hash_password

_numbers = count(1)

#: One hash for all test accounts; hashing is slow on purpose.
PASSWORD = "mat khau de thu 123"
_hashes: list[str] = []


def _keep(thing: Any) -> Any:
    db.session.add(thing)
    db.session.commit()
    return thing


def make_agency(**changes: Any) -> Agency:
    """An agency in force since 1 July 2025."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "code": f"H99.{number}",
        "name": f"UBND phường Thử Nghiệm {number}",
        "level": "commune",
        "valid_from": date(2025, 7, 1),
        **changes,
    }
    values.setdefault("raw_code", values["code"])
    values.setdefault("name_folded", fold(values["name"]))
    agency: Agency = _keep(Agency(**values))
    return agency


def make_sector(**changes: Any) -> Sector:
    """A sector."""
    number = next(_numbers)
    values = {"code": f"linh-vuc-{number}", "name": f"Lĩnh vực {number}", **changes}
    values.setdefault("name_folded", fold(values["name"]))
    sector: Sector = _keep(Sector(**values))
    return sector


def make_service(**changes: Any) -> Service:
    """A public service in a sector of its own."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "code": f"1.{number:06}",
        "name": f"Thủ tục thử nghiệm {number}",
        "level": "Cấp xã",
        **changes,
    }
    if "sector_id" not in values:
        values["sector_id"] = make_sector().id
    values.setdefault("raw_code", values["code"])
    values.setdefault("name_folded", fold(values["name"]))
    service: Service = _keep(Service(**values))
    return service


def make_user(role: Role = Role.OFFICER, **changes: Any) -> User:
    """A member of staff whose password is PASSWORD."""
    if not _hashes:
        _hashes.append(hash_password(PASSWORD))
    number = next(_numbers)
    values: dict[str, Any] = {
        "username": f"canbo{number}",
        "name": f"Cán bộ {number}",
        "password_hash": _hashes[0],
        "role": role,
        **changes,
    }
    user: User = _keep(User(**values))
    return user


def make_cell(**changes: Any) -> dict[str, Any]:
    """The cell a ballot is for: agency, service, channel, month."""
    values = {"channel": Channel.ONLINE, "month": date(2026, 3, 1), **changes}
    if "agency_id" not in values:
        values["agency_id"] = make_agency().id
    if "service_id" not in values:
        values["service_id"] = make_service().id
    return values
