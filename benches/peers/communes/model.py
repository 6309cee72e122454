"""W1 as a decision of zen-engine: python -m communes.model FOLDER writes it as `zen.json`, and what it is asked of each unit
as `zen.jsonl`; for the engine's own ways of being called (Python, the Rust crate, WebAssembly in Node)."""

import json
import sys
from pathlib import Path

from communes import text
from communes.rules import CLASSES, FIRST_FIELD, LEAVES, POINTS, kind


def leaf(at):
    most, report = POINTS[at], f"r.{LEAVES[at]}"
    part, whole = f"{report}[0]", f"{report}[1]"
    if kind(at) == "yes_no":
        return f"{report} ? {most} : 0"
    if kind(at) == "bands":
        percent = f"{part} * 100 / {whole}"
        return f"{percent} >= 90 ? {most} : {percent} >= 75 ? {most} * 0.75 : {percent} >= 50 ? {most} * 0.5 : 0"
    if kind(at) == "proportional":
        return f"2 * {part} >= {whole} ? round({most} * {part} / {whole}, 2) : 0"
    if kind(at) == "deduction":
        return f"max([0, {most} - 0.1 * {report}])"
    weighted = " + ".join(f"{grade + 1} * {report}[{grade}]" for grade in range(5))
    return f"round({most} * ({weighted}) / (5 * sum({report})), 2)"


def decision():
    # Leaves that do not apply are false among the points that override; so no expression asks for what is not there.
    points = {
        f"p{at}": f"a.{name} == false ? 0 : a.{name} != null ? a.{name} : ({leaf(at)})" for at, name in enumerate(LEAVES)
    }
    maximum = " + ".join(f"(a.{name} == false ? 0 : {most})" for name, most in zip(LEAVES, POINTS))
    rest = {
        "first": " + ".join(f"$.p{at}" for at in range(FIRST_FIELD)),
        "penalty": "sum(penalty)",
        "total": f"max([0, {' + '.join(f'$.p{at}' for at in range(100))} + min([5, sum(bonus)]) - $.penalty])",
        "index": f"round($.total * 100 / ({maximum}), 2)",
    }
    expressions = [{"id": key, "key": key, "value": value} for key, value in {**points, **rest}.items()]
    table = {
        "hitPolicy": "first", "passThrough": True, "inputField": None, "outputPath": None, "executionMode": "single",
        "inputs": [{"id": "i", "name": "index", "field": "index"}],
        "outputs": [{"id": "o", "name": "class", "field": "class"}],
        "rules": [
            {"_id": name, "i": "" if least is None else f">= {least}", "o": json.dumps(name)} for name, least in CLASSES
        ],
    }
    kinds = {"in": ("inputNode", None), "points": ("expressionNode", {"expressions": expressions}),
             "class": ("decisionTableNode", table), "out": ("outputNode", None)}
    nodes = [
        {"id": name, "name": name, "type": kind_of, "position": {"x": at, "y": 0}} | ({"content": content} if content else {})
        for at, (name, (kind_of, content)) in enumerate(kinds.items())
    ]
    names = list(kinds)
    edges = [{"id": a, "type": "edge", "sourceId": a, "targetId": b} for a, b in zip(names, names[1:])]
    return {"nodes": nodes, "edges": edges}


def context(unit):
    """What the decision is asked of a unit."""
    set_by_hand = {LEAVES[at]: float(points) for at, points in unit.appraised.items()}
    return {
        "r": dict(zip(LEAVES, unit.reports)),
        "a": {name: None for name in LEAVES} | set_by_hand | {LEAVES[at]: False for at in unit.left_out},
        "bonus": [float(points) for points in unit.bonus],
        "penalty": [-float(points) for points in unit.penalty],
    }


def main():
    folder = Path(sys.argv[1])
    (folder / "zen.json").write_text(json.dumps(decision()))
    with open(folder / "zen.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(context(unit)) + "\n" for unit in text.units(folder))


if __name__ == "__main__":
    main()
