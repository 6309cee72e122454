"""Holds the facts of all engines against each other: python -m cases.compare NAME=FILE …, chamdiem's first; prints JSON.

chamdiem's own answers are held against an exact evaluation by the tests of the repository. Means are floats in the peers;
everything else must be the same to the last digit.
"""

import csv
import json
import sys
from decimal import Decimal

FACTS = ["cases_all", "done", "on_time", "days", "fees", "worst", "online", "open_late"]
FLOATS = {"on_time", "days"}


def answers(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {row["id"]: [Decimal(row[fact] or 0) for fact in FACTS] for row in csv.DictReader(file) if row["id"]}


def main():
    given = {name: answers(path) for name, path in (argument.split("=", 1) for argument in sys.argv[1:])}
    first, own = next(iter(given.items()))
    told = {}
    for name, theirs in given.items():
        wrong = {unit for unit in theirs if unit not in own}
        for unit, facts in own.items():
            # An office without any case has no row in the peers.
            others = theirs.get(unit, [Decimal(0)] * len(FACTS))
            for fact, a, b in zip(FACTS, facts, others):
                if abs(a - b) > (Decimal("0.000001") if fact in FLOATS else 0):
                    wrong.add(unit)
        told[name] = {"units": len(own), "beside": first, "wrong": len(wrong)}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
