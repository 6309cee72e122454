"""The ranking of a round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from ..criteria import CriteriaSet
from ..document import named
from ..documents import IndicatorResult, RankResult, StageResult, UnitResult
from ..results import Results
from ..text import Language
from .canvas import GREY, MUTED, PLAIN, SEQUENCE, Column, heading, strong, table
from .scene import Scene, chosen, complete, indicators
from .words import label


@dataclass(frozen=True)
class _Row:
    """A unit, or the head of a group."""

    unit: UnitResult | None
    place: RankResult | None = None
    head: str = ""
    mean: Decimal | None = None


def ranking(
    results: Results,
    *,
    set: CriteriaSet | None = None,
    ranking: str | None = None,
    indicator: str | None = None,
    units: Iterable[str] | None = None,
    lang: Language | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The units by rank, with bars of their index, coloured and named by class; units of equal rank are joined by a line.

    ``ranking`` is the ranking that orders them, by default the first of the set; ``indicator`` shows the index of an
    indicator instead of the unit's. A ranking within groups has a part for each, with the mean of the group as a
    dashed line. Units without a rank stand at the end of theirs, with the reason.

    >>> from chamdiem import plot
    >>> results = chamdiem.loads(SET).score(ROUND)
    >>> axes = plot.ranking(results, lang="vi")
    >>> [text.get_text() for text in axes.get_yticklabels()]
    ['a', 'b']
    """
    scene = Scene(results, set, lang)
    asked = scene.ranking(ranking)
    shown = chosen(results, units)
    rows = _rows(scene, asked, shown)
    said = [_said(scene, row) for row in rows]
    # Long classes shall not take the room of the bars.
    width = 9.5 + 0.06 * max(0, max(map(len, said)) - 16)
    ax = table(ax, [scene.name(row.unit) if row.unit else row.head for row in rows], width=width)
    of = [None if row.unit is None else _shown(scene, row.unit, indicator) for row in rows]
    figures = [None if one is None else one.index for one in of]
    _bars(ax, scene, rows, figures)
    printed = [scene.index(row.mean if row.unit is None else value) for row, value in zip(rows, figures, strict=True)]
    points = ["" if one is None else scene.of_maximum(one) for one in of]
    values = Column(ax, 14, max(map(len, printed)), head=scene.word("index"))
    totals = Column(ax, values.end, max(map(len, points)), head=scene.word("points"))
    words = Column(ax, totals.end, 12, words=True)
    for at, row in enumerate(rows):
        values.write(at, printed[at], gid="figure", alpha=MUTED if row.place is None else None)
        totals.write(at, points[at], gid="points", alpha=MUTED)
        words.write(at, said[at], gid="said", alpha=MUTED, fontsize=8)
        if row.unit is None:
            ax.get_yticklabels()[at].set_fontweight("bold")
    _places(ax, scene, rows)
    what = scene.word("index")
    if indicator is not None:
        (area,) = scene.areas([indicator])
        what = label(f"{area.name}: {what}", 60)
    title = scene.word("rank") if asked is None else scene.titled(scene.rankings()[asked], scene.word("rank"))
    of_what = [title, what, results.period, scene.stage(results.final), scene.units(len(shown))]
    heading(ax, scene.title, label(" · ".join(of_what), 120))
    return ax


def _rows(scene: Scene, asked: str | None, units: list[UnitResult]) -> list[_Row]:
    """The units as the ranking orders them, group by group where it does so."""

    def order(row: _Row) -> tuple[bool, bool, Decimal]:
        assert row.unit is not None
        if row.place is not None:
            return False, False, row.place.rank
        index = _final(scene, row.unit)
        return asked is not None, index is None, -(index or Decimal())

    rows = sorted((_Row(unit, scene.place(unit, asked)) for unit in units), key=order)
    if asked is None or scene.rankings()[asked].get("within") != "group":
        return rows
    means = {group.id: group.mean for group in scene.results.groups}
    parts: list[_Row] = []
    for group in dict.fromkeys(unit.group for unit in units):
        parts.append(_Row(None, head=scene.group(group), mean=means.get(group or "")))
        parts += [row for row in rows if row.unit is not None and row.unit.group == group]
    return parts


