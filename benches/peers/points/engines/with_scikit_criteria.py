"""scikit-criteria: the weighted sum model over a decision matrix."""

import numpy as np
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedSumModel

from answers import write_columns
from engine import Engine
from points import arrays
from points.rules import PROVINCES

HOST = "rounding"


def load(place):
    """A matrix for each group, for its ranks are of all alternatives of a matrix."""
    points, groups, units = arrays.floats(place), arrays.group_codes(place), arrays.lines(place.folder, "units.txt")
    matrices = []
    for group in range(len(PROVINCES.groups)):
        rows = np.flatnonzero(groups == group)
        matrix = mkdm(
            points[rows], [max] * len(PROVINCES.leaves), weights=arrays.leaf_weights(PROVINCES),
            alternatives=[units[row] for row in rows], criteria=PROVINCES.leaves,
        )
        matrices.append((rows, matrix))
    return groups, matrices


def scoring(own_ranks):
    def score(held):
        groups, matrices = held
        exact, rank = np.empty(len(groups)), np.empty(len(groups), np.int64)
        for rows, matrix in matrices:
            result = WeightedSumModel().evaluate(matrix)
            exact[rows], rank[rows] = result.e_.score, result.rank_
        total = np.round(exact, 2)
        index = np.round(total / float(PROVINCES.maximum) * 100, 2)
        return total, index, rank if own_ranks else arrays.ranks_within(groups, index)

    return score


def write(result, place):
    write_columns(*result, place)


ENGINES = {
    "ranked": Engine("scikit-criteria", load, scoring(True), write, recipe="`np.round(x, 2)`", host=HOST),
    "scored": Engine("scikit-criteria", load, scoring(False), write, recipe="`np.round(x, 2)`", host=HOST + ", ranks"),
}
