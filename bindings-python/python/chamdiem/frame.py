"""Rounds that come as columns, from any library with the Arrow PyCapsule interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Literal, Protocol

from . import _native
from .frozen import Frozen
from .text import Language, Text, given, text_of

__all__ = ["Frame", "FrameLike", "Period", "Round"]

#: A period: its id, or ``{"id": "2026-Q1", "kind": "quarter", "from": "2026-01-01", "until": "2026-03-31"}``.
Period = str | Mapping[str, Any]


class FrameLike(Protocol):
    """A frame of pandas, polars, pyarrow, duckdb, or of whatever else gives a stream of Arrow data."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The frame as a capsule."""


class Frame(Frozen):
    """A round as columns; it stands wherever a round is asked for.

    In the wide form a row is what one party says of one unit at one stage: ``unit``, and optionally ``stage``, ``by``,
    ``at``, ``role``, ``home``, ``name``, ``group`` and ``reason``, say whose row it is; every other column bears the id
    of a fact or of a leaf, or ``leaf/line``, ``points/LEAF``, ``not_applicable/LEAF``, ``class``, ``reason/KEY``. In the
    long form (``form="long"``) a row is one value, in the columns ``key`` and ``value``.

    What is null is not set: missing, or as an earlier stage left it; never 0. Whole numbers and decimals are exact; a
    float stands for the decimal of at most 15 digits that it is nearest to (a float32 of at most 6, or for itself), and
    is refused where there is none. Timestamps without a zone are Vietnamese time. Categories are what they stand for.

    ``period`` is that of the round: its id, or a dict as in a round. ``columns`` says what a column with another name
    stands for (``{"Số hồ sơ": "cases"}``), ``ignore`` names columns that are not looked at and may be of any type (an
    index of pandas without a name of its own is not looked at anyway), ``default_stage`` is the stage of rows that name
    none (without it the first). ``as_of`` is the day on which things are looked at, ``calendar`` says which days are
    worked, as those of a round do. ``lang`` is the language in which a calendar is refused.

    A column that the set knows and the frame lacks is no error: other stages, groups or tables may give what stands in
    it, and a unit that lacks it all the same is ``incomplete`` and names it as ``missing``.

    The columns are read once, here, and shared with nobody. pandas hands them over through pyarrow, which it needs for
    that; polars, pyarrow and duckdb need nothing else. Two frames are equal if they have the same columns with the same
    values, and the same options.

    Raises ``TypeError`` for a column whose type stands for nothing in a round, or that its library cannot hand over;
    ``ImportError`` where pandas has no pyarrow; ``ChamdiemError`` for a calendar that is none. What is wrong with names
    and values is found when it is scored, with places such as ``/rows/17/cases``, counted from 0.

    >>> import pyarrow
    >>> frame = pyarrow.table({"unit": ["a", "b"], "1": [True, False], "cases": [10, 7], "late": [0, 1]})
    >>> set = chamdiem.loads(SET)
    >>> [unit.stages[0].total for unit in set.score(chamdiem.Frame(frame, period="2026"))]
    [Decimal('5'), Decimal('0')]
    """

    __slots__ = ("_options", "_round")

    _options: Mapping[str, Any]
    _round: _native.FrameRound

    def __init__(
        self,
        data: FrameLike,
        *,
        period: Period | None = None,
        form: Literal["wide", "long"] | None = None,
        columns: Mapping[str, str] | None = None,
        ignore: Iterable[str] | None = None,
        default_stage: str | None = None,
        as_of: date | str | None = None,
        calendar: Text | None = None,
        lang: Language | None = None,
    ) -> None:
        ignored = [*ignore] if ignore is not None and not isinstance(ignore, str) else ignore
        if isinstance(ignored, list):
            data, ignored = _without(data, ignored)
        options = given(
            period=dict(period) if isinstance(period, Mapping) else period,
            form=form,
            columns=dict(columns) if isinstance(columns, Mapping) else columns,
            ignore=ignored,
            default_stage=default_stage,
            as_of=as_of,
            calendar=None if calendar is None else text_of(calendar, lang),
        )
        self._keep(_round=_native.FrameRound.of(data, options | given(lang=lang)), _options=options)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self._round.rows

    @property
    def columns(self) -> tuple[str, ...]:
        """What its columns are called, without those that are not looked at."""
        ignored = self._options.get("ignore", ())
        return tuple(name for name in self._round.names if name not in ignored)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Frame):
            return NotImplemented
        if (self.rows, self.columns, self._options) != (other.rows, other.columns, other._options):
            return False
        return self._round is other._round or self._round.columns() == other._round.columns()

    def __hash__(self) -> int:
        return hash((self.rows, self.columns))

    def __repr__(self) -> str:
        return _native.visible(f"<Frame: {self.rows} rows of {', '.join(self.columns)}>")

    def __reduce__(self) -> tuple[Callable[..., Frame], tuple[int, list[Any], Mapping[str, Any]]]:
        return _again, (self.rows, self._round.columns(), self._options)


def _again(rows: int, columns: list[Any], options: Mapping[str, Any]) -> Frame:
    """A frame as it was pickled."""
    frame = object.__new__(Frame)
    frame._keep(_round=_native.FrameRound.of_columns(rows, columns, {**options}), _options=options)
    return frame


def _without(data: Any, ignored: list[Any]) -> tuple[Any, list[Any]]:
    """A frame without the columns that are not looked at, which its library need not be able to hand over.

    With it come the names that are left: those of columns that are not there, and all in frames of other libraries.
    """
    library = type(data).__module__.partition(".")[0]
    if type(data).__name__ != "DataFrame" or library not in ("pandas", "polars"):
        return data, ignored
    there = [isinstance(name, str) and name in ignored for name in data.columns]
    if not any(there):
        return data, ignored
    dropped = {name for name, is_ignored in zip(data.columns, there, strict=True) if is_ignored}
    data = data.drop([*dropped]) if library == "polars" else data.loc[:, [not one for one in there]]
    return data, [name for name in ignored if name not in dropped]


#: A round: a document, or columns.
Round = Text | Frame


def round_of(round: Round, lang: Language | None) -> str | bytes | Frame:
    """A round as it is kept."""
    return round if isinstance(round, Frame) else text_of(round, lang)


def native(round: str | bytes | Frame) -> str | bytes | _native.FrameRound:
    """A round as the native side takes it."""
    return round._round if isinstance(round, Frame) else round
