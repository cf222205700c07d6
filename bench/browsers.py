"""Browsers by the hundred: each keeps its cookies and one connection.

The client does as little as it can, since it shares the machine with what it measures:
it reads a status, four headers and a body, and nothing else.
"""

import asyncio
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin

_HEAD_END = b"\r\n\r\n"
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: ([^\r]*)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie: ([^=]+)=([^;\r]*)([^\r]*)", re.IGNORECASE)
_PATH = re.compile(rb"; ?path=([^;]*)", re.IGNORECASE)
_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Broken(Exception):
    """The connection ended before the whole answer came."""


@dataclass
class Answer:
    """What came back."""

    status: int
    location: str
    body: str


@dataclass
class Browser:
    """One person's browser."""

    host: str
    port: int
    #: Seconds each request took, for all browsers that share the list.
    times: list[float] = field(default_factory=list)
    cookies: dict[tuple[str, str], str] = field(default_factory=dict)
    path: str = "/"
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Answer:
        """Open a page and follow where it leads."""
        answer = await self._send("GET", path, b"")
        while answer.status in (302, 303):
            path = urljoin(self.path, answer.location)
            answer = await self._send("GET", path, b"")
        return answer

    async def submit(
        self, page: Answer, values: dict[str, str], to: str = ""
    ) -> Answer:
        """Send the form of a page with its CSRF token, and follow."""
        token = _CSRF.search(page.body)
        if token is None:
            raise Broken(f"no form on {self.path}: {page.status}")
        body = urlencode({**values, "csrf_token": token[1]}).encode()
        path = urljoin(self.path, to) if to else self.path
        answer = await self._send("POST", path, body)
        if answer.status == 303:
            return await self.get(urljoin(self.path, answer.location))
        return answer

    async def close(self) -> None:
        """Hang up."""
        writer, self._reader, self._writer = self._writer, None, None
        if writer is not None:
            writer.close()

    async def _send(self, method: str, path: str, body: bytes) -> Answer:
        self.path = path
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
        cookies = self._cookies_for(path)
        if cookies:
            head += f"Cookie: {cookies}\r\n"
        if method == "POST":
            kind = "application/x-www-form-urlencoded"
            head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        began = time.perf_counter()
        try:
            answer = await self._exchange(head.encode() + b"\r\n" + body, path)
        except (OSError, asyncio.IncompleteReadError) as error:
            await self.close()
            raise Broken(type(error).__name__) from error
        self.times.append(time.perf_counter() - began)
        return answer

    async def _exchange(self, request: bytes, path: str) -> Answer:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(
                self.host, self.port, limit=1 << 20
            )
        assert self._reader is not None
        self._writer.write(request)
        try:
            head = await self._reader.readuntil(_HEAD_END)
        except asyncio.LimitOverrunError as error:
            raise Broken("headers without end") from error
        status, length = _STATUS.match(head), _LENGTH.search(head)
        if status is None or length is None:
            raise Broken("no HTTP")
        body = await self._reader.readexactly(int(length[1]))
        self._keep_cookies(head, path)
        location = _LOCATION.search(head)
        where = location[1].decode() if location else ""
        return Answer(int(status[1]), where, body.decode())

    def _keep_cookies(self, head: bytes, path: str) -> None:
        for name, value, rest in _COOKIE.findall(head):
            scope = _PATH.search(rest)
            key = (name.decode(), scope[1].decode() if scope else "/")
            if b"max-age=0" in rest.lower():
                self.cookies.pop(key, None)
            else:
                self.cookies[key] = value.decode()

    def _cookies_for(self, path: str) -> str:
        return "; ".join(
            f"{name}={value}"
            for (name, scope), value in self.cookies.items()
            if path.startswith(scope)
        )
