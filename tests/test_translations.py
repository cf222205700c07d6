"""Every text for people has its English wording, and both say the same values."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from feedback.config import ROOT
from feedback.views.languages import PREFIXED

FOLDER = ROOT / "translations"
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}


#: A text, and the context that tells it from its like.
Text = tuple[str, str | None]


def list_texts() -> set[Text]:
    """The Vietnamese texts in code and templates."""
    with (FOLDER / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    return {
        (found[2][0] if isinstance(found[2], tuple) else found[2], found[4])
        for found in extract_from_dir(ROOT, methods, options, KEYWORDS)
    }


def read_catalogue(language: str) -> Catalog:
    """What a language says."""
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, language)


def wordings(message: Message) -> list[str]:
    """The wording or wordings of a message."""
    strings = message.string
    return [strings] if isinstance(strings, str) else list(strings or ())


def missing(language: str) -> Iterator[str]:
    catalogue = read_catalogue(language)
    for text, context in list_texts():
        message = catalogue.get(text, context)
        if message is None or not all(wordings(message)):
            yield f"has no wording: {text}"
        elif message.fuzzy:
            yield f"is only a guess: {text}"


@pytest.mark.parametrize("language", PREFIXED)
def test_every_text_has_its_wording(language: str) -> None:
    assert sorted(missing(language)) == []


@pytest.mark.parametrize("language", PREFIXED)
def test_no_wording_is_left_over(language: str) -> None:
    kept = {
        (message.id if isinstance(message.id, str) else message.id[0], message.context)
        for message in read_catalogue(language)
        if message.id
    }
    assert sorted(kept - list_texts()) == []


@pytest.mark.parametrize("language", PREFIXED)
def test_a_wording_names_the_same_values(language: str) -> None:
    value = re.compile(r"%\((\w+)\)s")
    for message in read_catalogue(language):
        texts = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = {name for text in texts for name in value.findall(text)}
        for wording in wordings(message):
            assert set(value.findall(wording)) == wanted, message.id
