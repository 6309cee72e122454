"""How every picture looks: its rows and columns, colours that everybody tells apart, texts that are only texts."""

from __future__ import annotations

from collections.abc import Sequence
import math
from functools import partial
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from ..text import same_type
from .words import wrapped

#: Colours of Okabe and Ito, told apart with every kind of colour vision.
BLUE, VERMILION, GREY = "#0072B2", "#D55E00", "#8C8C8C"

#: From few points to many.
SEQUENCE: Colormap = LinearSegmentedColormap.from_list("points", ["#FFF7E0", "#A9D3E5", "#3E8FC0", "#0B4A82"])

#: From lowered to raised.
DIVERGING: Colormap = LinearSegmentedColormap.from_list("change", [VERMILION, "#F3C3A0", "#FFFFFF", "#9CCAE4", BLUE])

#: How strong a text beside the main ones is.
MUTED = 0.65

# Inches of a row, and of what is above and below the rows.
_ROW, _AROUND = 0.27, 1.15

# Grids with more columns have narrow ones.
_FEW = 8

# Leaves some space around everything.
_LAYOUT = partial(ConstrainedLayoutEngine, w_pad=0.12, h_pad=0.08)

# Points of one sign of a figure.
_SIGN = 5.6

#: A text that is taken as it is, whatever signs it has.
PLAIN: dict[str, Any] = {"parse_math": False, "usetex": False}


def table(ax: Axes | None, names: Sequence[str], *, width: float = 9.5, above: float = 0.0) -> Axes:
    """Axes with a row for each name, the first on top."""
    same_type("ax", ax, (Axes, type(None)), "the Axes to draw on")
    if ax is None:
        figure = plt.figure(figsize=(width, _ROW * len(names) + _AROUND + above), layout=_LAYOUT())
        ax = figure.add_subplot()
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_yticks(range(len(names)))
    ax.set_yticklabels(names, fontsize=9, **PLAIN)
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_alpha(0.4)
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10]))
    ax.tick_params(axis="x", labelsize=8, color=GREY)
    return ax


def grid(ax: Axes | None, names: Sequence[str], count: int) -> Axes:
    """Axes with a row for each name and so many columns."""
    return table(ax, names, width=max(7.0, 4.6 + (0.75 if count > _FEW else 0.95) * count), above=0.55)


def heading(ax: Axes, title: str, below: str) -> None:
    """What the picture is called, and in a line below what it is of."""
    figure = ax.figure
    title = wrapped(title, max(30, int(figure.bbox.width / figure.dpi * 8.2)), 3)
    if not isinstance(figure, Figure) or len(figure.axes) > 1:
        ax.set_title(f"{title}\n{below}", loc="left", fontsize=10, **PLAIN)
        return
    # An empty line keeps the place of the line below.
    above = figure.suptitle(f"{title}\n", x=0.012, ha="left", fontsize=12, fontweight="bold", linespacing=1.35, **PLAIN)
    line = ax.annotate(
        below, (0, 0), xycoords=above, va="bottom", fontsize=9, alpha=MUTED, annotation_clip=False, **PLAIN
    )
    line.set_in_layout(False)


class Column:
    """Texts beside the rows, right of the axes: figures end at one line, words begin at one."""

    def __init__(self, ax: Axes, start: float, signs: int, *, words: bool = False, head: str = "") -> None:
        # Heads are written smaller.
        signs = max(signs, math.ceil(len(head) * 0.9))
        self._ax = ax
        self._words = words
        self._at = start if words else start + signs * _SIGN
        #: Where the next column may begin, in points right of the axes.
        self.end = start + signs * _SIGN + 10
        if head:
            text = self.write(-0.5, head, alpha=MUTED, fontsize=8)
            text.set_verticalalignment("bottom")

    def write(self, row: float, text: str, **look: Any) -> Text:
        """Writes a text beside a row."""
        return self._ax.annotate(
            text,
            (1, row),
            xycoords=self._ax.get_yaxis_transform(),
            xytext=(self._at, 0),
            textcoords="offset points",
            ha="left" if self._words else "right",
            va="center",
            annotation_clip=False,
            **{"fontsize": 9, **look},
            **PLAIN,
        )


def columns(ax: Axes, titles: Sequence[str]) -> None:
    """Names the columns of a grid on top."""
    ax.xaxis.tick_top()
    ax.set_xlim(-0.5, len(titles) - 0.5)
    ax.set_xticks(range(len(titles)))
    narrow = len(titles) > _FEW
    texts = [wrapped(title, 13 if narrow else 15, 5) for title in titles]
    ax.set_xticklabels(texts, fontsize=7 if narrow else 8, **PLAIN)
    ax.tick_params(axis="x", length=0)
    ax.spines["bottom"].set_visible(False)


def strong() -> str:
    """The colour of lines that are looked at first: that of texts, on light ground and on dark."""
    colour: str = mpl.rcParams["text.color"]
    return colour


def ink(map: Colormap, share: float) -> str:
    """Black or white: what is read on a colour of a map."""
    red, green, blue, _ = map(min(1.0, max(0.0, share)))
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.55 else "white"
