"""The units that results and estimates speak of by their codes."""

from feedback.models.agencies import Agency
from feedback.models.services import Sector, Service

UNITS: dict[str, type[Agency] | type[Sector] | type[Service]] = {
    "agency": Agency,
    "sector": Sector,
    "service": Service,
}
