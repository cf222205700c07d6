"""Data Packages: tables with their schema and a description, in one ZIP file.

Written in steps, so that a large package never stands in memory, and always to the same
bytes: nothing in it tells when or on which machine it was made. The description comes
last, because it says how long every other file is and what it hashes to.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from feedback.domain.labels import Label
from feedback.exchange.downloads import Cell, Column, write_csv

SCHEMA: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
DESCRIPTOR: Final = "datapackage.json"
#: The first moment that a ZIP file can state.
_TIMELESS: Final = (1980, 1, 1, 0, 0, 0)
#: Readable by everybody, whatever the machine's habits.
_MODE: Final = 0o100644 << 16
_UNIX: Final = 3
#: How cells are read, by the type of their column.
_TYPES: Final[dict[str, Callable[[str], Any]]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": "true".__eq__,
    "object": json.loads,
}


@dataclass(frozen=True)
class Field(Column):
    """A column with what its values may be."""

    type: str
    #: As the Table Schema names them: required, minimum, enum …
    constraints: dict[str, Any] = field(default_factory=dict)

    def describe(self) -> dict[str, Any]:
        """The field as the schema states it."""
        described = {
            "name": self.name,
            "type": self.type,
            "title": self.label.en,
            "description": f"{self.label.en} / {self.label.vi}",
            "unit": self.unit,
        }
        return {**described, **_some("constraints", self.constraints)}


@dataclass(frozen=True)
class Table:
    """A CSV file with its schema."""

    name: str
    title: Label
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]
    #: Own columns and, in another table, those they name.
    refers: tuple[tuple[str, ...], str] | None = None

    @property
    def path(self) -> str:
        """Its name in the package."""
        return f"{self.name}.csv"

    def describe(self) -> dict[str, Any]:
        """The resource as the package states it."""
        schema: dict[str, Any] = {
            "fields": [column.describe() for column in self.fields],
            "missingValues": [""],
            "primaryKey": list(self.primary_key),
        }
        if self.refers:
            columns, other = list(self.refers[0]), self.refers[1]
            reference = {"resource": other, "fields": columns}
            schema["foreignKeys"] = [{"fields": columns, "reference": reference}]
        return {
            "name": self.name,
            "path": self.path,
            "type": "table",
            "title": self.title.en,
            "description": f"{self.title.en} / {self.title.vi}",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": schema,
        }

    def write(self) -> Iterator[bytes]:
        """The file in pieces."""
        text = write_csv(self.fields, self.rows, is_for_spreadsheets=False)
        return (piece.encode() for piece in text)


@dataclass(frozen=True)
class Document:
    """A file that is no table; only those with a name are resources."""

    path: str
    text: str
    name: str = ""
    title: Label = Label("", "")

    def describe(self) -> dict[str, Any]:
        """The resource as the package states it."""
        return {
            "name": self.name,
            "path": self.path,
            "title": self.title.en,
            "description": f"{self.title.en} / {self.title.vi}",
            "format": "json",
            "mediatype": "application/json",
            "encoding": "utf-8",
        }

    def write(self) -> Iterator[bytes]:
        """The file in one piece."""
        yield self.text.encode()


def write_package(
    about: dict[str, Any], files: Iterable[Table | Document]
) -> Iterator[bytes]:
    """The ZIP file in pieces; `about` describes the package without its resources."""
    sink = _Sink()
    resources = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for file in files:
            digest, length = hashlib.sha256(), 0
            with package.open(_entry(file.path), "w", force_zip64=True) as target:
                for piece in file.write():
                    digest.update(piece)
                    length += len(piece)
                    target.write(piece)
                    yield sink.take()
            if file.name:
                sealed = {"bytes": length, "hash": f"sha256:{digest.hexdigest()}"}
                resources.append({**file.describe(), **sealed})
        described = {"$schema": SCHEMA, **about, "resources": resources}
        text = json.dumps(described, ensure_ascii=False, indent=1)
        package.writestr(_entry(DESCRIPTOR), text + "\n")
    yield sink.take()


def read_package(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The description of a package, and by name its tables and other resources.

    A table is a list of rows whose cells have the types that its schema states.
    """
    with zipfile.ZipFile(path) as package:
        about = json.loads(package.read(DESCRIPTOR))
        return about, {
            resource["name"]: _read_resource(resource, package.read(resource["path"]))
            for resource in about["resources"]
        }


def _read_resource(resource: dict[str, Any], content: bytes) -> Any:
    if resource["format"] == "json":
        return json.loads(content)
    fields = resource["schema"]["fields"]
    kinds = {column["name"]: _TYPES[column["type"]] for column in fields}
    return [
        {name: kinds[name](cell) if cell else None for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(content.decode(), newline=""))
    ]


class _Sink(io.RawIOBase):
    """Takes what is written and gives it on; there is no way back in it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: Any) -> int:
        """Keep a piece."""
        self._pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """What was written since it was last asked."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _TIMELESS)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = _UNIX, _MODE
    return entry


def _some(name: str, value: Any) -> dict[str, Any]:
    return {name: value} if value else {}
