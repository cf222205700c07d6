"""Texts and numbers as templates print them, each looked up once.

A page asks for some hundred texts and numbers. Flask-Babel finds language, catalogue
and pattern anew for each of them, which takes longer than everything else on a page.
"""

from functools import cache, lru_cache
from typing import Any

from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from feedback.config import ROOT
from feedback.views.languages import language

#: Numbers that a process remembers; a province has some thousand.
_NUMBERS = 20_000


@cache
def _catalogue(code: str) -> NullTranslations:
    return Translations.load(str(ROOT / "translations"), [code])


@cache
def _find_text(code: str, text: str) -> Markup:
    return Markup(_catalogue(code).gettext(text))


@cache
def _find_plain(code: str, text: str) -> Markup:
    return Markup(_find_text(code, text) % {})


def _fill(context: EvalContext, text: Markup, variables: dict[str, Any]) -> str:
    return text % variables if context.autoescape else str(text) % variables


@pass_eval_context
def translate(context: EvalContext, text: str, **variables: Any) -> str:
    """A text in the language of the page, its blanks filled in."""
    if not variables:
        return _find_plain(language(), text)
    return _fill(context, _find_text(language(), text), variables)


@pass_eval_context
def translate_counted(
    context: EvalContext, one: str, many: str, number: int, **variables: Any
) -> str:
    """A text that depends on a number, as the language counts."""
    text = Markup(_catalogue(language()).ngettext(one, many, number))
    variables.setdefault("num", show_number(number))
    return _fill(context, text, variables)


@lru_cache(_NUMBERS)
def _format(value: Any, pattern: str | None, code: str) -> str:
    return format_decimal(value, format=pattern, locale=code)


def show_number(value: Any) -> str:
    """A number with the language's own separators."""
    return _format(value, None, language())


def show_decimal(value: Any, pattern: str | None = None) -> str:
    """A number in a pattern, with the language's own separators."""
    return _format(value, pattern, language())


def init_wordings(app: Flask) -> None:
    """Give templates these instead of Flask-Babel's."""
    app.jinja_env.globals.update(
        {"_": translate, "gettext": translate, "ngettext": translate_counted}
    )
    app.jinja_env.filters.update(numberformat=show_number, decimalformat=show_decimal)
