"""Public services and sectors as a catalogue gives them."""

from dataclasses import dataclass, field

from feedback.domain.codes import SectorCode


@dataclass(frozen=True, slots=True)
class SectorRow:
    """A sector by its name; its code is made from the name."""

    sector: SectorCode
    line: int = 0


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service as a catalogue gives it; what it does not say is not changed."""

    #: First eight characters of the procedure code.
    code: str
    raw_code: str
    name: str
    sector: SectorCode
    level: str
    owner: str | None = None
    decision: str | None = None
    competent_agency: str | None = None
    line: int = 0
    #: The optional fields that the catalogue has a column for.
    given: frozenset[str] = field(default_factory=frozenset)
