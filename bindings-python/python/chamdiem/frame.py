"""Rounds that come as columns, from any library with the Arrow PyCapsule interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Literal, Protocol

from . import _native
from .text import Language, Text, given, text_of

__all__ = ["Frame", "FrameLike", "Period", "Round"]

#: A period: its id, or ``{"id": "2026-Q1", "kind": "quarter", "from": "2026-01-01", "until": "2026-03-31"}``.
Period = str | Mapping[str, Any]


class FrameLike(Protocol):
    """A frame of pandas, polars, pyarrow, duckdb, or of whatever else gives a stream of Arrow data."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The frame as a capsule."""


class Frame:
    """A round as columns; it stands wherever a round is asked for.

    In the wide form a row is what one party says of one unit at one stage: ``unit``, and optionally ``stage``, ``by``,
    ``at``, ``role``, ``home``, ``name``, ``group`` and ``reason``, say whose row it is; every other column bears the id
    of a fact or of a leaf, or ``leaf/line``, ``points/LEAF``, ``not_applicable/LEAF``, ``class``, ``reason/KEY``. In the
    long form (``form="long"``) a row is one value, in the columns ``key`` and ``value``.

    What is null is not set: missing, or as an earlier stage left it; never 0. Whole numbers and decimals are exact; a
    float stands for the decimal of at most 15 digits that it is nearest to (a float32 of at most 6, or for itself), and
    is refused where there is none. Timestamps without a zone are Vietnamese time. Categories are what they stand for.

    ``columns`` says what a column with another name stands for (``{"Số hồ sơ": "cases"}``), ``ignore`` names columns
    that are not looked at (so is an index of pandas without a name of its own), ``default_stage`` is the stage of rows that name none (without it the first). The columns
    are read once, here, and shared with nobody.

    Raises ``TypeError`` for a column whose type stands for nothing in a round. What is wrong with names and values is
    found when it is scored, with places such as ``/rows/17/cases``, counted from 0.

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
    ) -> None:
        options = given(
            period=dict(period) if isinstance(period, Mapping) else period,
            form=form,
            columns=dict(columns) if isinstance(columns, Mapping) else columns,
            ignore=[*ignore] if ignore is not None and not isinstance(ignore, str) else ignore,
            default_stage=default_stage,
            as_of=as_of,
            calendar=None if calendar is None else text_of(calendar),
        )
        object.__setattr__(self, "_round", _native.FrameRound.of(data, options))
        object.__setattr__(self, "_options", options)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self._round.rows

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Frame cannot be changed")

    def __repr__(self) -> str:
        return f"<Frame of {self.rows} rows>"

    def __reduce__(self) -> tuple[Callable[..., Frame], tuple[int, list[Any], Mapping[str, Any]]]:
        return _again, (self.rows, self._round.columns(), self._options)


def _again(rows: int, columns: list[Any], options: Mapping[str, Any]) -> Frame:
    """A frame as it was pickled."""
    frame = object.__new__(Frame)
    object.__setattr__(frame, "_round", _native.FrameRound.of_columns(rows, columns, {**options}))
    object.__setattr__(frame, "_options", options)
    return frame


#: A round: a document, or columns.
Round = Text | Frame


def round_of(round: Round, lang: Language | None) -> str | bytes | Frame:
    """A round as it is kept."""
    return round if isinstance(round, Frame) else text_of(round, lang)


def native(round: str | bytes | Frame) -> str | bytes | _native.FrameRound:
    """A round as the native side takes it."""
    return round._round if isinstance(round, Frame) else round
