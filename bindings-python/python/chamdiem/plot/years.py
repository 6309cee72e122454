"""Two results of the same units: what moved from one year to the next."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from matplotlib.axes import Axes

from ..criteria import CriteriaSet
from ..documents import UnitResult
from ..results import Results
from ..text import Language, same_type
from .canvas import BLUE, GREY, MUTED, VERMILION, Column, heading, table
from .scene import Scene, chosen
from .words import difference, label


def change(
    old: Results,
    new: Results,
    *,
    set: CriteriaSet | None = None,
    ranking: str | None = None,
    units: Iterable[str] | None = None,
    lang: Language | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The index of each unit in older and newer results, with the difference and the ranks; the highest new one on top.

    A circle is the old index, a triangle the new one: it points to where the unit moved, blue up and orange down.
    ``set`` is the criteria set of the newer results; the older ones may be of another. Units that only one side has
    stand at the end. ``ranking`` is the one whose ranks are printed, by default the first of the set.

    >>> from chamdiem import plot
    >>> results = chamdiem.loads(SET).score(ROUND)
    >>> axes = plot.change(results, results)
    >>> [text.get_text() for text in axes.texts if text.get_gid() == "difference"]
    ['0.00', '0.00']
    """
    same_type("old", old, Results, "Results")
    scene = Scene(new, set, lang)
    asked = scene.ranking(ranking)
    befores = {unit.id: unit for unit in chosen(old, units, some=True)}
    afters = {unit.id: unit for unit in chosen(new, units, some=True)}
    ids = sorted(dict.fromkeys((*afters, *befores)), key=lambda id: _order(scene, befores.get(id), afters.get(id)))
    pairs = [(befores.get(id), afters.get(id)) for id in ids]
    ax = table(ax, [scene.name(befores[id] if id not in afters else afters[id]) for id in ids], above=0.3)
    sides = [(_index(old, before), _index(new, after)) for before, after in pairs]
    _moves(ax, sides)
    periods = [f"{sign} {label(one.period, 18)}" for sign, one in (("○", old), ("▶", new))]
    start = 6.0
    for side in (0, 1):
        texts = [scene.index(pair[side]) for pair in sides]
        column = Column(ax, start, max(map(len, texts)), head=periods[side])
        start = column.end
        for row, text in enumerate(texts):
            column.write(row, text, gid=("old", "new")[side], alpha=None if side else MUTED)
    moved = Column(ax, start, 8, head=scene.word("difference"))
    ranks = Column(ax, moved.end, 9, head=scene.word("rank")) if asked is not None else None
    for row, (before, after) in enumerate(pairs):
        was, now = sides[row]
        if was is not None and now is not None:
            by = difference(was, now)
            moved.write(row, scene.index(by, signed=True), gid="difference", color=_colour(by), fontweight="bold")
        elif before is None or after is None:
            moved.write(row, scene.word("new_only" if before is None else "old_only"), gid="difference", alpha=MUTED, fontsize=8)
        if ranks is not None and asked is not None and before is not None and after is not None:
            places = [scene.figure(place.rank) if place else "–" for place in (scene.place(before, asked), scene.place(after, asked))]
            ranks.write(row, " → ".join(places), gid="ranks", alpha=MUTED)
    said = [scene.word("index"), f"{old.period} → {new.period}", scene.stage(new.final), scene.units(len(ids))]
    heading(ax, scene.title, label(" · ".join(said), 120))
    return ax


def _index(results: Results, unit: UnitResult | None) -> Decimal | None:
    return None if unit is None else unit[results.final].index


def _order(scene: Scene, before: UnitResult | None, after: UnitResult | None) -> tuple[bool, bool, Decimal]:
    index = _index(scene.results, after)
    return after is None, before is None, -(index or Decimal())


def _colour(by: Decimal) -> str:
    return BLUE if by > 0 else VERMILION if by < 0 else GREY


def _moves(ax: Axes, sides: list[tuple[Decimal | None, Decimal | None]]) -> None:
    """A line from each old index to the new one."""
    for row, (was, now) in enumerate(sides):
        by = Decimal() if was is None or now is None else difference(was, now)
        colour = _colour(by)
        if was is not None and now is not None:
            ax.plot([float(was), float(now)], [row, row], color=colour, linewidth=2.2, alpha=0.55, solid_capstyle="butt")
        if was is not None:
            ax.plot(float(was), row, "o", color="white", markeredgecolor=GREY, markersize=6, markeredgewidth=1.4)
        if now is not None:
            ax.plot(float(now), row, ">" if by > 0 else "<" if by < 0 else "o", color=colour, markersize=8, markeredgecolor="white")
    figures = [float(one) for pair in sides for one in pair if one is not None] or [0.0, 100.0]
    space = max(1.0, (max(figures) - min(figures)) * 0.05)
    ax.set_xlim(min(figures) - space, max(figures) + space)
    ax.grid(axis="both", alpha=0.25, linewidth=0.6)
    ax.set_axisbelow(True)
