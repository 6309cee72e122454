"""zen-engine: one expression node, units in one batch; `trace` keeps what the engine can say of how figures came about."""

import numpy as np
import zen

from answers import write_columns
from engine import Engine
from points import arrays
from points import rules as known


def load(place):
    rules = known.of(place.folder)
    total = " + ".join(f"{weight} * sum(a{area})" for area, weight in zip(rules.area_ids, rules.weights))
    expressions = [
        {"id": "total", "key": "total", "value": f"round({total}, 2)"},
        {"id": "index", "key": "index", "value": f"round($.total * 100 / {rules.maximum}, 2)"},
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
        {"key": "w2", "context": {f"a{area}": [row[leaf] for leaf in rules.of_area(at)] for at, area in enumerate(rules.area_ids)}}
        for row in arrays.floats(place).tolist()
    ]
    return engine, requests, arrays.group_codes(place)


def scoring(options):
    def score(held):
        engine, requests, groups = held
        found = engine.evaluate_batch(requests, *options)
        results = [one["data"]["result"] for one in found]
        total = np.array([result["total"] for result in results])
        index = np.array([result["index"] for result in results])
        return total, index, arrays.ranks_within(groups, index), found

    return score


def write(result, place):
    write_columns(*result[:3], place)


RECIPE = "`round(x, 2)`"
ENGINES = {
    "batch": Engine("zen-engine", load, scoring(()), write, recipe=RECIPE, host="ranks"),
    "trace": Engine("zen-engine", load, scoring(({"trace": True},)), write, recipe=RECIPE, host="ranks; its trace names inputs and results"),
}
