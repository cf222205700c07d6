"""The ways a dossier is filed."""

from enum import StrEnum

from feedback.domain.errors import InvalidCode
from feedback.domain.labels import Label
from feedback.domain.text import fold


class Channel(StrEnum):
    """Online, at the one-stop counter, or by public post."""

    ONLINE = "online"
    COUNTER = "counter"
    POST = "post"

    @property
    def label(self) -> Label:
        """What people read."""
        return _LABELS[self]


_LABELS = {
    Channel.ONLINE: Label("Trực tuyến", "Online"),
    Channel.COUNTER: Label(
        "Trực tiếp tại Bộ phận Một cửa", "In person at the one-stop counter"
    ),
    Channel.POST: Label("Qua bưu chính công ích", "By public post"),
}

#: The words registers use, folded.
_WORDS = {
    "online": Channel.ONLINE,
    "truc tuyen": Channel.ONLINE,
    "nop truc tuyen": Channel.ONLINE,
    "dvctt": Channel.ONLINE,
    "counter": Channel.COUNTER,
    "truc tiep": Channel.COUNTER,
    "nop truc tiep": Channel.COUNTER,
    "mot cua": Channel.COUNTER,
    "truc tiep tai mot cua": Channel.COUNTER,
    "truc tiep tai bo phan mot cua": Channel.COUNTER,
    "post": Channel.POST,
    "buu chinh": Channel.POST,
    "buu chinh cong ich": Channel.POST,
    "qua buu chinh cong ich": Channel.POST,
    "bcci": Channel.POST,
}


def read_channel(text: str) -> Channel:
    """The channel a register means by its own word."""
    channel = _WORDS.get(fold(text))
    if channel is None:
        raise InvalidCode(
            "Hình thức nộp phải là “trực tuyến”, “trực tiếp” hoặc “bưu chính”.",
            "The channel must be “online”, “counter” or “post”.",
            reason="channel",
        )
    return channel
