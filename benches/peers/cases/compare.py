"""Holds the facts of all engines against the oracle: python -m cases.compare FOLDER NAME=FILE …; prints JSON.

An engine is wrong in a unit where any published figure differs in any digit.
"""

import csv
import json
import sys
from decimal import Decimal
from pathlib import Path

from cases.oracle import FACTS


def answers(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {row["id"]: [Decimal(row[fact] or 0) for fact in FACTS] for row in csv.DictReader(file) if row["id"]}


def main():
    oracle = answers(Path(sys.argv[1]) / "oracle.csv")
    nothing = [Decimal(0)] * len(FACTS)
    told = {}
    for name, path in (argument.split("=", 1) for argument in sys.argv[2:]):
        theirs = answers(path)
        # An office without any case has no row in the peers, and one without figures in chamdiem.
        units = oracle.keys() | theirs.keys()
        apart = {unit: max(abs(a - b) for a, b in zip(oracle.get(unit, nothing), theirs.get(unit, nothing))) for unit in units}
        if max(apart.values()) > Decimal("0.00001"):
            raise SystemExit(f"{name}: these are not the facts that were asked for")
        told[name] = {"units": len(oracle), "wrong": sum(bool(one) for one in apart.values())}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
