"""pandas: a frame for each kind of leaf, a column for each leaf of it."""

import pandas as pd

from answers import write_columns
from communes import arrays
from communes.rules import CLASSES, FIRST_FIELD, KINDS, LEAF_MAXIMA
from engine import Engine


def load(place):
    columns = arrays.read(place)
    frames = {}
    for at, kind in enumerate(KINDS):
        figures = columns[kind]
        parts = figures if figures.ndim == 3 else [figures]
        frames[kind] = [pd.DataFrame(part.T.copy(), columns=range(at, 100, 5)) for part in parts]
    frames["appraised"] = pd.DataFrame(columns["appraised"].T.copy())
    frames["left_out"] = pd.DataFrame(columns["left_out"].T.copy())
    return frames, pd.Series(columns["bonus"]), pd.Series(columns["penalty"])


def score(held):
    frames, bonus, penalty = held
    most = pd.Series(LEAF_MAXIMA) / 100
    (yes,), (part, whole) = frames["yes_no"], frames["bands"]
    percent = part / whole * 100
    of_most = (percent >= 90) * 0.25 + (percent >= 75) * 0.25 + (percent >= 50) * 0.5
    some, all_of_it = frames["proportional"]
    rate = some / all_of_it
    (cases,), counts = frames["deduction"], frames["survey"]
    weighted = sum(grade * count for grade, count in enumerate(counts, 1))
    kinds = [
        yes * most[0::5],
        of_most * most[1::5],
        (rate * most[2::5]).round(2).where(rate >= 0.5, 0),
        (most[3::5] - 0.1 * cases).clip(lower=0),
        (weighted / (5 * sum(counts)) * most[4::5]).round(2),
    ]
    points = pd.concat(kinds, axis=1)[list(range(100))]
    points = frames["appraised"].fillna(points).mask(frames["left_out"], 0)
    maximum = most.sum() - frames["left_out"].dot(most)
    total = (points.sum(axis=1) + bonus.clip(upper=5) - penalty).clip(lower=0)
    index = (total / maximum * 100).round(2)
    result = pd.DataFrame({"total": total, "index": index, "shown": index.clip(upper=100), "penalty": penalty})
    result["first"] = points.iloc[:, :FIRST_FIELD].sum(axis=1)
    edges = [-1, *(least for _, least in reversed(CLASSES[:-1])), float("inf")]
    result["class"] = pd.cut(index, edges, right=False, labels=[name for name, _ in reversed(CLASSES)])
    keys = result.sort_values(["shown", "first", "penalty"], ascending=[False, False, True])[["shown", "first", "penalty"]]
    result["rank"] = keys.ne(keys.shift()).any(axis=1).cumsum()
    return result


def write(result, place):
    write_columns(result["total"], result["index"], result["rank"], place, result["class"], digits=4)


ENGINES = {"round": Engine("pandas", load, score, write, recipe="`DataFrame.round(2)`")}
