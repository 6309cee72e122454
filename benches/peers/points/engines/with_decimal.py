"""Python alone: lists of `Decimal`."""

from decimal import ROUND_HALF_UP, Decimal

from engine import Engine
from points import arrays
from points.answers import write_columns
from points.rules import AREAS, MAXIMUM, WEIGHTS, of_area

CENT = Decimal("0.01")


def load(place):
    points = arrays.hundredths(place.folder).tolist()
    units = [[[Decimal(row[leaf]).scaleb(-2) for leaf in of_area(area)] for area in range(len(AREAS))] for row in points]
    return units, arrays.group_codes(place.folder).tolist()


def score(held):
    units, groups = held
    weights = [Decimal(weight) for weight in WEIGHTS]
    maximum = Decimal(MAXIMUM)
    totals, indexes, by_group = [], [], {}
    for unit, group in zip(units, groups):
        total = sum(weight * sum(area) for weight, area in zip(weights, unit)).quantize(CENT, ROUND_HALF_UP)
        index = (total * 100 / maximum).quantize(CENT, ROUND_HALF_UP)
        totals.append(total)
        indexes.append(index)
        by_group.setdefault(group, []).append(index)
    places = {}
    for group, figures in by_group.items():
        figures.sort(reverse=True)
        for place, index in enumerate(figures, 1):
            places.setdefault((group, index), place)
    return totals, indexes, [places[key] for key in zip(groups, indexes)]


def write(result, place):
    write_columns(*result, place)


ENGINES = {
    "quantize": Engine("Python", load, score, write, recipe="`quantize(Decimal('0.01'), ROUND_HALF_UP)`", exact=True)
}
