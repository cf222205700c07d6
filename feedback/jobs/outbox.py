"""Every few minutes by day: letters leave, late ones are destroyed."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date

from flask import current_app

from feedback.config import Settings
from feedback.exchange.console import SlipPrinter
from feedback.exchange.mail import Mailer, MailServer, NotSent, Refused, ServerDown
from feedback.operations.outbox import (
    Message,
    claim_messages,
    expire_messages,
    settle_messages,
)

Send = Callable[[Message], None]


def deliver_outbox(on: date) -> str:
    """Send what may leave now by the way that the settings name."""
    settings: Settings = current_app.config["SETTINGS"]
    with ExitStack() as stack:
        if settings.delivery == "smtp":
            send = _by_mail(stack.enter_context(Mailer(_find_server(settings))))
        else:
            send = _by_console(SlipPrinter())
        return deliver_messages(send)


def deliver_messages(send: Send) -> str:
    """Send batch after batch until nothing is due or the server is down."""
    expired = expire_messages()
    sent = failed = waiting = 0
    while batch := claim_messages():
        delivered, refused, is_down = _send_batch(batch, send)
        settle_messages(delivered, refused)
        sent, failed = sent + len(delivered), failed + len(refused)
        waiting += len(batch) - len(delivered) - len(refused)
        if is_down:
            break
    return f"{sent} sent, {waiting} put off, {failed} refused, {expired} expired"


def _send_batch(batch: list[Message], send: Send) -> tuple[list[int], list[int], bool]:
    delivered: list[int] = []
    refused: list[int] = []
    for message in batch:
        try:
            send(message)
        except ServerDown:
            return delivered, refused, True
        except Refused:
            refused.append(message.id)
        except NotSent:
            continue
        else:
            delivered.append(message.id)
    return delivered, refused, False


def _by_mail(mailer: Mailer) -> Send:
    def send(message: Message) -> None:
        if not message.recipient:
            raise Refused("no address")
        mailer.send(message.recipient, message.subject, message.body, message.stable_id)

    return send


def _by_console(printer: SlipPrinter) -> Send:
    def send(message: Message) -> None:
        printer.send(message.subject, message.body)

    return send


def _find_server(settings: Settings) -> MailServer:
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.mail_from,
        user=settings.smtp_user,
        password=settings.smtp_password,
        use_starttls=settings.smtp_starttls,
    )
