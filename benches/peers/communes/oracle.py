"""The exact answers of W1, by fractions and by nothing else: python -m communes.oracle FOLDER writes `oracle.csv`, and into
`oracle.json` how many figures lie exactly on a half before they are rounded, and the totals of the first unit."""

import csv
import json
import sys
from fractions import Fraction
from pathlib import Path

from communes.rules import CLASSES, FIRST_FIELD, LEAF_MAXIMA, kind
from communes.text import units

HALVES = [0]


def half_up(numerator, denominator):
    """A quotient of 0 or more, to a whole number."""
    HALVES[0] += 2 * numerator % (2 * denominator) == denominator
    return (2 * numerator + denominator) // (2 * denominator)


def earned(at, report):
    """The points of a leaf in hundredths."""
    most = LEAF_MAXIMA[at]
    if kind(at) == "yes_no":
        return most * report
    if kind(at) == "deduction":
        return max(0, most - 10 * report)
    if kind(at) == "survey":
        return half_up(most * sum(grade * count for grade, count in enumerate(report, 1)), 5 * sum(report))
    part, all_of_it = report
    if kind(at) == "proportional":
        return half_up(most * part, all_of_it) if 2 * part >= all_of_it else 0
    share = next((share for least, share in ((90, 4), (75, 3), (50, 2)) if 100 * part >= least * all_of_it), 0)
    return Fraction(most * share, 4)


def hundredths(text):
    return int(Fraction(text) * 100)


def scored(unit, appraised):
    """Total, first field and penalty in hundredths, the index in hundredths."""
    points = [hundredths(appraised[at]) if at in appraised else earned(at, report) for at, report in enumerate(unit.reports)]
    counted = [at for at in range(100) if at not in unit.left_out]
    first = sum(points[at] for at in counted if at < FIRST_FIELD)
    penalty = -sum(map(hundredths, unit.penalty))
    bonus = min(500, sum(map(hundredths, unit.bonus)))
    total = max(Fraction(0), Fraction(sum(points[at] for at in counted)) + bonus - penalty)
    index = half_up(total.numerator * 10_000, total.denominator * sum(LEAF_MAXIMA[at] for at in counted))
    return total, index, first, penalty


def text(figure, digits):
    """Hundredths as a decimal."""
    parts = figure * 10 ** (digits - 2)
    assert parts.denominator == 1
    whole, rest = divmod(parts.numerator, 10**digits)
    return f"{whole}.{rest:0{digits}}"


def main():
    folder = Path(sys.argv[1])
    given = units(folder)
    found = [scored(unit, unit.appraised) for unit in given]
    halves = HALVES[0]
    keys = [(-min(index, 10_000), -first, penalty) for _, index, first, penalty in found]
    rank = {key: at for at, key in enumerate(sorted(set(keys)), 1)}
    with open(folder / "oracle.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["population", "total", "index", "class", "rank"])
        for (total, index, *_), key in zip(found, keys):
            name = next(name for name, least in CLASSES if least is None or index >= 100 * least)
            writer.writerow([0, text(total, 4), text(Fraction(index), 2), name, rank[key]])
    # As a form has it that the unit itself fills in, its first leaf answered yes.
    given[0].reports[0] = True
    totals = {"final": text(found[0][0], 4), "own": text(scored(given[0], {})[0], 4)}
    (folder / "oracle.json").write_text(json.dumps({"units": len(given), "halves": halves, "first": totals}) + "\n")


if __name__ == "__main__":
    main()
