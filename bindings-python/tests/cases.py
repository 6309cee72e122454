"""The conformance cases."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import chamdiem
import pyarrow
from demo import REPOSITORY

CASES = REPOSITORY / "conformance" / "cases"


class Case:
    """A case: what it gives, as text and as objects, and what it expects."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.text = path.read_text(encoding="utf-8")
        self.members: dict[str, Any] = json.loads(self.text)
        self.exact: dict[str, Any] = json.loads(self.text, parse_float=Decimal)

    def document(self, key: str) -> str | None:
        """The text of a document, as it stands in the file."""
        if f"{key}_text" in self.members:
            text: str = self.members[f"{key}_text"]
            return text
        return raw(self.text, key) if key in self.members else None

    def object(self, key: str) -> dict[str, Any] | None:
        """The document as an object, unless the case is about its text."""
        found: dict[str, Any] | None = self.exact.get(key)
        return found

    @property
    def expect(self) -> dict[str, Any]:
        """What must come out."""
        expect: dict[str, Any] = self.members["expect"]
        return expect

    @property
    def errors(self) -> list[dict[str, str]]:
        """The problems that it is refused for; but no frame of a library has columns of several lengths."""
        return [one for one in self.expect["diagnostics"] if one["code"] != "frame.column.shape"]

    def frame(self) -> chamdiem.Frame | None:
        """The round as columns, where the case has one."""
        told = self.members.get("frame")
        if told is None:
            return None
        columns = {name: column(values) for name, values in told["columns"].items()}
        rows = max(map(len, columns.values()))
        # No frame of any library has a column that is shorter than the others.
        padded = {
            name: pyarrow.concat_arrays([of, pyarrow.nulls(rows - len(of), of.type)]) for name, of in columns.items()
        }
        told = {**told, "columns": told.get("map"), "default_stage": told.get("stage")}
        names = ("period", "form", "columns", "ignore", "default_stage", "as_of", "calendar")
        return chamdiem.Frame(pyarrow.table(padded), **{name: told.get(name) for name in names})

    @property
    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Rows from outside of the round."""
        tables: dict[str, list[dict[str, Any]]] = self.exact.get("tables", {})
        return tables


def column(values: list[Any]) -> pyarrow.Array:
    """A column of truths or of numbers where it holds nothing else, else of texts."""
    given = [value for value in values if value is not None]
    if all(isinstance(value, bool) for value in given):
        return pyarrow.array(values, pyarrow.bool_())
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in given):
        return pyarrow.array(values)
    written = [value if value is None or isinstance(value, str) else json.dumps(value) for value in values]
    return pyarrow.array(written, pyarrow.string())


def raw(text: str, key: str) -> str:
    """The text of a member of an object, with every repeated key and every digit that it has."""
    decoder = json.JSONDecoder()
    at = text.index("{") + 1
    space = re.compile(r"[\s,:]*")
    while True:
        at = matched(space, text, at)
        name, at = decoder.raw_decode(text, at)
        start = matched(space, text, at)
        _, at = decoder.raw_decode(text, start)
        if name == key:
            return text[start:at]


def matched(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where what the pattern takes ends."""
    match = pattern.match(text, at)
    assert match is not None
    return match.end()


def places(problems: Any) -> list[tuple[str, str]]:
    """Codes and paths in one order, of diagnostics or of what a case expects."""
    return sorted((one["code"], one["path"]) if isinstance(one, dict) else (one.code, one.path) for one in problems)


ALL = [Case(path) for path in sorted(CASES.glob("*.json"))]

#: The set and the round, as text, of each case that is scored from nothing else.
GOOD = [
    (case, case.document("criteria_set") or "", case.document("round") or "")
    for case in ALL
    if "results" in case.expect and not case.tables and case.document("round")
]
