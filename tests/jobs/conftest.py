"""What the tests of jobs share."""

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from tests.posts import Post, use_mail
from tests.servers import free_port


@pytest.fixture
def post(app: Flask) -> Iterator[Post]:
    """A mail server, and the app told to use it."""
    kept = Post()
    controller = Controller(kept, hostname="127.0.0.1", port=free_port())
    controller.start()
    with use_mail(app, controller.port):
        yield kept
    controller.stop()
