"""The project's own source files, read once for the tests that hold the house rules."""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from feedback.config import ROOT

PRODUCT = ("feedback", "wsgi.py")
EVERYTHING = (
    *("feedback", "wsgi.py", "setup.py", "tests", "bench", "migrations"),
    "docs/open-data/estimates.py",
)


@dataclass
class Source:
    """One Python file with its syntax tree."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """Its path as people write it."""
        return str(self.path.relative_to(ROOT))

    @property
    def module(self) -> str:
        """Its dotted name."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(part for part in parts if part != "__init__")

    @cached_property
    def tree(self) -> ast.Module:
        """What Python makes of it."""
        return ast.parse(self.text, self.name)

    def at(self, node: ast.AST) -> str:
        """File and line of a part of the tree."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"

    def imports(self) -> Iterator[tuple[ast.stmt, str]]:
        """Every import, wherever it stands, as the full name of what it reaches.

        `from feedback.queries import comments` reaches a module when there is one of
        that name, otherwise a thing inside feedback.queries.
        """
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield node, alias.name
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield node, _resolve(node.module or "", alias.name)

    @cached_property
    def _typing(self) -> set[ast.AST]:
        return {
            part
            for node in ast.walk(self.tree)
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
            for part in ast.walk(node)
        }

    def is_for_types(self, node: ast.AST) -> bool:
        """Whether only the type checker ever sees this part."""
        return node in self._typing

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method, also nested ones."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def _resolve(module: str, name: str) -> str:
    place = ROOT.joinpath(*module.split("."), name)
    is_module = place.with_suffix(".py").exists() or place.is_dir()
    return f"{module}.{name}" if is_module else module


@cache
def read_sources(*folders: str) -> tuple[Source, ...]:
    """The Python files below these folders of the repository, or the files named."""
    found: list[Source] = []
    for folder in folders:
        place = ROOT / folder
        paths = [place] if place.is_file() else sorted(place.rglob("*.py"))
        found += [Source(path, path.read_text(encoding="utf-8")) for path in paths]
    return tuple(found)


def is_of_python(name: str) -> bool:
    """Whether a module comes with Python itself."""
    return name.partition(".")[0] in sys.stdlib_module_names


def check(violations: Iterable[str]) -> None:
    """Fail with every violation on a line of its own."""
    found = sorted(set(violations))
    rules = f"{len(found)} against the rules of the house:\n"
    assert not found, rules + "\n".join(found)
