"""Python alone: lists of `Decimal`. With `lines` it also keeps, for each unit, the lines that its total adds up from."""

import csv
from decimal import ROUND_HALF_UP, Decimal

from answers import write_columns
from engine import Engine
from points import arrays
from points import rules as known

CENT = Decimal("0.01")


def load(place):
    rules = known.of(place.folder)
    if place.text:
        with open(place.folder / "points.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))[1:]
        leaves = [[Decimal(figure) for figure in row[2:]] for row in rows]
        groups = [row[1] for row in rows]
    else:
        points = arrays.hundredths(place.folder).tolist()
        leaves = [[Decimal(figure).scaleb(-2) for figure in row] for row in points]
        groups = arrays.group_codes(place).tolist()
    units = [[[row[leaf] for leaf in rules.of_area(area)] for area in range(len(rules.areas))] for row in leaves]
    return rules, units, groups


def ledger(rules, weights, unit):
    lines = [
        (rules.leaves[leaf], str(points), str(weight), str(points * weight))
        for area, (weight, marks) in enumerate(zip(weights, unit)) for leaf, points in zip(rules.of_area(area), marks)
    ]
    return lines + [(rules.area_ids[area], str(weight * sum(marks))) for area, (weight, marks) in enumerate(zip(weights, unit))]


def scoring(lines):
    def score(held):
        rules, units, groups = held
        weights = [Decimal(weight) for weight in rules.weights]
        maximum = Decimal(rules.maximum)
        totals, indexes, by_group, ledgers = [], [], {}, []
        for unit, group in zip(units, groups):
            total = sum(weight * sum(area) for weight, area in zip(weights, unit)).quantize(CENT, ROUND_HALF_UP)
            index = (total * 100 / maximum).quantize(CENT, ROUND_HALF_UP)
            totals.append(total)
            indexes.append(index)
            by_group.setdefault(group, []).append(index)
            if lines:
                ledgers.append(ledger(rules, weights, unit))
        places = {}
        for group, figures in by_group.items():
            figures.sort(reverse=True)
            for place, index in enumerate(figures, 1):
                places.setdefault((group, index), place)
        return totals, indexes, [places[key] for key in zip(groups, indexes)], ledgers

    return score


def write(result, place):
    write_columns(*result[:3], place)


RECIPE = "`quantize(Decimal('0.01'), ROUND_HALF_UP)`"
ENGINES = {
    "quantize": Engine("Python", load, scoring(False), write, recipe=RECIPE, exact=True),
    "lines": Engine("Python", load, scoring(True), write, recipe=RECIPE, host="lines, by hand for these rules", exact=True),
}
