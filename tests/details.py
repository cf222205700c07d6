"""Labelled comments: a marked text becomes words and the places of its spans."""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data" / "details"
HALVES = ("tuning", "test")

_SPAN = re.compile("⟦([a-z]+):([^⟧]*)⟧")
_ESCAPES = {"\\u200b": "\u200b", "\\u00a0": "\u00a0"}


def make_comments(half: str) -> Iterator[dict[str, Any]]:
    """The comments of one half, from the file that marks spans inline."""
    lines = (FOLDER / f"{half}.txt").read_text(encoding="utf-8").splitlines()
    marked = [line for line in lines if not line.startswith("#")]
    for number, line in enumerate(marked, 1):
        style, _, words = line.partition("|")
        for escape, character in _ESCAPES.items():
            words = words.replace(escape, character)
        if style == "nfd":
            words = unicodedata.normalize("NFD", words)
        text, spans = cut_spans(words)
        yield {
            "id": f"{half}-{number:03}",
            "half": half,
            "style": style,
            "text": text,
            "spans": spans,
        }


def cut_spans(marked: str) -> tuple[str, list[dict[str, Any]]]:
    """The words without marks, and where each span lies in them."""
    text, spans, last = "", [], 0
    for match in _SPAN.finditer(marked):
        text += marked[last : match.start()]
        start, end = len(text), len(text) + len(match[2])
        spans.append({"kind": match[1], "start": start, "end": end})
        text, last = text + match[2], match.end()
    return text + marked[last:], spans


def write_comments(half: str) -> str:
    """The same as JSON lines."""
    lines = (json.dumps(one, ensure_ascii=False) for one in make_comments(half))
    return "".join(f"{line}\n" for line in lines)


def read_comments(half: str) -> list[dict[str, Any]]:
    """The comments of one half as they lie in the folder."""
    lines = (FOLDER / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


if __name__ == "__main__":
    for half in HALVES:
        (FOLDER / f"{half}.jsonl").write_text(write_comments(half), encoding="utf-8")
