"""Makes the data of W2, W3 and W4 from a fixed seed: python -m points.data FOLDER RULES UNITS. All of it is synthetic.

`points.bin` has the points in hundredths, 64-bit integers, leaf after leaf; `groups.bin` a byte for each unit; `units.txt`,
`leaves.txt` and `groups.txt` the ids; `set.json` the criteria set, `about.json` its maximum. The same as text, for all to read: `points.csv`, and of
few units `round.json`.
"""

import json
import random
import sys
from array import array
from pathlib import Path

from points.rules import KNOWN

SEED = 20261122
# Of more units the round is left out: a round of JSON is for thousands.
FEW = 20_000


def made(rules, units):
    """Columns of points in hundredths, and the group of each unit."""
    # Of all generators only `random()` is promised to give the same numbers in every version of Python.
    dice = random.Random(SEED).random
    groups = bytes(int(len(rules.groups) * (dice() + dice()) / 2) for _ in range(units))
    columns = [array("q") for _ in rules.leaves]
    for _ in range(units):
        quality = 0.55 + 0.4 * (dice() + dice() + dice()) / 3
        for column, most in zip(columns, rules.leaf_maxima):
            luck = dice()
            # A quarter of the marks are full and a twentieth nothing; the others lie about the quality of the unit.
            share = 1.0 if luck < 0.25 else 0.0 if luck > 0.95 else min(1.0, quality * (0.7 + 0.6 * dice()))
            column.append(int(100 * most * share))
    return columns, groups


def write_csv(path, rules, ids, groups, columns):
    with open(path, "w", encoding="utf-8") as file:
        file.write(",".join(["unit", "group", *rules.leaves]) + "\n")
        for unit, group, points in zip(ids, groups, zip(*columns)):
            file.write(f"{unit},{rules.groups[group]}," + ",".join(f"{a // 100}.{a % 100:02}" for a in points) + "\n")


def write_round(path, rules, ids, groups, columns):
    with open(path, "w", encoding="utf-8") as file:
        head = {"format": 1, "criteria_set": {"id": rules.name, "version": "1"}, "period": {"id": "2026"}}
        file.write(json.dumps(head)[:-1] + ', "units": [')
        for at, (unit, group, points) in enumerate(zip(ids, groups, zip(*columns))):
            answers = ",".join(f'"{leaf}":{a // 100}.{a % 100:02}' for leaf, a in zip(rules.leaves, points))
            file.write(",\n" * (at > 0) + f'{{"id":"{unit}","group":"{rules.groups[group]}","submissions":'
                       f'[{{"stage":"self","by":"{unit}","answers":{{{answers}}}}}]}}')
        file.write("]}\n")


def main():
    folder, rules, units = Path(sys.argv[1]), KNOWN[sys.argv[2]], int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    columns, groups = made(rules, units)
    ids = [f"U{at + 1:07}" for at in range(units)]
    write_csv(folder / "points.csv", rules, ids, groups, columns)
    if units <= FEW:
        write_round(folder / "round.json", rules, ids, groups, columns)
    with open(folder / "points.bin", "wb") as file:
        for column in columns:
            if sys.byteorder == "big":
                column.byteswap()
            column.tofile(file)
    (folder / "groups.bin").write_bytes(groups)
    for name, lines in {"units": ids, "leaves": rules.leaves, "groups": rules.groups, "rules": [rules.name]}.items():
        (folder / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines))
    (folder / "set.json").write_text(json.dumps(rules.criteria_set(), indent=1) + "\n")
    (folder / "about.json").write_text(json.dumps({"maximum": float(rules.maximum)}) + "\n")


if __name__ == "__main__":
    main()
