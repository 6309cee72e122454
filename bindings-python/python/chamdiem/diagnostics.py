"""What is wrong with a document, where, and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from .documents import Diagnostic

__all__ = ["ChamdiemError", "Diagnostic", "Diagnostics"]


class Diagnostics(tuple[Diagnostic, ...]):
    """Problems in the order in which they were found. ``str()`` has a line for each."""

    __slots__ = ()

    @classmethod
    def from_json(cls, *lists: str) -> Diagnostics:
        """Problems as they are written in JSON lists."""
        return cls(Diagnostic(one) for text in lists for one in json.loads(text))

    @property
    def errors(self) -> Diagnostics:
        """Those that keep a document from being used."""
        return Diagnostics(one for one in self if one.severity == "error")

    def __str__(self) -> str:
        return "\n".join(f"{one.severity}[{one.code}] {one.path or '/'}: {one.message}" for one in self)

    def __repr__(self) -> str:
        return f"<Diagnostics: {', '.join(one.code for one in self[:5]) or 'none'}{', …' if len(self) > 5 else ''}>"

    def _repr_html_(self) -> str:
        from . import html

        return html.diagnostics(self)


class ChamdiemError(ValueError):
    """A document that is refused; nothing of it was used.

    ``diagnostics`` has every problem at once: its ``code``, the ``path`` (a JSON pointer into the document, or
    ``/rows/ROW/COLUMN`` of a frame, counted from 0), the ``message`` and the ``help`` in the language that was asked
    for. ``omitted`` is how many further problems were only counted; ``hint`` says what else may have been meant.

    >>> import chamdiem
    >>> try:
    ...     chamdiem.loads('{"format": 1, "id": "demo"}')
    ... except chamdiem.ChamdiemError as error:
    ...     print(error.diagnostics[0].code, error.diagnostics[0].message)
    key.missing the key `version` is missing
    """

    diagnostics: Diagnostics
    omitted: int
    hint: str | None = None

    def __init__(self, diagnostics: Iterable[Diagnostic], omitted: int = 0) -> None:
        self.diagnostics = Diagnostics(diagnostics)
        self.omitted = omitted
        super().__init__(self.diagnostics, omitted)

    @classmethod
    def from_json(cls, text: str, omitted: int) -> ChamdiemError:
        """The error of problems that are written as a JSON list."""
        return cls(Diagnostics.from_json(text), omitted)

    def __str__(self) -> str:
        more = f"\nand {self.omitted} more" if self.omitted else ""
        return str(self.diagnostics) + more + (f"\n{self.hint}" if self.hint else "")

    def _repr_html_(self) -> str:
        return self.diagnostics._repr_html_()
