"""The exact answers of W2, W3 and W4, in whole numbers and by nothing else: python -m points.oracle FOLDER writes
`oracle.csv`, and into `oracle.json` how many totals lie exactly on a half before they are rounded."""

import csv
import json
import sys
from array import array
from collections import Counter, defaultdict
from pathlib import Path

from points import rules as known


def half_up(numerator, denominator):
    """A quotient of 0 or more, to a whole number."""
    return (2 * numerator + denominator) // (2 * denominator)


def text(hundredths):
    return f"{hundredths // 100}.{hundredths % 100:02}"


def classes(rules, groups, indexes):
    """The class of each unit, after the quota."""
    if not rules.bands:
        return [""] * len(indexes)
    best, second = rules.bands[0][0], rules.bands[1][0]
    given = [next(name for name, least in rules.bands if least is None or index >= 100 * least) for index in indexes]
    candidates, seconds = defaultdict(list), Counter()
    for group, index, name in zip(groups, indexes, given):
        if name == best:
            candidates[group].append(index)
        seconds[group] += name == second
    least = {}
    for group, figures in candidates.items():
        figures.sort(reverse=True)
        # Of k in the best class, all other candidates are in the second: k is at most its share of them.
        allowed = max(k for k in range(len(figures) + 1) if k * rules.one_in <= seconds[group] + len(figures) - k)
        while 0 < allowed < len(figures) and figures[allowed - 1] == figures[allowed]:
            allowed -= 1
        least[group] = figures[allowed - 1] if allowed else figures[0] + 1
    return [
        second if name == best and index < least[group] else name for group, index, name in zip(groups, indexes, given)
    ]


def main():
    folder = Path(sys.argv[1])
    rules = known.of(folder)
    groups = (folder / "groups.bin").read_bytes()
    points = array("q")
    points.frombytes((folder / "points.bin").read_bytes())
    if sys.byteorder == "big":
        points.byteswap()
    units = len(groups)
    exact = [0] * units
    for area, weight in enumerate(rules.weights_in_hundredths):
        for leaf in rules.of_area(area):
            exact = [a + weight * b for a, b in zip(exact, points[leaf * units : (leaf + 1) * units])]
    totals = [half_up(a, 100) for a in exact]
    indexes = [half_up(total * 10_000, rules.maximum_in_hundredths) for total in totals]
    # A unit's rank is one more than the number of units of its group with a higher published index.
    higher = {}
    for group in set(groups):
        counts, above = Counter(index for index, of in zip(indexes, groups) if of == group), 0
        for index in sorted(counts, reverse=True):
            higher[group, index] = above
            above += counts[index]
    with open(folder / "oracle.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["population", "total", "index", "class", "rank"])
        for group, total, index, name in zip(groups, totals, indexes, classes(rules, groups, indexes)):
            writer.writerow([group, text(total), text(index), name, 1 + higher[group, index]])
    halves = sum(a % 100 == 50 for a in exact)
    (folder / "oracle.json").write_text(json.dumps({"units": units, "halves": halves}) + "\n")


if __name__ == "__main__":
    main()
