"""Flask's own session: a signed cookie that carries the secret of a page's forms.

Most requests bring none, citizens' never do; those need no signature to be made ready.
"""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class FormSessions(SecureCookieSessionInterface):
    """Opens a session at no cost where there is none."""

    _serializer: URLSafeTimedSerializer | None = None

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session that the cookie holds, or an empty one."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs the cookie, made once: the key does not change while we run."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer
