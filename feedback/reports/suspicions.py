"""What an integrity check finds, before it is stored as a flag."""

from dataclasses import dataclass

from feedback.domain.families import Family
from feedback.domain.flags import Facts
from feedback.domain.months import Month


@dataclass(frozen=True)
class Suspicion:
    """A flag before it is stored; its fields are columns of the table."""

    family: Family
    #: Code of the agency and a channel; `-` for the province and for all channels.
    key: str
    channel: str
    first: Month
    last: Month
    #: None where a count simply cannot be.
    p: float | None
    adjusted: float | None
    family_size: int | None
    facts: Facts
