"""The account of all comments, counted every night."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from feedback.extensions import db


class _Counts:
    """received = published + withheld + moved + waiting."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[sa.CheckConstraint]:
        adds_up = "received = published + withheld + moved + waiting"
        return (sa.CheckConstraint(adds_up, name="adds_up"),)

    received: Mapped[int]
    published: Mapped[int]
    withheld: Mapped[int]
    moved: Mapped[int]
    waiting: Mapped[int]
    #: Of those waiting: past their due date on the day of the count.
    overdue: Mapped[int]
    counted_on: Mapped[date]


class Balance(_Counts, db.Model):
    """The account of an agency and month."""

    __tablename__ = "balances"

    agency_id: Mapped[int] = mapped_column(
        sa.ForeignKey("agencies.id"), primary_key=True, autoincrement=False
    )
    month: Mapped[date] = mapped_column(primary_key=True)


class MonthBalance(_Counts, db.Model):
    """The same of all agencies together, so that no page adds up every agency."""

    __tablename__ = "month_balances"

    month: Mapped[date] = mapped_column(primary_key=True)
