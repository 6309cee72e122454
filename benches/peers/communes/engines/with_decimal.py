"""Python alone: `Decimal`, unit by unit."""

from decimal import ROUND_HALF_UP, Decimal

from answers import write_columns
from communes import text
from communes.rules import CLASSES, FIRST_FIELD, POINTS, kind
from engine import Engine

CENT, FIVE = Decimal("0.01"), Decimal(5)


def cents(figure):
    return figure.quantize(CENT, ROUND_HALF_UP)


def load(place):
    """Units with the kind of number that is computed with."""
    units = text.units(place.folder)
    for unit in units:
        unit.reports = [
            report if isinstance(report, bool) else [Decimal(one) for one in report] if isinstance(report, list) else Decimal(report)
            for report in unit.reports
        ]
        unit.appraised = {at: Decimal(points) for at, points in unit.appraised.items()}
        unit.bonus, unit.penalty = [Decimal(one) for one in unit.bonus], [-Decimal(one) for one in unit.penalty]
    return units


def rules():
    """For each leaf a function of what is reported."""

    def of(at):
        most = Decimal(POINTS[at])
        tiers = ((Decimal(90), most), (Decimal(75), most * Decimal("0.75")), (Decimal(50), most * Decimal("0.5")))

        def bands(report):
            percent = report[0] * 100 / report[1]
            return next((points for least, points in tiers if percent >= least), Decimal(0))

        return {
            "yes_no": lambda report: most if report else Decimal(0),
            "bands": bands,
            "proportional": lambda report: cents(most * report[0] / report[1]) if 2 * report[0] >= report[1] else Decimal(0),
            "deduction": lambda report: max(Decimal(0), most - Decimal("0.1") * report),
            "survey": lambda report: cents(most * sum(at * one for at, one in enumerate(report, 1)) / (FIVE * sum(report))),
        }[kind(at)]

    return [of(at) for at in range(100)]


def score(units):
    earned, most = rules(), [Decimal(points) for points in POINTS]
    found, keys = [], []
    for unit in units:
        points = first = maximum = Decimal(0)
        for at, report in enumerate(unit.reports):
            if at in unit.left_out:
                continue
            one = unit.appraised.get(at)
            points += earned[at](report) if one is None else one
            maximum += most[at]
            if at < FIRST_FIELD:
                first = points
        penalty = sum(unit.penalty)
        total = max(Decimal(0), points + min(FIVE, sum(unit.bonus)) - penalty)
        index = cents(total * 100 / maximum)
        found.append((total, index, next(name for name, least in CLASSES if least is None or index >= least)))
        keys.append((-min(index, 100), -first, penalty))
    rank = {key: at for at, key in enumerate(sorted(set(keys)), 1)}
    return found, [rank[key] for key in keys]


def write(result, place):
    found, ranks = result
    totals, indexes, classes = zip(*found)
    write_columns(totals, indexes, ranks, place, classes, digits=4)


ENGINES = {"quantize": Engine("Python", load, score, write, recipe="`quantize(Decimal('0.01'), ROUND_HALF_UP)`", exact=True)}
