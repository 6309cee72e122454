"""numpy: a matrix times a vector. Rounding is the question, so the recipes in use stand beside each other."""

import numpy as np

from engine import Engine
from points import arrays
from points.answers import write_columns
from points.rules import MAXIMUM, MAXIMUM_IN_HUNDREDTHS


def load(place):
    return arrays.floats(place.folder), arrays.group_codes(place.folder), arrays.leaf_weights()


def scoring(rounded):
    def score(held):
        points, groups, weights = held
        total = rounded(points @ weights)
        index = rounded(total / float(MAXIMUM) * 100)
        return total, index, arrays.ranks_within(groups, index)

    return score


def load_hundredths(place):
    return arrays.hundredths(place.folder), arrays.group_codes(place.folder), arrays.leaf_weights_in_hundredths()


def score_hundredths(held):
    points, groups, weights = held
    total = (points @ weights + 50) // 100
    index = (2 * 10_000 * total + MAXIMUM_IN_HUNDREDTHS) // (2 * MAXIMUM_IN_HUNDREDTHS)
    return total, index, arrays.ranks_within(groups, index)


def write(result, place):
    write_columns(*result, place)


def write_hundredths(result, place):
    total, index, rank = result
    write_columns(total / 100, index / 100, rank, place)


RECIPES = {
    "round": (lambda x: np.round(x, 2), "`np.round(x, 2)`"),
    "floor": (lambda x: np.floor(x * 100 + 0.5) / 100, "`np.floor(x * 100 + 0.5) / 100`"),
    "nudge": (lambda x: np.floor(x * 100 + 0.5 + 1e-9) / 100, "`np.floor(x * 100 + 0.5 + 1e-9) / 100`"),
}

ENGINES = {
    name: Engine("numpy", load, scoring(rounded), write, recipe=recipe) for name, (rounded, recipe) in RECIPES.items()
} | {
    "hundredths": Engine(
        "numpy",
        load_hundredths,
        score_hundredths,
        write_hundredths,
        recipe="whole hundredths, `(x + 50) // 100`, worked out by hand for these rules",
        exact=True,
    )
}
