"""Nightly: ballots come alive, and what the engine kept of their origin goes."""

from datetime import date

from feedback.operations import ballots, residues


def activate_ballots(on: date) -> str:
    """Move the buffered ballots and erase the traces of short-lived rows."""
    moved = ballots.activate_ballots()
    erased = residues.erase_residues()
    return f"{moved} ballots" + ("" if erased else ", residues left for next time")
