"""QR codes of links, for letters and slips."""

import io

import segno


def draw_png(link: str) -> bytes:
    """A picture a phone reads from a screen or from paper."""
    picture = io.BytesIO()
    segno.make_qr(link, error="m").save(picture, kind="png", scale=6, border=4)
    return picture.getvalue()


def draw_text(link: str) -> str:
    """The same in block characters, for a plain printer or a terminal."""
    text = io.StringIO()
    segno.make_qr(link, error="m").terminal(text, compact=True, border=2)
    return text.getvalue()
