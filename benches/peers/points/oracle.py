"""The exact answers of W2, by fractions and by nothing else: python -m points.oracle FOLDER writes `oracle.csv`, and into
`oracle.json` how many totals lie exactly on a half before they are rounded."""

import json
import sys
from array import array
from collections import Counter
from fractions import Fraction
from pathlib import Path

from points.answers import write_rows
from points.rules import LEAF_MAXIMA, WEIGHTS, of_area


def half_up(figure):
    """A figure of 0 or more, to hundredths."""
    return (figure * 100 + Fraction(1, 2)).__floor__()


def text(hundredths):
    return f"{hundredths // 100}.{hundredths % 100:02}"


def main():
    folder = Path(sys.argv[1])
    groups = (folder / "groups.bin").read_bytes()
    points = array("q")
    points.frombytes((folder / "points.bin").read_bytes())
    if sys.byteorder == "big":
        points.byteswap()
    units = len(groups)
    weights = [Fraction(weight) for weight in WEIGHTS]
    weight_of = [weight for area, weight in enumerate(weights) for _ in of_area(area)]
    maximum = sum(weight * most for weight, most in zip(weight_of, LEAF_MAXIMA))
    totals, indexes, halves = [], [], 0
    for unit in range(units):
        exact = sum(weight * Fraction(points[leaf * units + unit], 100) for leaf, weight in enumerate(weight_of))
        total = half_up(exact)
        halves += exact * 200 % 2 == 1
        totals.append(total)
        indexes.append(half_up(Fraction(total, 100) / maximum * 100))
    # A unit's rank is one more than the number of units of its group with a higher published index.
    higher = {}
    for group in set(groups):
        counts, above = Counter(index for index, of in zip(indexes, groups) if of == group), 0
        for index in sorted(counts, reverse=True):
            higher[group, index] = above
            above += counts[index]
    ranks = [1 + higher[group, index] for group, index in zip(groups, indexes)]
    write_rows(folder / "oracle.csv", ((text(total), text(index), rank) for total, index, rank in zip(totals, indexes, ranks)))
    (folder / "oracle.json").write_text(json.dumps({"units": units, "maximum": str(maximum), "halves": halves}) + "\n")


if __name__ == "__main__":
    main()
