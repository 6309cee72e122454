"""Units and areas in one grid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ..criteria import CriteriaSet
from ..results import Results
from ..text import Language
from .canvas import MUTED, PLAIN, SEQUENCE, Column, columns, grid, heading, ink
from .scene import Areas, Scene, chosen, indicators
from .words import label


def heatmap(
    results: Results,
    *,
    set: CriteriaSet | None = None,
    areas: Areas = 1,
    stage: str | None = None,
    units: Iterable[str] | None = None,
    lang: Language | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The index of every unit in every area, printed and coloured; the units with the highest index on top.

    ``areas`` is a depth of the tree, or the ids of indicators. ``stage`` is the stage whose figures are shown, by
    default the one whose result stands. A cell without an index says why: ``n/a``, missing, pending. It is empty where
    the area does not exist for the unit.

    >>> from chamdiem import plot
    >>> results = chamdiem.loads(SET).score(ROUND)
    >>> axes = plot.heatmap(results)
    >>> [text.get_text() for text in axes.texts if text.get_gid() == "cell"]
    ['100.00', '100.00', '100.00', '0.00']
    """
    scene = Scene(results, set, lang)
    stage = stage or results.final
    shown = scene.areas(areas)
    order = sorted(chosen(results, units), key=lambda unit: -(unit[stage].index or 0))
    rows = [indicators(unit, stage) for unit in order]
    ax = grid(ax, [scene.name(unit) for unit in order], len(shown))
    shares = np.full((len(rows), len(shown)), np.nan)
    for row, found in enumerate(rows):
        for column, area in enumerate(shown):
            one = found.get(area.id)
            if one is not None and one.index is not None:
                shares[row, column] = float(one.index)
    low = min(90.0, np.floor(np.nanmin(shares, initial=100.0) / 10) * 10)
    edges = np.arange(len(shown) + 1) - 0.5, np.arange(len(rows) + 1) - 0.5
    ax.pcolormesh(*edges, shares, cmap=SEQUENCE, vmin=low, vmax=100, edgecolors="white", linewidth=1.5)
    for row, found in enumerate(rows):
        for column, area in enumerate(shown):
            one = found.get(area.id)
            if one is None:
                continue
            share = (shares[row, column] - low) / (100 - low)
            text = scene.index(one.index) if one.index is not None else scene.state(one)
            look: dict[str, Any] = {"color": ink(SEQUENCE, share), "fontsize": 8} if one.index is not None else {"alpha": MUTED, "fontsize": 7}
            ax.text(column, row, text, ha="center", va="center", gid="cell", **look, **PLAIN)
    columns(ax, [area.name for area in shown])
    printed = [scene.index(unit[stage].index) for unit in order]
    total = Column(ax, 14, max(map(len, printed)), head=scene.word("index"))
    for row, text in enumerate(printed):
        total.write(row, text, fontweight="bold")
    said = [scene.word("index"), results.period, scene.stage(stage), scene.units(len(order))]
    heading(ax, scene.title, label(" · ".join(said), 120))
    return ax
