"""Pages whose one moving place is their newest comments.

Comments move all day; figures, balances and names do not with them. The shell of such a
page, all but that place, is made again only when a figure changes.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import Lock
from typing import Final

from flask import Flask, current_app, g, request
from flask_babel import gettext as _
from markupsafe import Markup

from feedback.queries.published.comments import ListedComment
from feedback.views.transparency.timelines import is_overdue

#: Shells that one process keeps at most, some 30 kB each: as many as a province has
#: agencies and sectors.
_MOST: Final = 300
_CARDS: Final = 4096
#: Stands where the comments go. No stored text holds a control character.
_PLACE: Final = "\x1acomments\x1a"

Shell = tuple[bytes, bytes]


class ShellCache:
    """The shells most recently asked for."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._shells: OrderedDict[tuple[str, str, str], Shell] = OrderedDict()
        self._lock = Lock()

    def find(self, key: tuple[str, str, str]) -> Shell | None:
        """The shell kept under a key."""
        with self._lock:
            shell = self._shells.get(key)
            if shell is not None:
                self._shells.move_to_end(key)
            return shell

    def keep(self, key: tuple[str, str, str], shell: Shell) -> None:
        """Keep a shell; the one not asked for longest gives way."""
        with self._lock:
            self._shells[key] = shell
            if len(self._shells) > self._most:
                self._shells.popitem(last=False)

    def empty(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._shells.clear()


def init_shells(app: Flask) -> None:
    """Keep shells in this process; not in tests, which empty the database."""
    app.extensions["shells"] = ShellCache()
    app.config.setdefault("KEEP_SHELLS", not app.testing)


def fill_shell(
    name: str, make: Callable[[Markup], str], comments: Iterable[ListedComment]
) -> bytes:
    """A page around its newest comments; `make` gets what stands in their place."""
    cards = "\n".join(map(show_card, comments)) or _say_none(request.script_root)
    if not current_app.config["KEEP_SHELLS"]:
        return make(Markup(cards)).encode()
    cache: ShellCache = current_app.extensions["shells"]
    key = (g.figures_state, request.script_root, name)
    shell = cache.find(key)
    if shell is None:
        above, _, below = make(Markup(_PLACE)).partition(_PLACE)
        shell = above.encode(), below.encode()
        cache.keep(key, shell)
    return cards.encode().join(shell)


def show_card(comment: ListedComment, level: int = 3) -> Markup:
    """A comment in a list."""
    return _make_card(request.script_root, comment, level, is_overdue(comment))


@lru_cache
def _say_none(_root: str) -> str:
    text = _("Chưa có ý kiến nào.")
    return Markup('<p class="govuk-body">{}</p>').format(text)


@lru_cache(_CARDS)
def _make_card(_root: str, comment: ListedComment, level: int, is_late: bool) -> Markup:
    """The same row always gives the same card, in the language of its address."""
    template = current_app.jinja_env.get_template("transparency/_comments.html")
    card: Markup = template.module.listed_comment(  # type: ignore[attr-defined]
        comment, level, is_late
    )
    return card
