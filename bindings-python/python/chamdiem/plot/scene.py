"""What pictures are drawn of: results, with the titles and the order of their criteria set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..criteria import CriteriaSet
from ..document import unknown
from ..documents import IndicatorResult, RankResult, StageResult, UnitResult
from ..results import Results
from ..text import Language, same_type
from .words import Word, figure, label, word

#: Which indicators: those at a depth of the tree (1 is its top), or those with these ids.
Areas = int | Iterable[str]

#: The most units that a picture can show so that somebody can read it.
MOST = 400


@dataclass(frozen=True)
class Area:
    """An indicator: its id, its title, what is below it."""

    id: str
    title: str
    below: tuple[Area, ...] = ()
    beside: bool = False

    @property
    def name(self) -> str:
        """Its id and its title; of what stands beside the tree the title."""
        return self.title if self.beside else f"{self.id}  {self.title}"

    def at(self, depth: int) -> Iterator[Area]:
        """What stands so deep; leaves above it stand for themselves."""
        if depth <= 1 or not self.below:
            yield self
        else:
            for area in self.below:
                yield from area.at(depth - 1)

    def all(self) -> Iterator[Area]:
        """This one and all below it."""
        yield self
        for area in self.below:
            yield from area.all()


class Scene:
    """Results with the titles of their criteria set in a language."""

    def __init__(self, results: Results, set: CriteriaSet | None, lang: Language | None) -> None:
        same_type("results", results, Results, "Results")
        if set is None:
            if results._scoring is None:
                raise ValueError("these results were read, not scored: give their criteria set as set=")
            set = results._scoring.set
        same_type("set", set, CriteriaSet, "a CriteriaSet")
        if set.id != results.criteria_set:
            raise ValueError(f"the results are of the criteria set {results.criteria_set!r}, not of {set.id!r}")
        self.results = results
        self.lang: Language = lang or "en"
        self.title = label(set.title(self.lang) or "", 160) or set.id
        self._written = set.to_dict()
        self._stages = set.stages
        self.index_digits: int = self._written["rounding"]["index"].get("digits", 0)

    def word(self, of: Word, **parts: object) -> str:
        """A word in the language of the picture."""
        return word(of, self.lang, **parts)

    def units(self, n: int) -> str:
        """So many units."""
        return self.word("one_unit") if n == 1 else self.word("units", n=n)

    def index(self, value: Decimal | None, *, signed: bool = False) -> str:
        """An index as it is printed."""
        return figure(value, self.lang, self.index_digits, signed=signed)

    def figure(self, value: Decimal | None, *, signed: bool = False) -> str:
        """Any other figure as it is printed."""
        return figure(value, self.lang, signed=signed)

    def state(self, one: IndicatorResult) -> str:
        """Why an indicator has no index."""
        if one.state == "scored" or one.state == "informative":
            return self.figure(one.points)
        return self.word(one.state)

    def of_maximum(self, one: IndicatorResult | StageResult) -> str:
        """Points and what they are of."""
        points = one.total if isinstance(one, StageResult) else one.points
        if points is None:
            return ""
        return self.figure(points) + (f" / {self.figure(one.maximum)}" if one.maximum is not None else "")

    def name(self, unit: UnitResult) -> str:
        """What a unit is called."""
        return label(unit.name or "") or label(unit.id)

    @property
    def stages(self) -> tuple[str, ...]:
        """The ids of the stages in their order."""
        return self._stages

    def stage(self, id: str) -> str:
        """What a stage is called."""
        return self._named("stages", id)

    def group(self, id: str | None) -> str:
        """What a group is called."""
        return "" if id is None else self._named("groups", id)

    def _named(self, list: str, id: str) -> str:
        found = [one for one in self._written.get(list) or () if one["id"] == id]
        return label(self.titled(found[0], id) if found else id)

    def titled(self, member: Mapping[str, Any], otherwise: str) -> str:
        """The title of a member of the set."""
        title = member.get("title")
        if isinstance(title, dict):
            title = title.get(self.lang) or title.get("vi") or title.get("en")
        return label(title or "", 80) or otherwise

    def classes(self, group: str | None) -> dict[str, str]:
        """The titles of the classes by their ids, best first."""
        bands = (self._written.get("classes") or {}).get("bands") or []
        if isinstance(bands, dict):
            bands = bands.get(group, [])
        return {band["id"]: label(self.titled(band, band["id"]), 28) for band in bands}

    def rankings(self) -> dict[str, dict[str, Any]]:
        """The rankings of the set by their ids."""
        found = self._written.get("ranking")
        # A ranking may be empty: everything about it has a default.
        listed = [] if found is None else [found] if isinstance(found, dict) else found
        return {one.get("id") or "rank": one for one in listed}

    def ranking(self, asked: str | None) -> str | None:
        """The ranking that was asked for, or the first one."""
        known = self.rankings()
        if asked is not None and asked not in known:
            raise KeyError(unknown(asked, list(known)))
        return asked or next(iter(known), None)

    def place(self, unit: UnitResult, ranking: str | None) -> RankResult | None:
        """The place of a unit in a ranking."""
        return next((place for place in unit.ranks if place.ranking == ranking), None)

    def tree(self) -> tuple[Area, ...]:
        """The top of the tree."""

        def area(member: Any) -> Area:
            return Area(member["id"], self.titled(member, ""), tuple(map(area, member.get("children") or ())))

        return tuple(map(area, self._written["tree"]))

    def sections(self) -> tuple[Area, ...]:
        """What stands beside the tree."""
        titles = {"bonus": ("Bonus", "Điểm thưởng"), "penalty": ("Penalty", "Điểm trừ")}
        return tuple(
            Area(id, titles[id][self.lang == "vi"], beside=True) for id in titles if (self._written.get(id) or {}).get("items")
        )

    def areas(self, asked: Areas) -> list[Area]:
        """The indicators that were asked for."""
        if isinstance(asked, bool) or not isinstance(asked, (int, Iterable)) or isinstance(asked, str):
            raise TypeError(f"areas is a depth of the tree or a list of ids, not {type(asked).__name__}")
        if isinstance(asked, int):
            if asked < 1:
                raise ValueError(f"areas is a depth of the tree from 1, not {asked}")
            return [area for top in self.tree() for area in top.at(asked)]
        known = {area.id: area for top in (*self.tree(), *self.sections()) for area in top.all()}
        ids = list(asked)
        for id in ids:
            if id not in known:
                raise KeyError(unknown(id, list(known)))
        return [known[id] for id in ids]


def chosen(results: Results, units: Iterable[str] | None, *, some: bool = False) -> list[UnitResult]:
    """The units that were asked for, by default all; with ``some`` only those of them that are there."""
    same_type("units", units, (Iterable, type(None)), "a list of ids")
    if isinstance(units, str):
        raise TypeError("units is a list of ids, not one str")
    ids = results.ids if units is None else [id for id in units if not some or id in results]
    if len(ids) > MOST:
        raise ValueError(f"nobody can read a picture of {len(ids)} units: choose at most {MOST} with units=[…]")
    if not ids and not some:
        raise ValueError("there is no unit to draw")
    return [results[id] for id in ids]


def indicators(unit: UnitResult, stage: str) -> dict[str, IndicatorResult]:
    """The indicators of a unit at a stage by their ids."""
    found = {one.id: one for one in unit[stage].indicators}
    if not found:
        raise ValueError('the results have no indicators: score with detail="indicators"')
    return found


def complete(stage: StageResult) -> bool:
    """Whether the figures of a stage are all there."""
    return stage.state in ("scored", "inherited")
