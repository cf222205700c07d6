"""Citizens on the way from the link to the receipt, over HTTP."""

import asyncio
import random
import re
import time
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import insert

from bench.browsers import Answer, Broken, Browser
from feedback.domain import clock
from feedback.domain.channels import Channel
from feedback.domain.months import Month
from feedback.domain.tokens import ballot_hash, new_code
from feedback.exchange.plans import PLANS_FOLDER, read_questionnaire
from feedback.extensions import db
from feedback.models.agencies import Agency
from feedback.models.ballots import Ballot
from feedback.models.services import Sector, Service
from feedback.operations.questionnaires import publish_questionnaire
from feedback.operations.transaction import transaction

#: Requests from the link to the receipt: one for the link, two for each of the seven
#: questions and for the words, one for the check page, one to send, one receipt.
REQUESTS = 1 + 2 * 7 + 2 + 1 + 1 + 1
WORDS = (
    "Cán bộ hướng dẫn rõ ràng, nhưng phải chờ hơi lâu so với ngày hẹn. "
    "Mong cơ quan nhắn tin khi hồ sơ chậm."
)
T = TypeVar("T")

_CODE = re.compile(r"<code[^>]*>(.*?)</code>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>|-|\s")


@dataclass
class Outcome:
    """What a crowd of citizens brought home."""

    seconds: float = 0.0
    #: Receipts that were shown, by the code of the ballot.
    receipts: dict[str, str] = field(default_factory=dict)
    #: Seconds of each request.
    times: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@transaction
def add_ballots(
    n: int, month: date | None = None, channel: Channel = Channel.ONLINE
) -> list[str]:
    """Open ballots in one cell; returns their codes."""
    session = db.session()
    agency, service = _find_cell()
    tokens = [new_code() for _ in range(n)]
    session.execute(
        insert(Ballot),
        [
            {
                "hash": ballot_hash(token),
                "agency_id": agency,
                "service_id": service,
                "channel": channel,
                "month": month or Month.of(clock.today()).first_day,
                "is_spent": False,
            }
            for token in tokens
        ],
    )
    return tokens


def _find_cell() -> tuple[int, int]:
    session = db.session()
    agency, service = session.query(Agency).first(), session.query(Service).first()
    if agency is None or service is None:
        sector = Sector(code="do-dac", name="Đất đai", name_folded="dat dai")
        session.add(sector)
        session.flush()
        names = {"name": "UBND xã Đo Đạc", "name_folded": "ubnd xa do dac"}
        agency = Agency(code="H99.1", raw_code="H99.1", level="commune", **names)
        names = {"name": "Cấp đổi giấy chứng nhận", "name_folded": "cap doi"}
        service = Service(
            code="1.000001",
            raw_code="1.000001",
            level="Cấp xã",
            sector_id=sector.id,
            **names,
        )
        session.add_all([agency, service])
        session.flush()
    return agency.id, service.id


def prepare(
    app: Flask, n: int, month: date | None = None, channel: Channel = Channel.ONLINE
) -> list[str]:
    """The first questionnaire, and so many ballots."""
    with app.app_context():
        questions = read_questionnaire(PLANS_FOLDER / "questionnaire-1.yaml")
        publish_questionnaire(questions, date(2023, 1, 1))
        tokens = add_ballots(n, month, channel)
        db.session.remove()
    return tokens


async def complete_survey(
    browser: Browser,
    token: str,
    overall: str | None = None,
    words: str = WORDS,
    rest: str | None = None,
) -> str:
    """One citizen's way; returns the receipt that was shown.

    Answers are random where none is given; `rest` answers all but the first question.
    """
    page = await browser.get(f"/p/{token}")
    answer = overall
    while page.status == 200 and 'name="answer"' in page.body:
        value = random.choice("12345") if answer is None else answer
        page = await browser.submit(page, {"answer": value})
        answer = rest
    page = await browser.submit(page, {"comment": words})
    page = await browser.submit(page, {}, to="gui")
    return read_receipt(page, browser.path)


def read_receipt(page: Answer, path: str) -> str:
    """The code on a receipt page."""
    code = _CODE.search(page.body)
    if page.status != 200 or code is None:
        raise Broken(f"{page.status} at {path.rpartition('/')[2]} instead of a receipt")
    return _TAGS.sub("", code[1])


def send_crowd(
    port: int,
    jobs: Sequence[T],
    act: Callable[[Browser, T], Coroutine[Any, Any, None]],
    at_once: int = 16,
) -> Outcome:
    """Let people do one job each, with a browser of their own, so many at a time."""
    outcome, waiting = Outcome(), list(reversed(jobs))

    async def stand_in_line() -> None:
        while waiting:
            job = waiting.pop()
            browser = Browser("127.0.0.1", port, outcome.times)
            try:
                await act(browser, job)
            except Broken as fault:
                outcome.faults.append(str(fault))
            finally:
                await browser.close()

    async def crowd() -> None:
        await asyncio.gather(*(stand_in_line() for _ in range(at_once)))

    # A thread of its own: the caller's may have a loop running already.
    with ThreadPoolExecutor(1) as pool:
        began = time.perf_counter()
        pool.submit(asyncio.run, crowd()).result()
    outcome.seconds = time.perf_counter() - began
    return outcome


def send_citizens(port: int, tokens: Sequence[str], at_once: int) -> Outcome:
    """Let citizens fill in the survey, so many at the same time."""
    receipts: dict[str, str] = {}

    async def act(browser: Browser, token: str) -> None:
        receipts[token] = await complete_survey(browser, token)

    outcome = send_crowd(port, tokens, act, at_once)
    outcome.receipts = receipts
    return outcome


def send_readers(port: int, path: str, n: int, at_once: int) -> Outcome:
    """Let people read one page over and over, as often on a connection as citizens."""
    faults: list[str] = []

    async def act(browser: Browser, _job: int) -> None:
        for _ in range(REQUESTS):
            answer = await browser.get(path)
            if answer.status not in (200, 304):
                faults.append(str(answer.status))

    outcome = send_crowd(port, range(n // REQUESTS), act, at_once)
    outcome.faults += faults
    return outcome
