"""What the tests of import commands share: a catalogue, and how to import lines."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from feedback.commands.imports import group
from feedback.domain import clock
from tests.commands.runs import Run, run
from tests.tables import write_text

Load = Callable[..., Run]

AGENCIES = (
    "code;name;level;unit_code;parent;valid_from",
    "h99.01;UBND phường  Một;commune;00004;H99;01/07/2025",
    "H99;UBND tỉnh Thử;tỉnh;99;;",
    "H99.OLD;UBND xã Cũ;commune;;H99;",
)
SERVICES = (
    "Mã thủ tục,Tên thủ tục,Lĩnh vực,Cấp thực hiện",
    "1.001193,Đăng ký khai sinh,Hộ tịch,Cấp xã",
    "1.000656.000.00.00.H29,Đăng ký khai tử,Hộ Tịch,Cấp xã",
)


@pytest.fixture(autouse=True)
def _on_20_march_2026() -> Iterator[None]:
    with clock.frozen(clock.local_moment(date(2026, 3, 20), 12)):
        yield


@pytest.fixture
def load(app: Flask, tmp_path: Path) -> Load:
    """Write lines to a file and import them."""

    def write_and_run(kind: str, lines: tuple[str, ...], *options: str) -> Run:
        return run(app, group, kind, write_text(tmp_path, *lines), *options)

    return write_and_run


@pytest.fixture
def catalogue(load: Load) -> None:
    """Agencies and services that dossiers name."""
    assert load("agencies", AGENCIES).code == 0
    assert load("services", SERVICES).code == 0
