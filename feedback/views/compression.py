"""Style sheets and drawings travel compressed, so that a slow phone waits less.

Pages do not: what a page repeats of a request could be guessed from its length.
"""

import gzip
from functools import lru_cache
from typing import Final

from flask import Response, request

_KINDS: Final = {"text/css", "text/plain", "image/svg+xml"}


@lru_cache(maxsize=32)
def _compress(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def compress_file(response: Response) -> Response:
    """Compress a static text for a browser that can read it so."""
    is_text = request.endpoint == "static" and response.mimetype in _KINDS
    if not is_text or response.status_code != 200:
        return response
    response.vary.add("Accept-Encoding")
    if "gzip" not in request.accept_encodings:
        return response
    response.direct_passthrough = False
    response.set_data(_compress(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)  # same meaning, other bytes
    return response
