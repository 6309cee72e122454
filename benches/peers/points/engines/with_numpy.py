"""numpy: a matrix times a vector. Rounding is the question, so the recipes in use stand beside each other."""

import numpy as np

from answers import write_columns
from engine import Engine
from points import arrays
from points import rules as known


def load(place):
    rules = known.of(place.folder)
    return rules, arrays.floats(place), arrays.group_codes(place), arrays.leaf_weights(rules)


def scoring(rounded):
    def score(held):
        rules, points, groups, weights = held
        total = rounded(points @ weights)
        index = rounded(total / float(rules.maximum) * 100)
        return rules, total, index, arrays.ranks_within(groups, index), arrays.classes_within(rules, groups, index)

    return score


def load_hundredths(place):
    rules = known.of(place.folder)
    if place.text:
        points = np.round(arrays.floats(place) * 100).astype(np.int64)
    else:
        points = arrays.hundredths(place.folder)
    return rules, points, arrays.group_codes(place), arrays.leaf_weights_in_hundredths(rules)


def score_hundredths(held):
    rules, points, groups, weights = held
    total = (points @ weights + 50) // 100
    index = (2 * 10_000 * total + rules.maximum_in_hundredths) // (2 * rules.maximum_in_hundredths)
    return rules, total, index, arrays.ranks_within(groups, index), arrays.classes_within(rules, groups, index, 100)


def write(result, place):
    rules, total, index, rank, classes = result
    write_columns(total, index, rank, place, arrays.names_of(rules, classes))


def write_hundredths(result, place):
    rules, total, index, rank, classes = result
    write((rules, total / 100, index / 100, rank, classes), place)


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