def _final(scene: Scene, unit: UnitResult) -> Decimal | None:
    return unit[scene.results.final].index


def _shown(scene: Scene, unit: UnitResult, indicator: str | None) -> StageResult | IndicatorResult | None:
    """What the bar of a unit stands for."""
    final = unit[scene.results.final]
    return final if indicator is None else indicators(unit, scene.results.final).get(indicator)


def _bars(ax: Axes, scene: Scene, rows: Sequence[_Row], figures: Sequence[Decimal | None]) -> None:
    lengths = [float(value or 0) for value in figures]
    for at, row in enumerate(rows):
        if row.unit is not None and row.place is None and scene.rankings():
            ax.barh(at, lengths[at], height=0.7, facecolor="none", edgecolor=GREY, hatch="////", linewidth=0.6)
        elif row.unit is not None:
            ax.barh(at, lengths[at], height=0.7, color=_colour(scene, row.unit))
    ax.set_xlim(min(0.0, *lengths, 0.0), max(100.0, *lengths))
    if ax.get_xlim() == (0, 100):
        ax.set_xticks(range(0, 101, 20))
    ax.grid(axis="x", alpha=0.25, linewidth=0.6)
    ax.set_axisbelow(True)
    start = None
    for at, row in enumerate([*rows, _Row(None)]):
        if row.unit is None:
            if start is not None and rows[start].mean is not None:
                mean = float(rows[start].mean or 0)
                ax.plot([mean, mean], [start - 0.1, at - 0.5], color=strong(), linewidth=1, linestyle=(0, (3, 2)), gid="mean")
            start = at


def _colour(scene: Scene, unit: UnitResult) -> tuple[float, float, float, float]:
    classes = list(scene.classes(unit.group))
    if unit.class_ not in classes:
        return SEQUENCE(0.7)
    return SEQUENCE(1 - 0.85 * classes.index(unit.class_) / max(1, len(classes) - 1))


def _said(scene: Scene, row: _Row) -> str:
    """The class of a unit, or why it has no place; of the head of a group what its figure is."""
    unit = row.unit
    if unit is None:
        return scene.word("mean") if row.mean is not None else ""
    classes = scene.classes(unit.group)
    if unit.state == "not_rated":
        return scene.word("not_rated")
    if not complete(named(unit.stages, "stage", scene.results.final)):
        return scene.word("incomplete")
    said = [] if unit.class_ is None else [classes.get(unit.class_, unit.class_)]
    if unit.class_before is not None:
        said.append(f"({scene.word('by_figure')}: {classes.get(unit.class_before, unit.class_before)})")
    if row.place is None and scene.rankings():
        said.append(scene.word("unranked"))
    return " ".join(said)


def _places(ax: Axes, scene: Scene, rows: Sequence[_Row]) -> None:
    """The ranks between names and bars, with a line along units of equal rank."""
    ranks = [None if row.place is None else scene.figure(row.place.rank) for row in rows]
    ax.tick_params(axis="y", pad=16 + 6.4 * max([0, *(len(rank) for rank in ranks if rank)]))
    beside: dict[str, Any] = {"xycoords": ax.get_yaxis_transform(), "textcoords": "offset points", "annotation_clip": False}
    for at, rank in enumerate(ranks):
        if rank:
            ax.annotate(rank, (0, at), xytext=(-9, 0), ha="right", va="center", gid="rank", fontsize=9, fontweight="bold", **beside, **PLAIN)
    left = ax.get_yaxis_transform() + ScaledTranslation(-4 / 72, 0, ax.figure.dpi_scale_trans)
    first = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or not _equal(rows[at - 1], rows[at]):
            if at - first > 1:
                ax.plot([0, 0], [first - 0.32, at - 0.68], color=strong(), linewidth=2, transform=left, clip_on=False, gid="tie")
            first = at


def _equal(one: _Row, other: _Row) -> bool:
    if one.place is None or other.place is None or other.unit is None or not one.place.tied:
        return False
    # Where equal units stand in the order of their ids, each has a rank of its own.
    return one.place.rank == other.place.rank or other.unit.id in one.place.tied_with
