"""What is wrong with a document, where, and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, SupportsIndex, overload

from ._native import visible
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

    @overload
    def __getitem__(self, which: SupportsIndex) -> Diagnostic: ...
    @overload
    def __getitem__(self, which: slice) -> Diagnostics: ...
    def __getitem__(self, which: Any) -> Any:
        found = super().__getitem__(which)
        return Diagnostics(found) if isinstance(which, slice) else found

    def __str__(self) -> str:
        return "\n".join(visible(f"{one.severity}[{one.code}] {one.path or '/'}: {one.message}") for one in self)

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
        shown = self.diagnostics[:_MOST]
        omitted = self.omitted + len(self.diagnostics) - len(shown)
        more = f"\nand {omitted} more" if omitted else ""
        return str(shown) + more + (f"\n{self.hint}" if self.hint else "")

    def _repr_html_(self) -> str:
        from . import html

        return html.diagnostics(self.diagnostics, self.omitted, self.hint)


# How many problems the text of an error tells; ``diagnostics`` has them all.
_MOST = 60
