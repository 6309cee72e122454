"""Holds answers against the oracle: python -m points.compare FOLDER NAME=FILE …; prints what is wrong as JSON.

Wrong totals, indexes and ranks are counted in units. A tie is all units of a group with the same exact published index;
it is split where an engine gives them different ranks.
"""

import csv
import json
import sys
from decimal import Decimal
from pathlib import Path


def columns(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [Decimal(row["total"]) for row in rows], [Decimal(row["index"]) for row in rows], [int(row["rank"]) for row in rows]


def main():
    folder = Path(sys.argv[1])
    groups = (folder / "groups.bin").read_bytes()
    total, index, rank = columns(folder / "oracle.csv")
    tied = {}
    for unit, key in enumerate(zip(groups, index)):
        tied.setdefault(key, []).append(unit)
    ties = [units for units in tied.values() if len(units) > 1]
    about = json.loads((folder / "oracle.json").read_text())
    told = {}
    for name, path in (argument.split("=", 1) for argument in sys.argv[2:]):
        theirs = columns(path)
        if len(theirs[0]) != len(total):
            raise SystemExit(f"{name}: {len(theirs[0])} units of {len(total)}")
        # More than a last digit apart is another rule, not another rounding.
        for unit, (a, b, c, d) in enumerate(zip(total, theirs[0], index, theirs[1])):
            if abs(a - b) > Decimal("0.01") or abs(c - d) > Decimal("0.03"):
                raise SystemExit(f"{name}: unit {unit} has total {b} and index {d}, not {a} and {c}")
        told[name] = {
            **about,
            "ties": len(ties),
            "totals": sum(a != b for a, b in zip(total, theirs[0])),
            "indexes": sum(a != b for a, b in zip(index, theirs[1])),
            "ranks": sum(a != b for a, b in zip(rank, theirs[2])),
            "split": sum(len({theirs[2][unit] for unit in units}) > 1 for units in ties),
        }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
