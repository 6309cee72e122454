"""One unit beside the others of its group."""

from __future__ import annotations

from statistics import median
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ..criteria import CriteriaSet
from ..documents import IndicatorResult
from ..results import Results
from ..text import Language
from .canvas import BLUE, GREY, MUTED, Column, heading, strong, table
from .scene import Areas, Scene, indicators
from .words import label


def profile(
    results: Results,
    unit: str,
    *,
    set: CriteriaSet | None = None,
    areas: Areas = 1,
    stage: str | None = None,
    lang: Language | None = None,
    ax: Axes | None = None,
) -> Axes:
    """A unit by area, beside the others of its group: a dot for each of them, a line at their middle.

    The unit's index of each area is printed, and its points of the maximum. Without groups the others are all units.

    >>> from chamdiem import plot
    >>> results = chamdiem.loads(SET).score(ROUND)
    >>> axes = plot.profile(results, "b")
    >>> [text.get_text() for text in axes.texts if text.get_gid() == "cell"]
    ['100.00', '2 / 2', '0.00', '0 / 3']
    """
    scene = Scene(results, set, lang)
    chosen = results[unit]
    stage = stage or results.final
    shown = scene.areas(areas)
    own = indicators(chosen, stage)
    others = [indicators(one, stage) for one in results if one.group == chosen.group and one.id != unit]
    shown = [area for area in shown if area.id in own]
    ax = table(ax, [label(area.name, 46) for area in shown], above=0.3)
    places = []
    for row, area in enumerate(shown):
        found = [one[area.id].index for one in others if area.id in one]
        group = [float(index) for index in found if index is not None]
        places += group
        ax.axhline(row, color=GREY, alpha=0.2, linewidth=0.8, zorder=0)
        ax.plot(group, [row] * len(group), "o", color=GREY, alpha=0.45, markersize=6, markeredgewidth=0, gid="others")
        if group:
            middle = median(group)
            ax.plot([middle, middle], [row - 0.3, row + 0.3], color=strong(), linewidth=1.6, gid="median")
        index = own[area.id].index
        if index is not None:
            places.append(float(index))
            ax.plot(float(index), row, "D", color=BLUE, markersize=8, markeredgecolor="white", gid="unit")
    low, high = min([*places, 90.0]), max([*places, 100.0])
    ax.set_xlim(low - (high - low) * 0.04, high + (high - low) * 0.04)
    ax.grid(axis="x", alpha=0.25, linewidth=0.6)
    _figures(ax, scene, [own[area.id] for area in shown])
    _key(ax, scene, len(others))
    said = [scene.title, results.period, scene.stage(stage)]
    heading(ax, scene.name(chosen), label(" · ".join(said), 120))
    return ax

def _figures(ax: Axes, scene: Scene, own: list[IndicatorResult]) -> None:
    """The figures of the unit beside the rows."""
    indexes = [scene.index(one.index) if one.index is not None else scene.state(one) for one in own]
    points = [scene.of_maximum(one) for one in own]
    first = Column(ax, 6, max(map(len, indexes)), head=scene.word("index"))
    second = Column(ax, first.end, max(map(len, points)), head=scene.word("points"))
    for row, one in enumerate(own):
        look = {} if one.index is not None else {"alpha": MUTED}
        first.write(row, indexes[row], gid="cell", color=BLUE if one.index is not None else None, fontweight="bold", **look)
        second.write(row, points[row], gid="cell", alpha=MUTED)


def _key(ax: Axes, scene: Scene, others: int) -> None:
    """What the signs mean."""
    signs = [Line2D([], [], marker="D", color=BLUE, linestyle="", markersize=7)]
    words = [scene.word("this_unit")]
    if others:
        signs.append(Line2D([], [], marker="o", color=GREY, alpha=0.6, linestyle="", markersize=6))
        signs.append(Line2D([], [], marker="|", color=strong(), linestyle="", markersize=9, markeredgewidth=1.6))
        words += [scene.word("others", n=others), scene.word("median")]
    look: dict[str, Any] = {"ncols": 3, "frameon": False, "fontsize": 8, "handletextpad": 0.2, "borderpad": 0.2}
    ax.legend(signs, words, loc="lower left", bbox_to_anchor=(0, 1), **look)
