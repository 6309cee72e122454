"""numpy: the leaves of one kind as one matrix. Rounding is the question, so the recipes in use stand beside each other."""

import numpy as np

from answers import write_columns
from communes import arrays
from communes.rules import CLASSES, FIRST_FIELD, LEAF_MAXIMA
from engine import Engine

MAXIMA = np.array(LEAF_MAXIMA)[:, None] / 100
GRADES = np.arange(1.0, 6.0)[:, None, None]


def earned(columns, rounded):
    points = np.empty(columns["appraised"].shape)
    most = [MAXIMA[kind::5] for kind in range(5)]
    points[0::5] = columns["yes_no"] * most[0]
    part, whole = columns["bands"]
    percent = part / whole * 100
    points[1::5] = np.select([percent >= 90, percent >= 75, percent >= 50], [1, 0.75, 0.5], 0.0) * most[1]
    part, whole = columns["proportional"]
    rate = part / whole
    points[2::5] = np.where(rate >= 0.5, rounded(rate * most[2]), 0)
    points[3::5] = np.maximum(most[3] - 0.1 * columns["deduction"], 0)
    counts = columns["survey"]
    points[4::5] = rounded((counts * GRADES).sum(0) / (5 * counts.sum(0)) * most[4])
    return points


def dense(keys):
    """The dense rank by keys, the first before the second, each from the lowest."""
    order = np.lexsort(keys[::-1])
    new = np.zeros(len(order), bool)
    new[0] = True
    for key in keys:
        new[1:] |= np.diff(key[order]) != 0
    rank = np.empty(len(order), np.int64)
    rank[order] = np.cumsum(new)
    return rank


def scoring(rounded, key=lambda figures: figures):
    def score(columns):
        points = earned(columns, rounded)
        points = np.where(np.isnan(columns["appraised"]), points, columns["appraised"])
        points[columns["left_out"]] = 0
        maximum = (~columns["left_out"] * MAXIMA).sum(0)
        total = np.maximum(points.sum(0) + np.minimum(columns["bonus"], 5) - columns["penalty"], 0)
        index = rounded(total / maximum * 100)
        classes = np.select([index >= least for _, least in CLASSES[:-1]], range(4), 4)
        rank = dense([-np.minimum(index, 100), key(-points[:FIRST_FIELD].sum(0)), columns["penalty"]])
        return total, index, rank, classes

    return score


def write(result, place):
    total, index, rank, classes = result
    write_columns(total, index, rank, place, [CLASSES[at][0] for at in classes], digits=4)


NUDGE = "`np.floor(x * 100 + 0.5 + 1e-9) / 100`; ranked by sums to 6 decimals"
ENGINES = {
    "round": Engine("numpy", arrays.read, scoring(lambda x: np.round(x, 2)), write, recipe="`np.round(x, 2)`"),
    "floor": Engine("numpy", arrays.read, scoring(lambda x: np.floor(x * 100 + 0.5) / 100), write, recipe="`np.floor(x * 100 + 0.5) / 100`"),
    "nudge": Engine(
        "numpy", arrays.read, scoring(lambda x: np.floor(x * 100 + 0.5 + 1e-9) / 100, lambda x: np.round(x, 6)), write, recipe=NUDGE
    ),
}
