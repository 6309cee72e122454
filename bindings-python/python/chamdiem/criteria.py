"""Criteria sets: one regulation as data, compiled once, used for any number of rounds."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from . import _native
from .diagnostics import Diagnostics
from .documents import Audit, GroupStatistics, Ledger, Outline, RoundTrial, SetComparison
from .frame import Frame, FrameLike, Period, Round, native, round_of
from .frozen import Frozen
from .progress import Progress, told
from .results import Results, Scoring
from .rows import Partial, Rows, Tables, asked, gather, gathered
from .sheet import Sheet
from .text import Language, Text, bytes_of, given, refuse_path, same_type, text_of

__all__ = ["CriteriaSet", "from_dict", "load", "loads", "schema"]

#: How much of each unit comes out of a scoring.
Detail = Literal["totals", "indicators", "ledger"]


def load(
    path: str | os.PathLike[str], *, lang: Language | None = None, limits: Mapping[str, int] | None = None
) -> CriteriaSet:
    """Compiles the criteria set in a JSON file.

    ``lang`` is the language of these messages, and of the page that a notebook shows of the set; what is asked of the
    set later has a ``lang`` of its own. ``limits`` is as in ``loads``. Raises ``ChamdiemError`` with
    all problems of the document at once; ``OSError`` where the file cannot be read, or is written to meanwhile.
    """
    same_type("path", path, (str, os.PathLike), "a str or a path")
    return loads(bytes_of(path), lang=lang, limits=limits)


def loads(
    text: str | bytes, *, lang: Language | None = None, limits: Mapping[str, int] | None = None
) -> CriteriaSet:
    """Compiles a criteria set from its JSON text. Text is never taken for a path.

    ``limits`` says how large the set and rounds for it may be, in place of a limit's own number: ``nodes``, ``units``,
    ``bytes`` and so on, as the documentation of the format lists them. What goes beyond is refused before it costs more.

    Raises ``ChamdiemError`` with all problems of the document at once; ``TypeError`` for what is no text.

    >>> import chamdiem
    >>> chamdiem.loads(SET)
    <CriteriaSet demo, version 1>
    >>> try:
    ...     chamdiem.loads(SET, limits={"nodes": 0})
    ... except chamdiem.ChamdiemError as error:
    ...     print(error.diagnostics[0].message)
    more than 0 indicators
    """
    same_type("text", text, (str, bytes), "str or bytes of JSON")
    refuse_path(text, lang, "chamdiem.load(…)")
    limits = None if limits is None else dict(limits)
    return CriteriaSet(_native.Plan.compile(text, given(lang=lang, limits=limits)), lang, limits)


def from_dict(
    document: Mapping[str, Any], *, lang: Language | None = None, limits: Mapping[str, int] | None = None
) -> CriteriaSet:
    """Compiles a criteria set from dicts and lists; see ``Text`` for what they may hold. ``limits`` is as in ``loads``.

    Raises ``ChamdiemError`` with all problems of the document at once; ``TypeError``, with its place, for an object
    that cannot stand in one.
    """
    same_type("document", document, Mapping, "a dict")
    return loads(_native.write(document, lang), lang=lang, limits=limits)


def schema(document: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a document: ``criteria-set``, ``round``, ``results`` and so on.

    Raises ``KeyError``, which names them all, where there is no such document.

    >>> import chamdiem
    >>> chamdiem.schema("round")["title"]
    'chamdiem round'
    """
    found: dict[str, Any] = json.loads(_native.schema(document))
    return found


