"""Draws the bars of a race: plot.py OUTPUT.svg reads what report.picture made from standard input."""

import json
import sys
import textwrap

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "chamdiem"
matplotlib.rcParams["font.family"] = "DejaVu Sans"
import matplotlib.pyplot as plt  # noqa: E402: the backend is chosen before
from matplotlib.patches import Patch  # noqa: E402
from matplotlib.ticker import NullLocator  # noqa: E402

OWN, WRONG, RIGHT = "#1f6f8b", "#c8553d", "#8a8f98"


def told(seconds):
    return f"{seconds:.3g} s" if seconds >= 1 else f"{1e3 * seconds:.3g} ms"


def main():
    given = json.load(sys.stdin)
    bars = sorted(given["bars"], key=lambda bar: bar["seconds"])
    figure, axes = plt.subplots(figsize=(10, 1.4 + 0.36 * len(bars)), layout="constrained")
    for at, bar in enumerate(bars):
        colour = OWN if bar["own"] else WRONG if "wrong" in bar["remark"] else RIGHT
        middle, low, high = bar["seconds"], bar["low"], bar["high"]
        axes.barh(at, middle, color=colour, height=0.68)
        axes.errorbar(middle, at, xerr=[[middle - low], [high - middle]], color="#333333", capsize=2, linewidth=1)
        remark = f"   {bar['remark']}" if bar["remark"] else ""
        axes.annotate(told(middle) + remark, (high, at), xytext=(6, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_yticks(range(len(bars)), [bar["name"] for bar in bars], fontsize=9)
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlim(min(bar["low"] for bar in bars) / 2, max(bar["high"] for bar in bars) * 3)
    axes.xaxis.set_major_formatter(lambda seconds, _: told(seconds))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlabel("median and spread; each step of the axis is ten times the one before", fontsize=8)
    if any(bar["remark"] for bar in bars):
        kinds = [("chamdiem", OWN), ("wrong figures", WRONG), ("the same figures as chamdiem", RIGHT)]
        patches = [Patch(color=colour, label=kind) for kind, colour in kinds]
        figure.legend(handles=patches, fontsize=8, frameon=False, loc="outside lower center", ncols=3)
    axes.set_title("\n".join(textwrap.wrap(given["title"], 90)), fontsize=10, loc="left")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.savefig(sys.argv[1], bbox_inches="tight", metadata={"Date": None})


if __name__ == "__main__":
    main()
