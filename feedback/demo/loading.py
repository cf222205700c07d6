"""Loads the demonstration into an empty database."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from feedback.config import Settings
from feedback.demo.accounts import Accounts
from feedback.demo.catalogue import PROVINCE, record_catalogue
from feedback.demo.lives import Lives
from feedback.demo.months import Numbers, Province, at
from feedback.demo.people import People
from feedback.domain import clock
from feedback.domain.errors import DomainError
from feedback.domain.months import Month
from feedback.exchange.plans import load_shipped
from feedback.exchange.reply_templates import read_reply_templates
from feedback.operations.plans import load_plans
from feedback.operations.reply_templates import load_reply_templates
from feedback.operations.transaction import relaxed_commits
from feedback.queries.agencies import count_agencies, list_agencies
from feedback.queries.questionnaires import get_current_version, get_questionnaire
from feedback.queries.services import list_services

#: Whole months that are told before the present one.
MONTHS = 24
_SEED = 20261

Progress = Callable[[int, int, str], None]


class DemoRefused(DomainError):
    """Production data and made-up data never share a database."""

    vi = (
        "Dữ liệu minh họa chỉ nạp vào cơ sở dữ liệu trống, ngoài môi trường chính thức."
    )
    en = "The demonstration is loaded only into an empty database, never in production."


def is_loaded() -> bool:
    """Whether the demonstration province is in this database."""
    return any(agency.code == PROVINCE for agency in list_agencies())


def load(settings: Settings, progress: Progress, months: int = MONTHS) -> None:
    """Tell the province's months up to today, then write down its sign-ins."""
    if not settings.is_demo or count_agencies():
        raise DemoRefused()
    with relaxed_commits():
        _load(settings, progress, months)


def _load(settings: Settings, progress: Progress, months: int) -> None:
    until = clock.today()
    first = Month.of(until).shift(-months)
    told = [first.shift(n) for n in range(months + 1)]
    with at(first.first_day, 8):
        load_plans(load_shipped(with_demo=True))
        load_reply_templates(read_reply_templates())
        record_catalogue()
    people = People(_SEED, told)
    numbers = Numbers(
        {agency.code: agency.id for agency in list_agencies()},
        {service.code: service.id for service in list_services()},
    )
    accounts = Accounts()
    desk = accounts.open_desk(people.offices, numbers.agencies)
    offices = {numbers.agencies[office.code]: office for office in people.offices}
    lives = Lives(people, desk, offices)
    with at(first.first_day):
        key = get_current_version()
    questionnaire = (key, get_questionnaire(key))
    province = Province(people, lives, numbers, questionnaire, settings.address)
    _tell(province, told, until, progress)
    _keep_sign_ins(settings.sign_ins_file, accounts.text())


def _tell(
    province: Province, months: list[Month], until: date, progress: Progress
) -> None:
    first = months[0].first_day
    span = (until - first).days
    for on, event in province.plan_days(months, until - timedelta(1)):
        with at(on):
            event(on)
        done = f"{province.ratings} đánh giá, {province.lives.count} ý kiến"
        progress((on - first).days, span, done)


def _keep_sign_ins(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
