"""What was counted at the door of one agency, channel and day; joined to nothing."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.domain.channels import Channel
from feedback.extensions import db
from feedback.models.types import one_of


class DoorDay(db.Model):
    """Histograms of a day with ten answers or more, written when the day is over.

    No key, secret, address or order is in it (docs/decisions/0020).
    """

    __tablename__ = "door_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(
        sa.ForeignKey("agencies.id"), primary_key=True, autoincrement=False
    )
    channel: Mapped[Channel] = mapped_column(
        one_of(Channel, "channel"), primary_key=True
    )
    answers: Mapped[int]
    #: Answers by how many came from the same network, or network and kind of device.
    by_network: Mapped[list[int]] = mapped_column(sa.JSON)
    by_device: Mapped[list[int]] = mapped_column(sa.JSON)
    #: Answers by the seconds between opening and sending.
    by_seconds: Mapped[list[int]] = mapped_column(sa.JSON)
    #: Answers by ten minutes of the day.
    by_window: Mapped[list[int]] = mapped_column(sa.JSON)
