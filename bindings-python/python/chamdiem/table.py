"""Tables that come out: columns that pandas, polars, pyarrow and duckdb take without a copy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, SupportsIndex, overload

from . import _native
from .document import unknown
from .frozen import Frozen
from .text import place, same_type

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["Table"]


# Not a `Sequence`: polars would take one row by row, and forget the types of columns without values.
class Table(Frozen):
    """A table of results: rows by their place, and columns by their name.

    Any library with the Arrow PyCapsule interface takes it (``pyarrow.table(table)``, ``polars.DataFrame(table)``);
    figures are ``decimal128`` there and ``Decimal`` here. It cannot be changed, and pickles.

    >>> table = chamdiem.loads(SET).score(ROUND).ranking()
    >>> for row in table:
    ...     print(row["rank"], row["unit"], row["index"])
    1 a 100
    2 b 40
    >>> table.column("unit")
    ('a', 'b')
    """

    __slots__ = ("_columns",)

    _columns: _native.Columns

    def __init__(self, columns: _native.Columns, /) -> None:
        same_type("columns", columns, _native.Columns, "what Results.table makes")
        self._keep(_columns=columns)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._columns.names())

    def column(self, name: str) -> tuple[Any, ...]:
        """The values of a column, from the first row to the last; ``KeyError`` where there is no such column.

        They are ``str``, ``Decimal``, ``int``, ``bool``, ``date`` or ``datetime``, or ``None`` where there is none.
        """
        same_type("name", name, str, "the name of a column, a str")
        if name not in self.columns:
            raise KeyError(unknown(name, self.columns))
        return tuple(self._columns.values(name))

    def to_dict(self) -> dict[str, list[Any]]:
        """The columns as lists, by name."""
        return {name: list(self.column(name)) for name in self.columns}

    def to_json(self) -> str:
        """The rows as a JSON list of objects; figures, days and moments are texts."""
        return json.dumps(list(self), default=_written, ensure_ascii=False)

    def to_arrow(self) -> pyarrow.Table:
        """The table for pyarrow."""
        import pyarrow

        return pyarrow.table(self)

    def to_polars(self) -> polars.DataFrame:
        """The table for polars."""
        import polars

        return polars.DataFrame(self)

    def to_pandas(self, *, figures: Literal["decimal", "float"] = "decimal") -> pandas.DataFrame:
        """The table for pandas, with figures as ``Decimal``, or as floats where pandas is to plot or to average them."""
        import pandas

        if figures not in ("decimal", "float"):
            raise ValueError(f"figures is 'decimal' or 'float', not {figures!r}")
        columns = self.to_dict()
        if figures == "float":
            columns = {
                name: [float(one) if isinstance(one, Decimal) else one for one in column]
                for name, column in columns.items()
            }
        return pandas.DataFrame(columns)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._columns.__arrow_c_stream__(requested_schema)

    @overload
    def __getitem__(self, which: SupportsIndex) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, which: slice) -> list[Mapping[str, Any]]: ...
    def __getitem__(self, which: SupportsIndex | slice) -> Mapping[str, Any] | list[Mapping[str, Any]]:
        if isinstance(which, slice):
            places = range(len(self))[which]
            if places.step == 1:
                return list(_rows(self._columns.slice(places.start, len(places))))
            return [self[place] for place in places]
        at = place("the place of a row", which, "an int or a slice")
        (row,) = _rows(self._columns.slice(range(len(self))[at], 1))
        return row

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return _rows(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self.columns == other.columns and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self.columns, len(self)))

    def __str__(self) -> str:
        shown = [tuple(map(_cell, self.columns)), *(tuple(map(_cell, row.values())) for row in self[:_SHOWN])]
        from .printed import table

        return "\n".join([*table(shown), *([f"… {len(self)} rows"] if len(self) > _SHOWN else [])])

    def __repr__(self) -> str:
        return f"<Table: {len(self)} rows of {_native.visible(', '.join(self.columns))}>"

    def _repr_html_(self) -> str:
        from . import html

        return html.table(self)

    def __copy__(self) -> Table:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Table:
        return self

    def __reduce__(self) -> tuple[Callable[..., Table], tuple[list[tuple[str, str, int, list[Any]]]]]:
        return _again, (self._columns.columns(),)


def _again(columns: list[tuple[str, str, int, list[Any]]]) -> Table:
    """A table as it was pickled."""
    return Table(_native.Columns.of(columns))


def _rows(columns: _native.Columns) -> Iterator[Mapping[str, Any]]:
    names = columns.names()
    for row in zip(*(columns.values(name) for name in names), strict=True):
        yield dict(zip(names, row, strict=True))


# How many rows a printed table shows.
_SHOWN = 20


def _cell(value: object) -> str:
    return "" if value is None else _native.visible(_written(value))


def _written(value: object) -> str:
    """A value as documents have it."""
    return value.isoformat() if isinstance(value, date) else str(value)
