"""Themes that a machine found in published comments; they decide nothing."""

from datetime import date
from typing import Any

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
    #: What is told of its comments' tones: {"named": {"n": 40, "praise": 12, …},
    #: "guessed": {…}}, null for a count that is not told.
    tones: Mapped[dict[str, Any]] = mapped_column(sa.JSON, server_default="{}")


class ToneWorth(db.Model):
    """What a month's guesses of tone were worth; no row where none were made."""

    __tablename__ = "tone_worths"

    month: Mapped[date] = mapped_column(primary_key=True)
    #: Named comments learned from, and those that are praise.
    n: Mapped[int]
    n_praise: Mapped[int]
    #: Of them: answered without having been seen, and answered rightly.
    n_given: Mapped[int]
    n_right: Mapped[int]
    accuracy_lower: Mapped[float | None]
    accuracy_upper: Mapped[float | None]
    coverage_lower: Mapped[float]
    coverage_upper: Mapped[float]
    threshold: Mapped[float]
