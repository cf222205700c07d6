"""Signed values that live in the citizen's browser and nowhere else.

A value is bound to the path of the pages that need it, once for each language, so no
other page is sent it. It is cut into pieces because browsers drop a cookie over 4 kB.
"""

import hashlib
import json
import zlib
from typing import Any, Final

from flask import current_app, request
from itsdangerous import BadSignature, Signer
from itsdangerous.encoding import base64_decode, base64_encode
from werkzeug.wrappers import Response

from feedback.views.languages import PREFIXED, language

_PIECE: Final = 3800
_MOST_PIECES: Final = 9
#: Shorter values are not worth compressing; a compressed one begins with this mark.
_LONG: Final = 1000
_COMPRESSED: Final = b"."


class _Signer(Signer):
    """Derives its key once, not for every cookie."""

    def __init__(self, secret: str, salt: str) -> None:
        super().__init__(
            secret, salt=salt, key_derivation="hmac", digest_method=hashlib.sha256
        )
        self._derived = super().derive_key()

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """The key of this salt."""
        return self._derived


class SealedCookie:
    """One signed value under a name of its own."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self) -> Any:
        """The value the browser brought, or None if there is none of ours."""
        first = request.cookies.get(self.name)
        if not first or first[0] not in "123456789":
            return None
        pieces = [
            request.cookies.get(f"{self.name}{number}", "")
            for number in range(1, int(first[0]))
        ]
        try:
            return _unpack(self._signer.unsign("".join((first[1:], *pieces))))
        except BadSignature:
            return None

    def write(
        self, response: Response, path: str, value: Any, max_age: int | None = None
    ) -> None:
        """Give the browser a value for a path and what lies below it."""
        sealed = self._signer.sign(_pack(value)).decode()
        pieces = [sealed[i : i + _PIECE] for i in range(0, len(sealed), _PIECE)]
        if len(pieces) > _MOST_PIECES:
            raise ValueError("the value is too long for a browser")
        pieces[0] = f"{len(pieces)}{pieces[0]}"
        for number, piece in enumerate(pieces):
            self._set(response, path, number, piece, max_age)

    def clear(self, response: Response, path: str) -> None:
        """Make the browser forget the value."""
        for number in range(_MOST_PIECES):
            if self._piece_name(number) in request.cookies:
                self._set(response, path, number, "", 0)

    def expire(self, response: Response, path: str) -> None:
        """Make the browser forget a short value that it keeps for another path."""
        self._set(response, path, 0, "", 0)

    def _piece_name(self, number: int) -> str:
        return f"{self.name}{number}" if number else self.name

    def _set(
        self,
        response: Response,
        path: str,
        number: int,
        piece: str,
        max_age: int | None,
    ) -> None:
        # A citizen may change the language between two questions.
        root = request.script_root.removesuffix(f"/{language()}")
        secure = "; Secure" if current_app.config["SESSION_COOKIE_SECURE"] else ""
        age = "" if max_age is None else f"; Max-Age={max_age}"
        for prefix in ("", *(f"/{prefix}" for prefix in PREFIXED)):
            response.headers.add(
                "Set-Cookie",
                f"{self._piece_name(number)}={piece}; Path={root}{prefix}{path}{age}"
                f"{secure}; HttpOnly; SameSite=Lax",
            )

    @property
    def _signer(self) -> _Signer:
        key = f"cookie {self.name}"
        signer: _Signer | None = current_app.extensions.get(key)
        if signer is None:
            secret = current_app.config["SECRET_KEY"]
            signer = current_app.extensions[key] = _Signer(secret, key)
        return signer


def _pack(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    if len(text) < _LONG:
        return base64_encode(text)
    return _COMPRESSED + base64_encode(zlib.compress(text))


def _unpack(packed: bytes) -> Any:
    if packed.startswith(_COMPRESSED):
        return json.loads(zlib.decompress(base64_decode(packed[1:])))
    return json.loads(base64_decode(packed))


#: The receipt just given, under the path of its draft; it survives a reload.
GIVEN: Final = SealedCookie("vua-gui")
#: Under which draft that is, for the page that closes receipts.
GIVEN_UNDER: Final = SealedCookie("vua-gui-o")
#: The code somebody typed, until they close the receipt.
OPENED: Final = SealedCookie("bien-nhan")
#: Where receipts are opened and closed.
RECEIPTS: Final = "/bien-nhan"
#: None of them outlives an hour.
RECEIPT_SECONDS: Final = 3600
