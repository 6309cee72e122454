"""What one stage made of another: who was lowered, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import numpy as np
from matplotlib.axes import Axes

from ..criteria import CriteriaSet
from ..document import unknown
from ..documents import UnitResult
from ..results import Results
from ..text import Language, same_type
from .canvas import DIVERGING, MUTED, PLAIN, Column, columns, grid, heading, ink
from .scene import Area, Areas, Scene, chosen, indicators
from .words import difference, label


def appraisal(
    results: Results,
    *,
    set: CriteriaSet | None = None,
    stages: tuple[str, str] | None = None,
    areas: Areas = 1,
    units: Iterable[str] | None = None,
    lang: Language | None = None,
    ax: Axes | None = None,
) -> Axes:
    """How many points a later stage changed, by unit and area: lowered ones orange, raised ones blue; who lost most on top.

    ``stages`` are the two that are compared, by default the first and the one whose result stands. Only points that
    both stages have are compared: an area that has none at one of them, as it is closed to the self-score, is opened
    into those below it. Beside the rows stand the totals; ``*`` marks points so far of a stage that is not complete.
    """
    scene = Scene(results, set, lang)
    chosen_units = chosen(results, units)
    old, new = _stages(stages, scene, results)
    changes = {unit.id: _changes(unit, old, new) for unit in chosen_units}
    asked = [*scene.areas(areas), *(scene.sections() if isinstance(areas, int) else ())]
    shown = [one for area in asked for one in _comparable(area, list(changes.values()))]
    if not shown:
        raise ValueError(f"no indicator has points at both stages {old!r} and {new!r}")
    sums = {id: sum(found.get(area.id, Decimal()) for area in shown) for id, found in changes.items()}
    order = sorted(chosen_units, key=lambda unit: sums[unit.id])
    ax = grid(ax, [scene.name(unit) for unit in order], len(shown))
    shares = np.zeros((len(order), len(shown)))
    for row, unit in enumerate(order):
        for column, area in enumerate(shown):
            shares[row, column] = float(changes[unit.id].get(area.id, 0))
    most = float(np.abs(shares).max()) or 1.0
    edges = np.arange(len(shown) + 1) - 0.5, np.arange(len(order) + 1) - 0.5
    ax.pcolormesh(*edges, shares, cmap=DIVERGING, vmin=-most, vmax=most, edgecolors="0.88", linewidth=0.8)
    for row, unit in enumerate(order):
        for column, area in enumerate(shown):
            change = changes[unit.id].get(area.id)
            if change:
                colour = ink(DIVERGING, (float(change) / most + 1) / 2)
                text = scene.figure(change, signed=True)
                ax.text(column, row, text, ha="center", va="center", fontsize=8, gid="cell", color=colour, **PLAIN)
    columns(ax, [area.name for area in shown])
    _totals(ax, scene, order, old, new)
    what = scene.word("points_changed", old=scene.stage(old), new=scene.stage(new))
    heading(ax, scene.title, label(f"{what} · {results.period} · {scene.units(len(order))}", 120))
    return ax


def _stages(stages: tuple[str, str] | None, scene: Scene, results: Results) -> tuple[str, str]:
    """The two stages that are compared, by default the first and the one whose result stands."""
    if stages is None:
        if scene.stages[0] == results.final:
            raise ValueError(f"an appraisal compares two stages, and these results have one: {results.final!r}")
        return scene.stages[0], results.final
    same_type("stages", stages, (tuple, list), "a pair of ids of stages")
    for id in stages:
        if id not in scene.stages:
            raise KeyError(unknown(id, scene.stages))
    if len(stages) != _PAIR or stages[0] == stages[1]:
        raise ValueError(f"stages are the two that are compared, not {', '.join(map(repr, stages))}")
    return stages


# How many stages are compared.
_PAIR = 2


def _changes(unit: UnitResult, old: str, new: str) -> dict[str, Decimal]:
    """The differences of the points that both stages have."""
    before, after = indicators(unit, old), indicators(unit, new)
    both = {id: (before[id], one) for id, one in after.items() if id in before}
    return {
        id: difference(was.points, now.points)
        for id, (was, now) in both.items()
        if was.points is not None and now.points is not None and {was.state, now.state} <= {"scored", "informative"}
    }


def _comparable(area: Area, changes: list[dict[str, Decimal]]) -> Iterator[Area]:
    """The area where every unit that has something of it has its points at both stages; else what is below it."""
    below = {one.id for one in area.all()}
    if all(area.id in found for found in changes if below & found.keys()):
        if any(area.id in found for found in changes):
            yield area
    else:
        for one in area.below:
            yield from _comparable(one, changes)


def _totals(ax: Axes, scene: Scene, order: list[UnitResult], old: str, new: str) -> None:
    """The totals of both stages beside the rows."""
    open = False
    start = 14.0
    for stage in (old, new):
        figures = []
        for unit in order:
            found = unit[stage]
            so_far = found.state == "incomplete"
            open = open or so_far
            figures.append(("*" if so_far else "") + scene.figure(found.total))
        head = label(scene.stage(stage), 16)
        column = Column(ax, start, max(map(len, figures)), head=head)
        start = column.end
        for row, text in enumerate(figures):
            column.write(row, text, gid="total", alpha=MUTED if text.startswith("*") else None)
    if open:
        ax.annotate(scene.word("so_far"), (0, 0), xycoords="axes fraction", xytext=(0, -8), textcoords="offset points",
                    va="top", fontsize=8, alpha=MUTED, **PLAIN)
