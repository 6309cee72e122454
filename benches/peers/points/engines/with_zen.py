"""zen-engine: one expression node, units in one batch."""

import numpy as np
import zen

from engine import Engine
from points import arrays
from points.answers import write_columns
from points.rules import AREAS, MAXIMUM, WEIGHTS, of_area


def load(place):
    total = " + ".join(f"{weight} * sum(a{area})" for area, weight in zip(AREAS, WEIGHTS))
    expressions = [
        {"id": "total", "key": "total", "value": f"round({total}, 2)"},
        {"id": "index", "key": "index", "value": f"round($.total * 100 / {MAXIMUM}, 2)"},
    ]
    model = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {"id": "score", "type": "expressionNode", "name": "score", "position": {"x": 1, "y": 0},
             "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "score", "type": "edge"},
            {"id": "b", "sourceId": "score", "targetId": "out", "type": "edge"},
        ],
    }
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"w2": model}}})
    requests = [
        {"key": "w2", "context": {f"a{area}": [row[leaf] for leaf in of_area(at)] for at, area in enumerate(AREAS)}}
        for row in arrays.floats(place.folder).tolist()
    ]
    return engine, requests, arrays.group_codes(place.folder)


def score(held):
    engine, requests, groups = held
    results = [one["data"]["result"] for one in engine.evaluate_batch(requests)]
    total = np.array([result["total"] for result in results])
    index = np.array([result["index"] for result in results])
    return total, index, arrays.ranks_within(groups, index)


def write(result, place):
    write_columns(*result, place)


ENGINES = {"batch": Engine("zen-engine", load, score, write, recipe="`round(x, 2)`", host="ranks")}
