"""Braces in the words that an answer begins with."""

import pytest

from feedback.domain.reply_templates import UnknownPlace, check_places, fill_places

NAMES = {"agency": "Sở Y tế {x}", "service": "Cấp phép"}


def test_names_take_the_place_of_braces_once() -> None:
    text = "{agency} trả lời về {service}: {agency}"
    assert fill_places(text, NAMES) == "Sở Y tế {x} trả lời về Cấp phép: Sở Y tế {x}"


@pytest.mark.parametrize("text", ["{name}", "{}", "{agency", "service}", "{{agency}}"])
def test_other_braces_are_refused(text: str) -> None:
    with pytest.raises(UnknownPlace) as error:
        check_places(text, field="text")
    assert error.value.field == "text"
