"""Channels as registers name them."""

import pytest

from feedback.domain.channels import Channel, read_channel
from feedback.domain.errors import InvalidCode


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("online", Channel.ONLINE),
        ("Trực tuyến", Channel.ONLINE),
        ("TRỰC TIẾP", Channel.COUNTER),
        ("truc tiep tai mot cua", Channel.COUNTER),
        (" bưu chính  công ích ", Channel.POST),
    ],
)
def test_a_channel_is_read_in_the_words_of_registers(
    text: str, channel: Channel
) -> None:
    assert read_channel(text) is channel


def test_every_channel_is_read_back_from_its_own_label() -> None:
    for channel in Channel:
        assert read_channel(channel.value) is channel
        assert read_channel(channel.label.vi) is channel


def test_an_unknown_channel_is_refused_with_the_choices() -> None:
    with pytest.raises(InvalidCode) as caught:
        read_channel("fax")
    assert caught.value.reason == "channel"
    assert "trực tuyến" in caught.value.message("vi")
