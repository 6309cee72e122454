"""decisionkit: the weighted sum model.

It scales every criterion by the lowest and highest value that it meets, and the weights to a sum of 1. Points are said to
it by two made-up alternatives in each group, one with nothing and one with every maximum, and by weights times maxima:
then its score times the maximum of the set is the total.
"""

import numpy as np
from decisionkit import Criterion, DecisionModel

from answers import write_columns
from engine import Engine
from points import arrays
from points.rules import PROVINCES

HOST = "rounding, two made-up units a group"


def load(place):
    weights = arrays.leaf_weights(PROVINCES)
    criteria = [Criterion(leaf, weight=float(weights[at]) * PROVINCES.leaf_maxima[at]) for at, leaf in enumerate(PROVINCES.leaves)]
    model = DecisionModel(criteria=criteria, method="weighted_sum", explain=False)
    points, groups = arrays.floats(place).tolist(), arrays.group_codes(place)
    alternatives = []
    for group in range(len(PROVINCES.groups)):
        rows = np.flatnonzero(groups == group).tolist()
        units = [{"id": str(row), **dict(zip(PROVINCES.leaves, points[row]))} for row in rows]
        ends = [{"id": "all", **dict(zip(PROVINCES.leaves, PROVINCES.leaf_maxima))}, {"id": "nothing", **dict.fromkeys(PROVINCES.leaves, 0)}]
        alternatives.append(units + ends)
    return model, alternatives, groups


def scoring(own_ranks):
    def score(held):
        model, alternatives, groups = held
        exact, rank = np.empty(len(groups)), np.empty(len(groups), np.int64)
        for of_group in alternatives:
            ranking = [one for one in model.rank(of_group).ranking if one.id not in ("all", "nothing")]
            for place, one in enumerate(ranking, 1):
                exact[int(one.id)], rank[int(one.id)] = one.score, place
        total = np.round(exact * float(PROVINCES.maximum), 2)
        index = np.round(total / float(PROVINCES.maximum) * 100, 2)
        return total, index, rank if own_ranks else arrays.ranks_within(groups, index)

    return score


def write(result, place):
    write_columns(*result, place)


ENGINES = {
    "ranked": Engine("decisionkit", load, scoring(True), write, recipe="`np.round(x, 2)`", host=HOST),
    "scored": Engine("decisionkit", load, scoring(False), write, recipe="`np.round(x, 2)`", host=HOST + ", ranks"),
}
