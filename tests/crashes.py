"""Kills web processes under load; what was acknowledged is listed outside of them."""

import asyncio
import os
import random
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from bench.browsers import Answer, Broken, Browser
from bench.citizens import WORDS, read_receipt
from bench.servers import WebServer
from feedback.domain.tokens import (
    ballot_hash,
    comment_receipt_hash,
    rating_receipt_hash,
)
from feedback.extensions import db
from feedback.models.ballots import Ballot
from feedback.models.comments import Comment
from feedback.models.ratings import Rating

#: A citizen gives up after so long without an answer.
_PATIENCE_SECONDS = 30.0


@dataclass
class Load:
    """Citizens who go on until told to stop, and try again when an answer is lost."""

    port: int
    tokens: list[str]
    at_once: int = 8
    #: What was shown to citizens: the receipt by the code of the ballot.
    receipts: dict[str, str] = field(default_factory=dict)
    #: Ballots whose citizen wrote a comment.
    with_words: set[str] = field(default_factory=set)
    interruptions: int = 0
    faults: list[str] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Send citizens until `stop`."""
        asyncio.run(self._crowd())

    def stop(self) -> None:
        """Let those on their way arrive, and send nobody else."""
        self._stopping.set()

    async def _crowd(self) -> None:
        await asyncio.gather(*(self._queue() for _ in range(self.at_once)))

    async def _queue(self) -> None:
        while self.tokens and not self._stopping.is_set():
            token = self.tokens.pop()
            browser = Browser("127.0.0.1", self.port)
            try:
                await self._complete(browser, token)
            except Broken as fault:
                self.faults.append(str(fault))
            finally:
                await browser.close()

    async def _complete(self, browser: Browser, token: str) -> None:
        page = await self._insist(lambda: browser.get(f"/p/{token}"))
        while page.status == 200 and 'name="answer"' in page.body:
            answer = {"answer": random.choice("12345")}
            page = await self._insist(self._submitting(browser, page, answer))
        words = random.choice(("", WORDS))
        if words:
            self.with_words.add(token)
        page = await self._insist(self._submitting(browser, page, {"comment": words}))
        send, draft = self._submitting(browser, page, {}, "gui"), dict(browser.cookies)
        receipt = read_receipt(await self._insist(send), browser.path)
        self.receipts[token] = receipt
        if random.random() < 0.3:  # a double click: the draft as it was, once more
            browser.cookies = draft
            again = read_receipt(await self._insist(send), browser.path)
            if again != receipt:
                self.faults.append("a double click was given another receipt")

    def _submitting(
        self, browser: Browser, page: Answer, values: dict[str, str], to: str = ""
    ) -> Callable[[], Awaitable[Answer]]:
        path = browser.path

        async def submit() -> Answer:
            browser.path = path  # an attempt may have ended on the way to the next page
            return await browser.submit(page, values, to)

        return submit

    async def _insist(self, act: Callable[[], Awaitable[Answer]]) -> Answer:
        """Do it again, like somebody who presses the button once more."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return await act()
            except Broken:
                self.interruptions += 1
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.05)


@dataclass(frozen=True)
class Damage:
    """What is wrong after all the kills; nothing should be."""

    lost: int
    doubled: int
    lost_comments: int
    doubled_comments: int
    #: Spent ballots without a rating, or ratings without a spent ballot.
    unbalanced: int
    integrity: str

    @property
    def is_none(self) -> bool:
        """Whether everything is as the citizens were told."""
        return self == Damage(0, 0, 0, 0, 0, "ok")


def besiege(server: WebServer, load: Load, kills: int) -> None:
    """Kill web processes at random moments while citizens fill in the survey.

    Each kill waits until some more receipts were shown, so that it hits people at work
    and not a server that is still starting.
    """
    citizens = threading.Thread(target=load.run)
    citizens.start()
    try:
        for _ in range(kills):
            _wait_for_receipts(server, load, len(load.receipts) + 3)
            time.sleep(random.uniform(0.0, 0.3))
            _kill(server)
    finally:
        load.stop()
        while citizens.is_alive():
            _revive(server)
            citizens.join(0.2)


def _wait_for_receipts(server: WebServer, load: Load, wanted: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while len(load.receipts) < wanted and time.monotonic() < deadline:
        _revive(server)
        time.sleep(0.01)


def _kill(server: WebServer) -> None:
    """Most kills hit one worker, which is started again; some hit everything."""
    workers = server.list_workers()
    if not workers or random.random() < 0.2:
        server.kill()
        return
    try:
        os.kill(random.choice(workers), signal.SIGKILL)
    except ProcessLookupError:
        pass  # it was being replaced just now


def _revive(server: WebServer) -> None:
    # The server gives up when one worker dies twice in a few seconds, and everything
    # may have been killed: whoever watches over it starts it anew.
    if not server.is_alive:
        server.kill()
        server.start()


def assess(app: Flask, load: Load) -> Damage:
    """Compare what citizens were told with what the database holds."""
    with app.app_context():
        ratings = _count(
            Rating.receipt_hash,
            map(rating_receipt_hash, load.receipts.values()),
            Rating.superseded_on.is_(None),
        )
        wrote = [load.receipts[token] for token in load.with_words & set(load.receipts)]
        comments = _count(Comment.receipt_hash, map(comment_receipt_hash, wrote))
        spent = db.session.scalar(
            select(func.count()).select_from(Ballot).where(Ballot.is_spent)
        )
        rated = db.session.scalar(select(func.count()).select_from(Rating))
        unspent = _count(
            Ballot.hash, map(ballot_hash, load.receipts), Ballot.is_spent.is_(False)
        )
        damage = Damage(
            lost=sum(n == 0 for n in ratings.values()),
            doubled=sum(n > 1 for n in ratings.values()),
            lost_comments=sum(n == 0 for n in comments.values()),
            doubled_comments=sum(n > 1 for n in comments.values()),
            unbalanced=abs((spent or 0) - (rated or 0)) + sum(unspent.values()),
            integrity=_check_integrity(),
        )
        db.session.remove()
    return damage


def _count(
    column: InstrumentedAttribute[bytes],
    keys: Iterable[bytes],
    *conditions: ColumnElement[bool],
) -> dict[bytes, int]:
    found = {key: 0 for key in keys}
    wanted = list(found)
    for start in range(0, len(wanted), 500):
        chosen = column.in_(wanted[start : start + 500])
        rows = select(column, func.count()).where(chosen, *conditions)
        for key, n in db.session.execute(rows.group_by(column)):
            found[bytes(key)] = n
    return found


def _check_integrity() -> str:
    if db.engine.dialect.name == "sqlite":
        return str(db.session.scalar(text("PRAGMA integrity_check")))
    return "ok"  # the server itself was not killed
