"""pandas: `dot`, `round`, `groupby().rank()`."""

import pandas as pd

from engine import Engine
from points import arrays
from points.answers import write_columns
from points.rules import GROUPS, LEAVES, MAXIMUM


def load(place):
    frame = pd.DataFrame(arrays.floats(place.folder), columns=LEAVES)
    frame["group"] = pd.Categorical.from_codes(arrays.group_codes(place.folder), GROUPS)
    return frame, pd.Series(arrays.leaf_weights(), index=LEAVES)


def score(held):
    frame, weights = held
    total = frame[LEAVES].dot(weights).round(2)
    index = (total / float(MAXIMUM) * 100).round(2)
    rank = index.groupby(frame["group"], observed=True).rank(method="min", ascending=False)
    return pd.DataFrame({"total": total, "index": index, "rank": rank.astype("int64")})


def write(result, place):
    write_columns(result["total"], result["index"], result["rank"], place)


ENGINES = {"round": Engine("pandas", load, score, write, recipe="`Series.round(2)`")}
