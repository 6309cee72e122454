"""Rows of tables that stand outside of the round: cases, ballots, tasks by the million."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from . import _native
from .frame import Frame, FrameLike, native
from .frozen import Frozen
from .text import given, same_type

if TYPE_CHECKING:
    from .criteria import CriteriaSet

__all__ = ["Partial", "Rows", "Tables"]

#: The rows of one source: a frame, or mappings from names to values, each a row. In a mapping ``None``, NaN, NaT and
#: pandas' NA are missing cells, as they are in a frame of pandas; a moment at midnight is a day.
Source = FrameLike | Iterable[Mapping[str, Any]]

#: Rows of a table: of one source, or a mapping from the names of sources to their rows.
Rows = Source | Mapping[str, Source]


class Partial(Frozen):
    """What rows of a table come to, unit by unit; it grows with the units, not with the rows.

    Made by ``CriteriaSet.gather``, on one machine or on many: partials of parts of the rows are merged in any order
    and travel by pickle. A round is scored with them by ``tables=``.
    """

    __slots__ = ("_gathered", "_set")

    _gathered: _native.Gathered
    _set: CriteriaSet

    def __init__(self, set: CriteriaSet, gathered: _native.Gathered, /) -> None:
        same_type("gathered", gathered, _native.Gathered, "what CriteriaSet.gather makes")
        self._keep(_set=set, _gathered=gathered)

    @property
    def table(self) -> str:
        """The id of the table."""
        return self._gathered.table

    @property
    def rows(self) -> int:
        """How many rows were read, rejected ones too."""
        return self._gathered.rows

    def merge(self, *others: Partial) -> Partial:
        """What these rows and others come to together.

        Raises ``ChamdiemError`` where they were gathered for something else (``partial.other``), and ``ValueError`` for
        a partial that is given twice: its rows would count twice.
        """
        for other in others:
            same_type("other", other, Partial, "a Partial")
        if len({id(one._gathered) for one in (self, *others)}) <= len(others):
            raise ValueError("a partial is merged with itself: its rows would count twice")
        return Partial(self._set, self._gathered.merge([other._gathered for other in others], {}))

    def to_bytes(self) -> bytes:
        """The partial as bytes; ``CriteriaSet.partial`` reads them."""
        return self._gathered.to_bytes()

    def __eq__(self, other: object) -> bool:
        return self.to_bytes() == other.to_bytes() if isinstance(other, Partial) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.to_bytes())

    def __repr__(self) -> str:
        return f"<Partial of {self.rows} rows of {self.table}>"

    def __reduce__(self) -> tuple[Callable[[CriteriaSet, bytes], Partial], tuple[CriteriaSet, bytes]]:
        return _read, (self._set, self.to_bytes())


def _read(set: CriteriaSet, bytes: bytes) -> Partial:
    return set.partial(bytes)


#: For each table its rows, or what they come to.
Tables = Mapping[str, Rows | Partial]


def gather(
    set: CriteriaSet,
    table: str,
    rows: Rows,
    round: str | bytes | Frame,
    columns: Mapping[str, str],
    options: Mapping[str, Any],
) -> Partial:
    """What rows of a table come to."""
    same_type("table", table, str, "the id of a table, a str")
    sources = list(rows.items()) if isinstance(rows, Mapping) else [(table, rows)]
    for source, some in sources:
        same_type("the name of a source", source, str, "a str")
        is_list = isinstance(some, Iterable) and not isinstance(some, (str, bytes, Mapping))
        if not is_list and not hasattr(some, "__arrow_c_stream__"):
            accepted = "a frame (of pandas, polars, pyarrow, duckdb) or an iterable of mappings"
            raise TypeError(f"{source}: rows are {accepted}, not {type(some).__name__}")
    same_type("columns", columns, Mapping, "a dict from names in the rows to columns")
    return Partial(set, _native.Gathered.of(set._plan, table, native(round), sources, [*columns.items()], {**options}))


def gathered(
    set: CriteriaSet, tables: Tables | None, round: str | bytes | Frame, options: Mapping[str, Any]
) -> dict[str, Any]:
    """The option of what rows outside of the round come to."""
    if tables is None:
        return {}
    same_type("tables", tables, Mapping, "a dict from the ids of tables to rows")
    asked = given(**{name: options.get(name) for name in ("lang", "as_of", "calendar")})
    partials = []
    for table, rows in tables.items():
        if not isinstance(rows, Partial):
            partials.append(gather(set, table, rows, round, {}, asked))
        elif rows.table == table:
            partials.append(rows)
        else:
            raise ValueError(f"tables[{table!r}] are rows of {rows.table!r}")
    return {"tables": partials}


def asked(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as the native side takes them."""
    tables = {"tables": [partial._gathered for partial in options["tables"]]} if "tables" in options else {}
    return {**options, **tables}
