"""A real mail server on loopback, and the app told to use it."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from feedback.config import Settings


class Post:
    """A mail server that keeps what it takes and refuses whom it is told to."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """Take or refuse a recipient."""
        answer = self.answers.get(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep a letter."""
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 OK"


class use_mail:
    """The app with SMTP delivery to a port, for a while."""

    def __init__(self, app: Flask, port: int) -> None:
        self._app = app
        self._before: Settings = app.config["SETTINGS"]
        self._settings = self._before.model_copy(
            update={
                "delivery": "smtp",
                "smtp_host": "127.0.0.1",
                "smtp_port": port,
                "mail_from": "gopy@songhien.example.vn",
            }
        )

    def __enter__(self) -> None:
        self._app.config["SETTINGS"] = self._settings

    def __exit__(self, *_error: object) -> None:
        self._app.config["SETTINGS"] = self._before
