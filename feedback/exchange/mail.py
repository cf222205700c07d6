"""Delivery by e-mail: text, the same as HTML, and the QR code inside."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from html import escape
from types import TracebackType

from feedback.domain.invitations import find_link
from feedback.exchange.qr import draw_png

_TIMEOUT = 20
#: A mail client knows no style sheet; a long link may break anywhere.
_STYLE = "font: 16px/1.5 sans-serif; max-width: 36em; overflow-wrap: anywhere"
_ADDRESS = re.compile(r"^(https?://\S+)$", re.MULTILINE)
_CODE = re.compile(r"^([0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}-[0-9A-Z]{6})$", re.MULTILINE)


class NotSent(Exception):
    """This letter did not leave now; it may be tried again."""


class Refused(NotSent):
    """The recipient's server will never take it."""


class ServerDown(NotSent):
    """No letter can leave now; trying the next one is no use."""


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over, and in whose name."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    use_starttls: bool = False


def compose(
    sender: str, recipient: str, subject: str, body: str, stable_id: str
) -> EmailMessage:
    """A letter as it goes out; `stable_id` makes a repeated one recognisable."""
    message = EmailMessage()
    domain = parseaddr(sender)[1].rpartition("@")[2]
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = subject
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{stable_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "vi, en"
    message.set_content(body)
    link = find_link(body)
    message.add_alternative(_write_html(subject, body, bool(link)), subtype="html")
    if link:
        _text, html = message.iter_parts()
        html.add_related(
            draw_png(link),
            "image",
            "png",
            cid="<qr@gopy>",
            disposition="inline",
            filename="qr.png",
        )
    return message


def _write_html(subject: str, body: str, has_link: bool) -> str:
    text = escape(body)
    text = _CODE.sub(r"<strong>\1</strong>", text)
    text = _ADDRESS.sub(r'<a href="\1">\1</a>', text)
    parts = [
        f"<p>{part.replace(chr(10), '<br>')}</p>"
        for part in text.replace("---", "").split("\n\n")
        if part.strip()
    ]
    if has_link:
        picture = '<p><img src="cid:qr@gopy" width="220" alt="Mã QR"></p>'
        parts.insert(3, picture)
    return (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head>"
        f'<body style="{_STYLE}">{"".join(parts)}</body></html>'
    )


class Mailer:
    """One connection to the mail server, used for a batch of letters."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> "Mailer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def send(self, recipient: str, subject: str, body: str, stable_id: str) -> None:
        """Hand one letter over, or say by the kind of error what to do with it."""
        try:
            message = compose(self._server.sender, recipient, subject, body, stable_id)
        except (ValueError, IndexError) as error:
            raise Refused("the address is not one") from error
        connection = self._connection or self._open()
        try:
            connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            is_final = all(500 <= code < 600 for code in codes)
            raise (Refused if is_final else NotSent)(f"recipient: {codes}") from error
        except smtplib.SMTPServerDisconnected as error:
            self._close()
            raise ServerDown("disconnected") from error
        except smtplib.SMTPException as error:  # also an OSError, so it comes first
            raise NotSent(type(error).__name__) from error
        except OSError as error:
            self._close()
            raise ServerDown(type(error).__name__) from error

    def _open(self) -> smtplib.SMTP:
        server = self._server
        try:
            connection = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
            if server.use_starttls:
                connection.starttls(context=ssl.create_default_context())
            if server.user:
                connection.login(server.user, server.password)
        except OSError as error:
            raise ServerDown(type(error).__name__) from error
        self._connection = connection
        return connection

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except OSError:
                connection.close()
