"""Accounts of the demonstration; those shown have passwords made for it."""

from collections.abc import Sequence

from feedback.demo.lives import Desk
from feedback.demo.people import Office
from feedback.domain.passwords import new_password
from feedback.domain.roles import Role
from feedback.operations.users import add_user
from feedback.queries.users import find_user

#: The agency whose sign-ins are shown first: the one that is clearly failing.
_SHOWN = "failing"
#: Smaller agencies have nobody to approve answers; the desk takes them in.
_HAS_HEAD = 30
#: Code of the second body, which settles no dossiers.
INSPECTORATE = "H99.06"


class Accounts:
    """Opens accounts and remembers the passwords that are shown once."""

    def __init__(self) -> None:
        self._lines: list[tuple[str, str, str]] = []

    def open_desk(self, offices: Sequence[Office], ids: dict[str, int]) -> Desk:
        """Everybody who acts in the demonstration, and an administrator."""
        desk = (
            self._open("giamsat1", "Giám sát viên 1", Role.OVERSIGHT),
            self._open("giamsat2", "Giám sát viên 2", Role.OVERSIGHT),
        )
        inspector = self._open(
            "thanhtra", "Thanh tra viên", Role.INSPECTORATE, agency=INSPECTORATE
        )
        self._open("quantri", "Quản trị viên", Role.ADMINISTRATOR)
        agencies = {}
        for office in sorted(offices, key=lambda o: (o.effect != _SHOWN, o.code)):
            short = office.code.lower().replace(".", "-")
            officer = self._open(f"canbo-{short}", "Cán bộ", Role.OFFICER, office)
            head = None
            if office.size >= _HAS_HEAD:
                head = self._open(f"lanhdao-{short}", "Lãnh đạo", Role.HEAD, office)
            agencies[ids[office.code]] = (officer, head)
        return Desk(desk, inspector, agencies)

    def _open(
        self,
        username: str,
        name: str,
        role: Role,
        office: Office | None = None,
        agency: str | None = None,
    ) -> int:
        password, code = None, office.code if office else agency
        if office is None or office.effect == _SHOWN:
            password = new_password()
            place = f", {office.name}" if office else ""
            self._lines.append((username, password, f"{role.label.vi}{place}"))
        add_user(username, name=name, role=role, password=password, agency_code=code)
        user = find_user(username)
        assert user is not None
        return user.id

    def text(self) -> str:
        """The sign-ins of every role, as `make run` prints them."""
        lines = ["Tài khoản minh họa / demonstration sign-ins (/dang-nhap):"]
        for username, password, place in self._lines:
            lines.append(f"  {username:<18} {password:<24} {place}")
        lines.append(
            "Tài khoản khác / others: flask staff list, flask staff reset NAME"
        )
        return "\n".join(lines) + "\n"
