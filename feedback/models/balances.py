"""The account of all comments, counted every night."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.extensions import db


class Balance(db.Model):
    """received = published + withheld + moved + waiting, per agency and month."""

    __tablename__ = "balances"
    __table_args__ = (
        sa.CheckConstraint(
            "received = published + withheld + moved + waiting", name="adds_up"
        ),
    )

    agency_id: Mapped[int] = mapped_column(
        sa.ForeignKey("agencies.id"), primary_key=True, autoincrement=False
    )
    month: Mapped[date] = mapped_column(primary_key=True)
    received: Mapped[int]
    published: Mapped[int]
    withheld: Mapped[int]
    moved: Mapped[int]
    waiting: Mapped[int]
    #: Of those waiting: past their due date on the day of the count.
    overdue: Mapped[int]
    counted_on: Mapped[date]


class MonthBalance(db.Model):
    """The same of all agencies together, so that no page adds up every agency."""

    __tablename__ = "month_balances"
    __table_args__ = (
        sa.CheckConstraint(
            "received = published + withheld + moved + waiting", name="adds_up"
        ),
    )

    month: Mapped[date] = mapped_column(primary_key=True)
    received: Mapped[int]
    published: Mapped[int]
    withheld: Mapped[int]
    moved: Mapped[int]
    waiting: Mapped[int]
    overdue: Mapped[int]
    counted_on: Mapped[date]
