"""Pages with blanks: rendered once, then only filled in.

The survey is the busiest part of the platform, and its pages differ between citizens in
a few words alone. A page is rendered from `fixed` values, which many citizens share and
which are its key, with placeholders where one citizen's own words go. Those words are
never in what is kept, so a page can not show them to anybody else.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import current_app, render_template, request
from markupsafe import escape

from feedback.views.languages import PREFIXED, language

#: A word that is filled in, or one for each of several places beside each other.
Blanks = Mapping[str, str | tuple[str, ...]]
Build = Callable[..., dict[str, Any]]

_MOST_KEPT: Final = 2000
#: Placeholders are characters for private use, which no cleaned text holds.
_FIRST = 0xE000
_PLACEHOLDER = re.compile("([\ue000-\uf8ff])")


def fill_sheet(
    template: str,
    build: Build,
    fixed: tuple[Any, ...],
    blanks: Blanks,
    *,
    is_kept: bool = True,
) -> str:
    """The page of `build(*fixed)` with the blanks filled in, all of it escaped.

    The context gets a placeholder under each blank's name. Without `is_kept` the page
    is rendered afresh, for values that are few people's.
    """
    if not is_kept:
        return _fill(_render(template, build, fixed, blanks), blanks)
    kept: dict[Any, list[str]] = current_app.extensions.setdefault("sheets", {})
    key = (template, language(), request.script_root, fixed)
    pieces = kept.get(key)
    if pieces is None:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        pieces = kept[key] = _render(template, build, fixed, blanks)
    return _fill(pieces, blanks)


def addresses_of(path: str) -> Callable[[str], str]:
    """The address of a page in each language, when it is not the one asked for."""
    root = request.script_root.removesuffix(f"/{language()}")
    return lambda other: f"{root}{f'/{other}' if other in PREFIXED else ''}{path}"


def _render(
    template: str, build: Build, fixed: tuple[Any, ...], blanks: Blanks
) -> list[str]:
    """The page cut at its placeholders; each second piece is one."""
    context: dict[str, str] = {}
    number = _FIRST
    for name, words in blanks.items():
        places = 1 if isinstance(words, str) else len(words)
        context[name] = "".join(map(chr, range(number, number + places)))
        number += places
    page = render_template(template, **build(*fixed, **context), **context)
    return _PLACEHOLDER.split(page)


def _fill(pieces: list[str], blanks: Blanks) -> str:
    words: list[str] = []
    for value in blanks.values():
        if isinstance(value, str):
            words.append(str(escape(value)))
        else:
            words.extend(str(escape(one)) for one in value)
    page = pieces.copy()
    for place in range(1, len(page), 2):
        page[place] = words[ord(page[place]) - _FIRST]
    return "".join(page)
