"""pandas: `dot`, `round`, `groupby().rank()`."""

import numpy as np
import pandas as pd

from answers import write_columns
from engine import Engine
from points import arrays
from points import rules as known


def load(place):
    rules = known.of(place.folder)
    if place.text:
        frame = pd.read_csv(place.folder / "points.csv", dtype={"unit": "str", "group": "category"})
    else:
        frame = pd.DataFrame(arrays.floats(place), columns=rules.leaves)
        frame["group"] = pd.Categorical.from_codes(arrays.group_codes(place), rules.groups)
    return rules, frame, pd.Series(arrays.leaf_weights(rules), index=rules.leaves)


def score(held):
    rules, frame, weights = held
    total = frame[rules.leaves].dot(weights).round(2)
    index = (total / float(rules.maximum) * 100).round(2)
    rank = index.groupby(frame["group"], observed=True).rank(method="min", ascending=False)
    result = pd.DataFrame({"total": total, "index": index, "rank": rank.astype("int64")})
    if rules.bands:
        result["class"] = classes(rules, frame["group"], index)
    return result


def classes(rules, groups, index):
    names = [name for name, _ in rules.bands]
    given = pd.Series(np.select([index >= least for _, least in rules.bands[:-1]], names[:-1], names[-1]), index=index.index)
    best, second = given == names[0], given == names[1]
    of_group = groups.map((best | second).groupby(groups, observed=True).sum()).astype("int64")
    place = index[best].groupby(groups[best], observed=True).rank(method="max", ascending=False)
    beyond = place[place > of_group[best] // (rules.one_in + 1)].index
    given[beyond] = names[1]
    return given


def write(result, place):
    write_columns(result["total"], result["index"], result["rank"], place, result.get("class"))


ENGINES = {"round": Engine("pandas", load, score, write, recipe="`Series.round(2)`")}
