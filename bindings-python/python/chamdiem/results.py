"""What comes out of a round: figures, classes, ranks, and where they came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NoReturn, SupportsIndex, overload

from . import _native
from .diagnostics import Diagnostics
from .document import unknown
from .documents import (
    Diagnostic,
    GroupResult,
    Ledger,
    QuotaResult,
    ResultsComparison,
    TableResult,
    UnitResult,
)
from .frame import Frame, native
from .frozen import Frozen
from .progress import Progress, told
from .rows import asked
from .table import Table
from .text import Language, Text, given, place, same_type, text_of

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from .criteria import CriteriaSet

__all__ = ["Results"]


class Scoring:
    """What results were made of: the criteria set, the round, the options. It can be asked again."""

    __slots__ = ("options", "round", "set")

    def __init__(self, set: CriteriaSet, round: str | bytes | Frame, options: Mapping[str, Any]) -> None:
        self.set = set
        self.round = round
        self.options = options

    def explain(
        self, unit: str, indicator: str | None, *, progress: Progress | None = None, lang: Language | None = None
    ) -> Ledger:
        """The ledger of a unit."""
        same_type("unit", unit, str, "the id of a unit, a str")
        with told(progress) as tell:
            options = asked({**self.options, **given(lang=lang, progress=tell)})
            found = self.set._plan.explain(native(self.round), unit, indicator, options)
        return Ledger(json.loads(found))


# Not a `Sequence`, as a `Table` is none: polars takes its table of units, not a column of objects.
class Results(Frozen):
    """The results of a round: its units in the order of the round; ``results["d1"]`` is one by its id.

    They never change. Two results are equal if they say the same. As a frame they are the table of units:
    ``polars.DataFrame(results)``, ``pyarrow.table(results)``, ``results.to_pandas()``.
    """

    __slots__ = ("_head", "_places", "_scored", "_scoring")

    _head: Mapping[str, Any]
    _places: Mapping[str, int]
    _scored: _native.Scored
    _scoring: Scoring | None

    def __init__(self, scored: _native.Scored, scoring: Scoring | None = None, /) -> None:
        same_type("scored", scored, _native.Scored, "what CriteriaSet.score and Results.loads make")
        self._keep(_scored=scored, _scoring=scoring, _head=json.loads(scored.head()))

    @classmethod
    def loads(cls, document: Text, *, lang: Language | None = None) -> Results:
        """Reads results that were written as JSON, by any face of chamdiem. They have the ledgers that were written.

        Raises ``ChamdiemError`` for what are no results; ``OSError`` where a file, given by its path, cannot be read.
        """
        return cls(_native.Scored.read(text_of(document, lang), None, given(lang=lang)))

    @property
    def criteria_set(self) -> str:
        """The id of the criteria set."""
        return str(self._head["criteria_set"])

    @property
    def version(self) -> str:
        """Its version."""
        return str(self._head["version"])

    @property
    def period(self) -> str:
        """The id of the period."""
        return str(self._head["period"])

    @property
    def final(self) -> str:
        """The stage whose result stands."""
        return str(self._head["final"])

    @property
    def groups(self) -> tuple[GroupResult, ...]:
        """Statistics of each declared group."""
        return tuple(map(GroupResult, self._head.get("groups", ())))

    @property
    def quotas(self) -> tuple[QuotaResult, ...]:
        """What each quota decides about each of its populations."""
        return tuple(map(QuotaResult, self._head.get("quotas", ())))

    @property
    def tables(self) -> tuple[TableResult, ...]:
        """What became of the rows of each table that stands outside of the round."""
        return tuple(map(TableResult, self._head.get("tables", ())))

    @property
    def diagnostics(self) -> Diagnostics:
        """Warnings about the criteria set and the round."""
        return Diagnostics(map(Diagnostic, self._head.get("diagnostics", ())))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the units, in the order of the round."""
        return tuple(self._scored.ids())

    @property
    def _ids(self) -> Mapping[str, int]:
        """The place of each unit by its id, found when it is first asked for: who takes tables never asks."""
        if not hasattr(self, "_places"):
            places = {id: at for at, id in enumerate(self._scored.ids())}
            object.__setattr__(self, "_places", places)
        return self._places

    def explain(
        self,
        unit: str,
        indicator: str | None = None,
        *,
        lang: Language | None = None,
        progress: Progress | None = None,
    ) -> Ledger:
        """The ledger of a unit: the lines that add up to each figure; of one ``indicator`` with what is below it.

        A ledger that came out of the scoring (``detail="ledger"``) is at hand; for another, or another ``lang``, the
        round is scored again, so that who asks for many asks for them at once. ``progress`` as in ``score``.

        Raises ``ChamdiemError`` (``ledger.unknown``) where there is no such unit or indicator, and ``ValueError`` for
        results that were read and have no ledgers.

        >>> results = chamdiem.loads(SET).score(ROUND)
        >>> print(results.explain("a", "1", lang="vi")["1"].lines[0].text)
        có → 2 · a
        """
        same_type("unit", unit, str, "the id of a unit, a str")
        same_type("indicator", indicator, (str, type(None)), "the id of an indicator, a str")
        found = self._scored.ledger(unit, indicator)
        ledger = None if found is None else Ledger(json.loads(found))
        if ledger is not None and lang in (None, ledger.language):
            return ledger
        if self._scoring is None:
            raise ValueError("these results were read, not scored: CriteriaSet.explain explains a unit of a round")
        return self._scoring.explain(unit, indicator, lang=lang, progress=progress)

    def compare(self, newer: Results, *, lang: Language | None = None) -> ResultsComparison:
        """What differs between these results and newer ones, unit by unit."""
        same_type("newer", newer, Results, "Results")
        if self._scoring is None or newer._scoring is None:
            raise ValueError("these results were read, not scored: their criteria sets are not known")
        plans = self._scoring.set._plan, newer._scoring.set._plan
        found = plans[0].compare_results(plans[1], self._scored, newer._scored, given(lang=lang))
        return ResultsComparison(json.loads(found))

    def table(self, name: str) -> Table:
        """A table of these results.

        - ``"units"``: a row for each unit, with its figures at the final stage, its class, its ``rank`` (of a ranking
          with an id of its own ``rank/ID``) and its outputs (``output/ID``), which are figures, days, moments,
          conditions or texts as their formulas say; of results that were read they are texts;
        - ``"stages"``, ``"indicators"``: a row for each stage of a unit, and for each indicator at each stage;
        - ``"ranks"``: a row for each place in a ranking, best first; ``"groups"``: the statistics of groups;
        - ``"adjustments"``, ``"outputs"``, ``"checks"``: a row for each of a unit.

        Raises ``KeyError`` for another name.
        """
        same_type("name", name, str, "the name of a table, a str")
        return Table(self._scored.table(name))

    def ranking(self, id: str | None = None) -> Table:
        """A ranking, best first; without an id the only one, or the first of several.

        Columns: ``rank``, ``of`` how many, ``tied`` with how many others, ``unit``, ``name``, ``group``, ``total``,
        ``maximum``, ``index``, ``class``. Where units are ranked within groups, group after group. Where nobody is
        ranked it has no rows; ``KeyError`` is raised where there is no such ranking.
        """
        return Table(self._scored.ranking(id))

    def adjustments(self) -> Table:
        """What later stages changed: which value of which unit, from what to what, by whom and why."""
        return self.table("adjustments")

    def to_arrow(self) -> pyarrow.Table:
        """The table of units for pyarrow."""
        return self.table("units").to_arrow()

    def to_polars(self) -> polars.DataFrame:
        """The table of units for polars."""
        return self.table("units").to_polars()

    def to_pandas(self, *, figures: Literal["decimal", "float"] = "decimal") -> pandas.DataFrame:
        """The table of units for pandas; see ``Table.to_pandas``."""
        return self.table("units").to_pandas(figures=figures)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table("units").__arrow_c_stream__(requested_schema)

    def to_dict(self) -> dict[str, Any]:
        """The results as dicts and lists, with figures as ``Decimal``."""
        head = {name: self._head[name] for name in ("format", "criteria_set", "version", "period", "final")}
        lists = {
            name: [one.to_dict() for one in getattr(self, name)]
            for name in ("groups", "quotas", "tables", "diagnostics")
        }
        return {
            **head,
            "units": [unit.to_dict() for unit in self],
            **{name: list for name, list in lists.items() if list},
        }

    def to_json(self) -> str:
        """The results as JSON text: the same bytes as from every other face of chamdiem."""
        return self._scored.to_json()

    @overload
    def __getitem__(self, which: SupportsIndex | str) -> UnitResult: ...
    @overload
    def __getitem__(self, which: slice) -> tuple[UnitResult, ...]: ...
    def __getitem__(self, which: SupportsIndex | str | slice) -> UnitResult | tuple[UnitResult, ...]:
        if isinstance(which, slice):
            return tuple(self._unit(at) for at in range(*which.indices(len(self))))
        if isinstance(which, str):
            if which not in self._ids:
                raise KeyError(unknown(which, self.ids))
            return self._unit(self._ids[which])
        return self._unit(range(len(self))[place("a unit's place", which, "its id, an int or a slice")])

    def _unit(self, at: int) -> UnitResult:
        return UnitResult(json.loads(self._scored.unit(at)), self._lang)

    def __len__(self) -> int:
        return len(self._scored)

    def __iter__(self) -> Iterator[UnitResult]:
        return map(self._unit, range(len(self)))

    def __reversed__(self) -> Iterator[UnitResult]:
        return map(self._unit, reversed(range(len(self))))

    def index(self, unit: UnitResult) -> int:
        """The place of a unit; ``ValueError`` where these results have none that says the same."""
        return [*self].index(unit)

    def count(self, unit: UnitResult) -> int:
        """How many units say the same: one or none."""
        return [*self].count(unit)

    def __array__(self, dtype: object = None, copy: bool | None = None) -> NoReturn:
        # Here pandas comes where it is given results in place of a table.
        raise TypeError("results are no array: to_pandas() makes a frame of their units, table(name) has the others")

    def __contains__(self, unit: object) -> bool:
        """Whether there is a unit with this id, or this very unit."""
        return unit in self._ids or any(unit == one for one in self if isinstance(unit, UnitResult))

    @property
    def _lang(self) -> Language | None:
        """The language in which they were scored."""
        return None if self._scoring is None else self._scoring.options.get("lang")

    def _repr_html_(self) -> str:
        from . import html

        return html.results(self)

    def __eq__(self, other: object) -> bool:
        return self._scored == other._scored if isinstance(other, Results) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.criteria_set, self.version, self.period, self.ids))

    def __repr__(self) -> str:
        rejected = [(one.rows - one.counted, one.table) for one in self.tables if one.counted < one.rows]
        told = "".join(f"; {rows} rows of {table} do not count" for rows, table in rejected)
        return _native.visible(
            f"<Results {self.criteria_set}, version {self.version}, period {self.period}: "
            f"{len(self)} units at stage {self.final}{told}>"
        )

    def __reduce__(self) -> tuple[Callable[..., Results], tuple[Any, ...]]:
        scoring = self._scoring
        made_of = None if scoring is None else (scoring.set, scoring.round, scoring.options)
        return _again, (self.to_json(), made_of)


def _again(text: str, made_of: tuple[CriteriaSet, str | bytes | Frame, Mapping[str, Any]] | None) -> Results:
    """Results as they were pickled."""
    plan = None if made_of is None else made_of[0]._plan
    return Results(_native.Scored.read(text, plan, {}), None if made_of is None else Scoring(*made_of))
