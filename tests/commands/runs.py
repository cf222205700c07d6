"""Runs a command as an operator does, and reads what it says."""

from dataclasses import dataclass
from pathlib import Path

from click import Command
from flask import Flask


@dataclass(frozen=True)
class Run:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


def run(app: Flask, group: Command, *words: str | Path) -> Run:
    """Run a command; anything but a friendly end fails the test."""
    done = app.test_cli_runner().invoke(group, [str(word) for word in words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Run(done.exit_code, done.stdout, done.stderr)
