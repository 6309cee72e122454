"""Makes the data of W2 from a fixed seed: python -m points.data FOLDER UNITS. All of it is synthetic.

`points.bin` has the points in hundredths, 64-bit integers, leaf after leaf; `groups.bin` a byte for each unit;
`units.txt`, `leaves.txt` and `groups.txt` the ids; `set.json` the criteria set.
"""

import json
import random
import sys
from array import array
from pathlib import Path

from points.rules import GROUPS, LEAF_MAXIMA, LEAVES, criteria_set

SEED = 20261122


def made(units):
    """Columns of points in hundredths, and the group of each unit."""
    # Of all generators only `random()` is promised to give the same numbers in every version of Python.
    dice = random.Random(SEED).random
    groups = bytes(int(len(GROUPS) * (dice() + dice()) / 2) for _ in range(units))
    columns = [array("q") for _ in LEAVES]
    for _ in range(units):
        quality = 0.55 + 0.4 * (dice() + dice() + dice()) / 3
        for column, most in zip(columns, LEAF_MAXIMA):
            luck = dice()
            # A quarter of the marks are full and a twentieth nothing; the others lie about the quality of the unit.
            share = 1.0 if luck < 0.25 else 0.0 if luck > 0.95 else min(1.0, quality * (0.7 + 0.6 * dice()))
            column.append(int(100 * most * share))
    return columns, groups


def main():
    folder, units = Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    columns, groups = made(units)
    with open(folder / "points.bin", "wb") as file:
        for column in columns:
            if sys.byteorder == "big":
                column.byteswap()
            column.tofile(file)
    (folder / "groups.bin").write_bytes(groups)
    (folder / "units.txt").write_text("".join(f"U{at + 1:06}\n" for at in range(units)))
    (folder / "leaves.txt").write_text("".join(f"{leaf}\n" for leaf in LEAVES))
    (folder / "groups.txt").write_text("".join(f"{group}\n" for group in GROUPS))
    (folder / "set.json").write_text(json.dumps(criteria_set(), indent=1) + "\n")


if __name__ == "__main__":
    main()
