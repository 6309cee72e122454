"""Holds answers against the oracle: python -m compare FOLDER NAME=FILE …; prints what is wrong as JSON.

`oracle.csv` has for each unit its population, total, index, class and rank. Wrong totals, indexes, classes and ranks are
counted in units. A tie is all units of a population that share a rank in the oracle; it is split where an engine gives them
different ranks.
"""

import csv
import json
import sys
from decimal import Decimal
from pathlib import Path

# More than this apart is another rule, not another rounding.
APART = Decimal("0.1")


def columns(path):
    """The columns by name, of CSV or of results as chamdiem writes them in JSON."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        if file.read(1) == "{":
            return of_results(json.loads(Path(path).read_bytes()))
        file.seek(0)
        reader = csv.reader(file)
        header = next(reader)
        return dict(zip(header, zip(*reader)))


def of_results(results):
    last = [unit["stages"][-1] for unit in results["units"]]
    figures = {figure: [stage[figure] for stage in last] for figure in ("total", "index")}
    return figures | {
        "class": [unit.get("class", "") for unit in results["units"]],
        "rank": [unit["ranks"][0]["rank"] for unit in results["units"]],
    }


def differ(own, theirs):
    """The units whose figures differ; equal numbers may be written with more digits or fewer."""
    return [at for at, (a, b) in enumerate(zip(own, theirs)) if a != b and Decimal(a) != Decimal(b)]


def main():
    folder = Path(sys.argv[1])
    oracle = columns(folder / "oracle.csv")
    tied = {}
    for unit, key in enumerate(zip(oracle["population"], oracle["rank"])):
        tied.setdefault(key, []).append(unit)
    ties = [units for units in tied.values() if len(units) > 1]
    about = json.loads((folder / "oracle.json").read_text())
    told = {}
    for name, path in (argument.split("=", 1) for argument in sys.argv[2:]):
        theirs = columns(path)
        if len(theirs["rank"]) != len(oracle["rank"]):
            raise SystemExit(f"{name}: {len(theirs['rank'])} units of {len(oracle['rank'])}")
        wrong = {}
        for figure in ("total", "index"):
            wrong[figure] = differ(oracle[figure], theirs[figure])
            for unit in wrong[figure]:
                if abs(Decimal(oracle[figure][unit]) - Decimal(theirs[figure][unit])) > APART:
                    raise SystemExit(f"{name}: unit {unit} has {figure} {theirs[figure][unit]}, not {oracle[figure][unit]}")
        classes = zip(oracle["class"], theirs.get("class", oracle["class"]))
        told[name] = {
            **about,
            "ties": len(ties),
            "totals": len(wrong["total"]),
            "indexes": len(wrong["index"]),
            "classes": sum(a != b for a, b in classes),
            "ranks": len(differ(oracle["rank"], theirs["rank"])),
            "split": sum(len({theirs["rank"][unit] for unit in units}) > 1 for units in ties),
        }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