class CriteriaSet(Frozen):
    """A compiled criteria set. It never changes, and threads can share it.

    Made by ``load``, ``loads`` or ``from_dict``. Two sets are equal if they say the same.
    """

    __slots__ = ("_lang", "_limits", "_plan")

    _lang: Language | None
    _limits: Mapping[str, int] | None
    _plan: _native.Plan

    def __init__(
        self, plan: _native.Plan, lang: Language | None = None, limits: Mapping[str, int] | None = None, /
    ) -> None:
        same_type("plan", plan, _native.Plan, "what chamdiem.load, loads and from_dict make")
        self._keep(_plan=plan, _lang=lang, _limits=limits)

    @property
    def id(self) -> str:
        """The id of the set."""
        return self._plan.id

    @property
    def version(self) -> str:
        """The version of its text."""
        return self._plan.version

    @property
    def stages(self) -> tuple[str, ...]:
        """The ids of the stages in their order."""
        return tuple(self._plan.stages)

    def title(self, lang: Language | None = None) -> str | None:
        """What the set is called."""
        return self._plan.title(lang)

    @staticmethod
    def schema() -> dict[str, Any]:
        """The JSON Schema of criteria sets."""
        return schema("criteria-set")

    def check(self, *, lang: Language | None = None) -> Diagnostics:
        """What is legal but suspicious in the set: warnings of the compiler, then those of the lint (``lint.…``).

        >>> set = chamdiem.loads(SET)
        >>> [one.code for one in set.check()]
        []
        """
        return Diagnostics.from_json(*self._plan.check(given(lang=lang)))

    def score(
        self,
        round: Round,
        *,
        stage: str | None = None,
        detail: Detail | None = None,
        ledgers: Iterable[str] | None = None,
        lang: Language | None = None,
        as_of: date | str | None = None,
        calendar: Text | None = None,
        tables: Tables | None = None,
        progress: Progress | None = None,
    ) -> Results:
        """Scores a round: JSON text (or a head and a unit a line), a path of a file, dicts and lists, or a ``Frame``.

        ``stage`` is the stage whose result stands instead of the final one. ``detail`` says how much of each unit comes
        out: ``"totals"``, ``"indicators"``, ``"ledger"``. The units that ``ledgers`` names by their ids have a ledger
        whatever ``detail`` says of the others; with ``"ledger"`` these have totals alone. ``as_of`` and ``calendar``
        win over those of the round. ``tables`` gives rows that stand outside of the round. ``progress`` is called now
        and then, and at the end, with the number of units done; ``True`` shows a bar if tqdm is installed.

        Raises ``ChamdiemError`` with every problem of the round at once; nothing is scored in part. Ctrl-C stops it.

        >>> results = chamdiem.loads(SET).score(ROUND)
        >>> results["a"].stages[0].total
        Decimal('5')
        """
        options = given(stage=stage, lang=lang, as_of=as_of, calendar=_text(calendar, lang))
        kept = round_of(round, lang)
        options |= gathered(self, tables, kept, options)
        ledgers = None if ledgers is None else _texts("ledgers", ledgers)
        with told(progress) as tell:
            every = {**options, **given(detail=detail, ledgers=ledgers, progress=tell)}
            results = Results(self._plan.score(native(kept), asked(every)), Scoring(self, kept, options))
            if tell is not None:
                tell(len(results))
        return results

    def score_frame(
        self,
        data: FrameLike,
        *,
        period: Period | None = None,
        form: Literal["wide", "long"] | None = None,
        columns: Mapping[str, str] | None = None,
        ignore: Iterable[str] | None = None,
        default_stage: str | None = None,
        stage: str | None = None,
        detail: Detail | None = None,
        ledgers: Iterable[str] | None = None,
        lang: Language | None = None,
        as_of: date | str | None = None,
        calendar: Text | None = None,
        tables: Tables | None = None,
        progress: Progress | None = None,
    ) -> Results:
        """Scores a round that comes as columns, of pandas, polars, pyarrow, duckdb: ``score(Frame(data, …), …)``.

        See ``Frame`` for what rows and columns are, and ``score`` for the rest. What is wrong with the frame is raised
        as ``ChamdiemError`` with its row and column, all of it at once.

        >>> import pyarrow
        >>> frame = pyarrow.table({"unit": ["a", "b"], "1": ["yes", "no"], "cases": [10, 7], "late": [0, None]})
        >>> results = chamdiem.loads(SET).score_frame(frame, period="2026")
        >>> [(unit.id, unit.state, unit.stages[0].total) for unit in results]
        [('a', 'scored', Decimal('5')), ('b', 'incomplete', Decimal('0'))]
        """
        frame = Frame(
            data,
            period=period,
            form=form,
            columns=columns,
            ignore=ignore,
            default_stage=default_stage,
            as_of=as_of,
            calendar=calendar,
            lang=lang,
        )
        return self.score(
            frame, stage=stage, detail=detail, ledgers=ledgers, lang=lang, tables=tables, progress=progress
        )

    def explain(
        self,
        round: Round,
        unit: str,
        indicator: str | None = None,
        *,
        stage: str | None = None,
        lang: Language | None = None,
        as_of: date | str | None = None,
        calendar: Text | None = None,
        tables: Tables | None = None,
        progress: Progress | None = None,
    ) -> Ledger:
        """The ledger of a unit: the lines that add up to each figure; of one ``indicator`` with what is below it.

        The whole round is scored for it. Raises ``ChamdiemError`` as ``score`` does, and where there is no such unit or
        indicator (``ledger.unknown``).

        >>> ledger = chamdiem.loads(SET).explain(ROUND, "a", lang="vi")
        >>> print(ledger["total"].lines[0].text)
        2 / 2
        """
        options = given(stage=stage, lang=lang, as_of=as_of, calendar=_text(calendar, lang))
        kept = round_of(round, lang)
        scoring = Scoring(self, kept, options | gathered(self, tables, kept, options))
        return scoring.explain(unit, indicator, progress=progress)

    def audit(
        self,
        round: Round,
        *,
        near: Decimal | int | str | None = None,
        stage: str | None = None,
        lang: Language | None = None,
        as_of: date | str | None = None,
        calendar: Text | None = None,
        tables: Tables | None = None,
        progress: Progress | None = None,
    ) -> Audit:
        """How firm the order of a round is: ties, near ties, and what other roundings and readings would change.

        ``near`` is how far two keys may lie apart to be a near tie, a ``Decimal``, an ``int`` or a ``str`` such as
        ``"0.05"``. ``progress`` as in ``score``; the units are counted again for each rounding and reading.

        Raises ``ChamdiemError`` as ``score`` does.
        """
        accepted = "a Decimal, an int or a str such as '0.05'"
        same_type("near", near, (Decimal, int, str, type(None)), accepted)
        near = None if near is None else str(near)
        options = given(stage=stage, near=near, lang=lang, as_of=as_of, calendar=_text(calendar, lang))
        kept = round_of(round, lang)
        options |= gathered(self, tables, kept, options)
        with told(progress) as tell:
            return Audit(json.loads(self._plan.audit(native(kept), asked(options | given(progress=tell)))))

    def sheet(
        self,
        unit: str | Mapping[str, Any],
        *,
        stage: str,
        by: str | None = None,
        at: str | None = None,
        role: str | None = None,
        home: str | None = None,
        period: Period | None = None,
        as_of: date | str | None = None,
        calendar: Text | None = None,
        statistics: GroupStatistics | Text | None = None,
        lang: Language | None = None,
    ) -> Sheet:
        """Opens a live form of a unit at a stage, filled in by a party (without ``by`` the unit itself).

        ``unit`` is its id, or a unit of a round with what was submitted so far; a submission of that stage by that
        party is gone on with. ``statistics`` are the figures of the units that it is compared with. ``lang`` is the
        language of what the form says.

        Raises ``ChamdiemError`` where the unit, the stage or the statistics do not fit the set.
        """
        same_type("unit", unit, (str, Mapping), "an id, a str, or a unit of a round, a dict")
        written = _native.write({"id": unit} if isinstance(unit, str) else unit, lang)
        if isinstance(statistics, GroupStatistics):
            statistics = statistics.to_json()
        options = given(
            stage=stage,
            by=by,
            at=at,
            role=role,
            home=home,
            period=dict(period) if isinstance(period, Mapping) else period,
            as_of=as_of,
            calendar=_text(calendar, lang),
            statistics=_text(statistics, lang),
            lang=lang,
        )
        return Sheet(_native.Sheet.open(self._plan, written, options), lang)

    def statistics(
        self,
        round: Round,
        *,
        stage: str | None = None,
        lang: Language | None = None,
        as_of: date | str | None = None,
        calendar: Text | None = None,
        tables: Tables | None = None,
        progress: Progress | None = None,
    ) -> GroupStatistics:
        """The figures that the units of a round are compared by, so that a live form can be judged against them.

        ``progress`` as in ``score``.

        Raises ``ChamdiemError`` as ``score`` does.
        """
        options = given(stage=stage, lang=lang, as_of=as_of, calendar=_text(calendar, lang))
        kept = round_of(round, lang)
        options |= gathered(self, tables, kept, options)
        with told(progress) as tell:
            return GroupStatistics(
                json.loads(self._plan.statistics(native(kept), asked(options | given(progress=tell))))
            )

    def outline(self, group: str | None = None, *, lang: Language | None = None) -> Outline:
        """Every indicator with its maximum and its effective weight, for the units of a group.

        Raises ``ChamdiemError`` (``group.unknown``) where the set declares groups, and this is none of them.

        >>> [(one.id, one.maximum, one.share) for one in chamdiem.loads(SET).outline()]
        [('1', Fraction(2, 1), Fraction(2, 5)), ('2', Fraction(3, 1), Fraction(3, 5))]
        """
        return Outline(json.loads(self._plan.outline(group, given(lang=lang))))

    def gather(
        self,
        table: str,
        rows: Rows,
        round: Round,
        *,
        columns: Mapping[str, str] | None = None,
        line: str | None = None,
        lang: Language | None = None,
        as_of: date | str | None = None,
        calendar: Text | None = None,
        progress: Progress | None = None,
    ) -> Partial:
        """What rows of a table come to, to be merged and scored with: ``score(round, tables={"cases": partial})``.

        ``round`` is the round, or its head without units. ``columns`` says which column of the table a name in the rows
        is (``{"ma_don_vi": "unit"}``), where that is not what the set says. ``line`` names the column of a frame that says
        at which line of its source a row stands, a whole number from 0 on; without it the first row stands at line 1. A
        row that cannot count is no error: it is counted with its reason and line, and ``Results.tables`` tells of it.
        ``progress`` is called now and then, and at the end, with the number of rows taken.

        Raises ``ChamdiemError`` where the table, the head of the round or the columns of a frame do not fit, and
        ``TypeError`` for what are no rows.
        """
        options = given(line=line, lang=lang, as_of=as_of, calendar=_text(calendar, lang))
        with told(progress, "rows") as tell:
            every = options | given(progress=tell)
            partial = gather(self, table, rows, round_of(round, lang), {} if columns is None else columns, every)
            if tell is not None:
                tell(partial.rows)
        return partial

    def partial(self, bytes: bytes) -> Partial:
        """Reads what ``Partial.to_bytes`` wrote for this criteria set.

        Raises ``ChamdiemError`` for what is damaged (``partial.damaged``) or of another set (``partial.other``).
        """
        return Partial(self, _native.Gathered.from_bytes(self._plan, bytes, {}))

    def compare(self, newer: CriteriaSet, *, lang: Language | None = None) -> SetComparison:
        """What a newer criteria set changes, and whether rounds for this one still fit."""
        same_type("newer", newer, CriteriaSet, "a CriteriaSet")
        return SetComparison(json.loads(self._plan.compare(newer._plan, given(lang=lang))))

    def try_round(
        self,
        newer: CriteriaSet,
        round: Round,
        *,
        lang: Language | None = None,
        as_of: date | str | None = None,
        calendar: Text | None = None,
        tables: Tables | None = None,
        newer_tables: Mapping[str, Partial] | None = None,
        progress: Progress | None = None,
    ) -> RoundTrial:
        """What a newer criteria set makes of a round that was written for this one.

        ``as_of``, ``calendar``, ``tables`` and ``progress`` as in ``score``; the units are counted twice.
        ``newer_tables`` is what the newer set has gathered of the same rows (``newer.gather``): what rows come to
        depends on the set.

        Raises ``ChamdiemError`` where the round does not fit this set either.

        >>> set = chamdiem.loads(SET)
        >>> trial = set.try_round(set, ROUND)
        >>> trial.comparison.unchanged, trial.comparison.units
        (2, ())
        """
        same_type("newer", newer, CriteriaSet, "a CriteriaSet")
        options = given(lang=lang, as_of=as_of, calendar=_text(calendar, lang))
        kept = round_of(round, lang)
        others = gathered(newer, newer_tables, kept, options).get("tables", [])
        options |= gathered(self, tables, kept, options)
        with told(progress) as tell:
            every = asked(options | given(progress=tell))
            return RoundTrial(
                json.loads(
                    self._plan.try_round(newer._plan, native(kept), [partial._gathered for partial in others], every)
                )
            )

    def to_dict(self) -> dict[str, Any]:
        """The set as it is written, as dicts and lists; decimals are texts."""
        found: dict[str, Any] = json.loads(self.to_json())
        return found

    def to_json(self) -> str:
        """The set as it is written, as JSON text; reading it gives an equal set."""
        return self._plan.to_json()

    def _repr_html_(self) -> str:
        from . import html

        return html.criteria(self)

    def __eq__(self, other: object) -> bool:
        return self._plan == other._plan if isinstance(other, CriteriaSet) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.id, self.version))

    def __repr__(self) -> str:
        return _native.visible(f"<CriteriaSet {self.id}, version {self.version}>")

    def __reduce__(self) -> tuple[Callable[..., CriteriaSet], tuple[Any, ...]]:
        return _again, (self.to_json(), self._lang, self._limits)


def _again(text: str, lang: Language | None, limits: Mapping[str, int] | None) -> CriteriaSet:
    """A criteria set as it was pickled."""
    return loads(text, lang=lang, limits=limits)


def _text(document: Text | None, lang: Language | None) -> str | bytes | None:
    return None if document is None else text_of(document, lang)


def _texts(what: str, texts: Iterable[str]) -> list[str]:
    if isinstance(texts, str):
        raise TypeError(f"{what} is a list of str, not one str")
    return list(texts)
