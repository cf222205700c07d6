"""Themes that a machine found in published comments; they decide nothing."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from feedback.extensions import db


class Theme(db.Model):
    """One theme of the comments of a year up to a month."""

    __tablename__ = "themes"

    month: Mapped[date] = mapped_column(primary_key=True)
    #: The same from month to month while the words stay alike.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[list[str]] = mapped_column(sa.JSON)
    #: Of the words, by which themes are matched from month to month.
    weights: Mapped[list[float]] = mapped_column(sa.JSON)
    members: Mapped[int]
    #: Published comments gone through.
    n_comments: Mapped[int]
    #: References of published comments, the clearest first.
    examples: Mapped[list[str]] = mapped_column(sa.JSON)
