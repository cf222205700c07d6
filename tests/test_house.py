"""Who may import whom, held by reading the source.

A failure names the file, the line and the rule. A rule that gets in the way is changed
here and in docs/decisions with the reason, not by stealth.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator

from feedback.config import ROOT
from tests.sources import EVERYTHING, Source, check, is_of_python, read_sources

#: What each layer may import besides the standard library and itself.
#: The names are ours (feedback.…) or those of installed packages.
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "analysis": {
        *("numpy", "scipy", "matplotlib", "sklearn", "statsmodels", "underthesea"),
    },
    "ledger": {"cryptography"},
    "config": {"pydantic", "pydantic_settings"},
    "extensions": {
        *("alembic", "flask", "flask_babel", "flask_migrate", "flask_sqlalchemy"),
        *("flask_wtf", "pysqlite3", "sqlalchemy"),
    },
    "models": {"feedback.extensions", "feedback.domain", "sqlalchemy"},
    "queries": {
        *("feedback.extensions", "feedback.models", "feedback.domain"),
        *("numpy", "sqlalchemy"),
    },
    "reports": {"feedback.queries", "feedback.analysis", "feedback.domain", "numpy"},
    "exchange": {"feedback.domain", "openpyxl", "segno", "xlsxwriter", "yaml"},
    "operations": {
        *("feedback.extensions", "feedback.queries", "feedback.reports"),
        *("feedback.models", "feedback.domain", "feedback.ledger"),
        *("argon2", "sqlalchemy"),
    },
    "forms": {
        "feedback.domain",
        "flask",
        "flask_babel",
        "flask_wtf",
        "markupsafe",
        "wtforms",
    },
    "views": {
        *("feedback.forms", "feedback.operations", "feedback.reports"),
        *("feedback.queries", "feedback.exchange", "feedback.domain"),
        *("feedback.analysis.percents", "feedback.analysis.comparisons"),
        *("feedback.config", "feedback.extensions", "feedback.versions"),
        *("babel", "flask", "flask_babel", "flask_smorest", "flask_wtf", "jinja2"),
        *("itsdangerous", "markupsafe", "marshmallow", "webargs", "werkzeug"),
    },
    "jobs": {
        *("feedback.operations", "feedback.reports", "feedback.queries"),
        *("feedback.exchange", "feedback.ledger", "feedback.domain"),
        *("feedback.analysis.charts", "feedback.config", "feedback.extensions"),
        *("apscheduler", "flask", "sqlalchemy.exc"),
    },
    "demo": {
        *("feedback.jobs", "feedback.operations", "feedback.queries"),
        *("feedback.exchange", "feedback.domain", "feedback.config", "yaml"),
    },
    "commands": {
        *("feedback.jobs", "feedback.demo", "feedback.operations"),
        *("feedback.queries", "feedback.exchange", "feedback.domain"),
        *("feedback.config", "click", "flask", "tqdm"),
    },
    "prepare": {
        *("feedback.app", "feedback.config", "feedback.extensions"),
        *("feedback.queries", "alembic", "flask"),
    },
    "serve": {"feedback.config"},
    "versions": {"feedback.config"},
}
#: What a layer may name in `if TYPE_CHECKING:`, where nothing is loaded: a view is
#: handed entities and says so, it never asks the database for one.
MAY_NAME: dict[str, set[str]] = {
    "views": {"feedback.models", "_typeshed"},
}
#: app.py puts everything together and is the only one that may know everything.
KNOWS_EVERYTHING = {"feedback.app"}

#: Packages whose memory and start-up a web process is spared.
HEAVY = (
    *("numpy", "scipy", "matplotlib", "sklearn", "statsmodels", "underthesea"),
    *("openpyxl", "xlsxwriter", "apscheduler"),
)


def layer_of(module: str) -> str:
    """feedback.views.agency.comments is of the layer views."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


def is_within(name: str, allowed: set[str]) -> bool:
    """Whether a dotted name is one of these or lies below one of them."""
    return any(name == one or name.startswith(f"{one}.") for one in allowed)


def forbidden_imports(source: Source) -> Iterator[str]:
    layer = layer_of(source.module)
    if source.module in {"feedback", *KNOWS_EVERYTHING}:
        return
    if layer not in MAY_IMPORT:
        yield f"{source.name}:1: {layer} is a layer that the import table lacks"
        return
    allowed = MAY_IMPORT[layer] | {f"feedback.{layer}"}
    for node, name in source.imports():
        if is_of_python(name) or is_within(name, allowed):
            continue
        if not (
            source.is_for_types(node) and is_within(name, MAY_NAME.get(layer, set()))
        ):
            yield f"{source.at(node)}: {layer} may not import {name}"


def test_imports_point_down_only() -> None:
    check(
        violation
        for source in read_sources("feedback")
        for violation in forbidden_imports(source)
    )


def test_the_import_table_forbids_what_it_should() -> None:
    source = Source(
        ROOT / "feedback" / "views" / "guilty.py",
        "import os\nfrom flask import g\nfrom sqlalchemy import select\n"
        "from feedback.models.users import User\nfrom feedback.analysis import rates\n"
        "if TYPE_CHECKING:\n    from feedback.models.users import User\n",
    )
    assert list(forbidden_imports(source)) == [
        "feedback/views/guilty.py:3: views may not import sqlalchemy",
        "feedback/views/guilty.py:4: views may not import feedback.models.users",
        "feedback/views/guilty.py:5: views may not import feedback.analysis.rates",
    ]


def test_public_pages_read_through_published_queries_alone() -> None:
    check(
        f"{source.at(node)}: transparency reads through queries.published, not {name}"
        for source in read_sources("feedback/views/transparency")
        for node, name in source.imports()
        if is_within(name, {"feedback.queries"})
        and not is_within(name, {"feedback.queries.published"})
    )


def test_charts_are_drawn_without_pyplot_which_leaks_figures() -> None:
    check(
        f"{source.at(node)}: pyplot keeps every figure alive; use Figure()"
        for source in read_sources("feedback", "bench")
        for node, name in source.imports()
        if "pyplot" in name
        or any("pyplot" in alias.name for alias in getattr(node, "names", ()))
    )


def test_only_one_sqlite_is_used() -> None:
    check(
        f"{source.at(node)}: sqlite3 of Python may lose rows; pysqlite3 is ours"
        for source in read_sources("feedback", "migrations", "tests", "wsgi.py")
        for node, name in source.imports()
        if name.partition(".")[0] == "sqlite3"
    )


def test_imports_stand_at_the_top() -> None:
    check(
        f"{source.at(node)}: import inside {function.name}"
        for source in read_sources(*EVERYTHING)
        for function in source.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    )


def test_a_web_process_loads_nothing_heavy() -> None:
    script = (
        "import sys; from feedback.app import create_app; "
        f"print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [], "loaded by create_app"
