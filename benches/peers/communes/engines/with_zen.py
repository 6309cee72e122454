"""zen-engine: an expression node for the points, a decision table for the class, units in one batch."""

import zen

from answers import write_columns
from communes import text
from communes.model import context, decision
from engine import Engine


def load(place):
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"w1": decision()}}})
    return engine, [{"key": "w1", "context": context(unit)} for unit in text.units(place.folder)]


def score(held):
    engine, requests = held
    results = [one["data"]["result"] for one in engine.evaluate_batch(requests)]
    keys = [(-min(one["index"], 100), -one["first"], one["penalty"]) for one in results]
    rank = {key: at for at, key in enumerate(sorted(set(keys)), 1)}
    return results, [rank[key] for key in keys]


def write(result, place):
    results, ranks = result
    columns = ([one[name] for one in results] for name in ("total", "index", "class"))
    totals, indexes, classes = columns
    write_columns(totals, indexes, ranks, place, classes, digits=4)


ENGINES = {"batch": Engine("zen-engine", load, score, write, recipe="`round(x, 2)`", host="ranks")}
