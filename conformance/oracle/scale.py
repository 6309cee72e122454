"""Scales: from a value or an answer to points. Tallies have a file of their own."""

from fractions import Fraction

from .evaluate import MISSING, absent, worst
from .number import Refused, clamp, number

EDGES = ("from", "above", "to", "below", "at")


def kind_of(scale):
    """The name of a scale and its body; "yes_no" has none."""
    if isinstance(scale, str):
        return scale, None
    kind = next(key for key in scale if key != "of")
    return kind, scale[kind]


def takes_numbers(scale):
    """Whether an answer to this scale is a number; of a tally, the answer to its base."""
    kind, body = kind_of(scale)
    if kind == "tally":
        return not isinstance(body["base"], (dict, str)) or takes_numbers(body["base"])
    return kind in ("entered", "value", "bands", "proportional", "interpolate", "relative")


def entries(body):
    """A list written bare or as {"list": […]}."""
    return body["list"] if isinstance(body, dict) else body


def holds(band, value):
    """Whether the value lies within every edge of the band."""
    return (
        ("from" not in band or value >= number(band["from"]))
        and ("above" not in band or value > number(band["above"]))
        and ("to" not in band or value <= number(band["to"]))
        and ("below" not in band or value < number(band["below"]))
        and ("at" not in band or value == number(band["at"]))
    )


def band_of(bands, value):
    """The position of the band that the value falls in, or None."""
    used = {edge for band in bands for edge in EDGES if edge in band}
    if used <= {"from"}:
        cuts = [(number(band["from"]), i) for i, band in enumerate(bands) if "from" in band]
        reached = [cut for cut in cuts if cut[0] <= value]
        if reached:
            return max(reached)[1]
        return next((i for i, band in enumerate(bands) if "from" not in band), None)
    return next((i for i, band in enumerate(bands) if holds(band, value)), None)


def by_id(items, wanted):
    for item in items:
        if item.get("id") == wanted:
            return item
    raise Refused(f"answer.unknown_option: {wanted}")


def worth(item, maximum):
    """The points of an option, tick or band: written, or as a fraction of the maximum."""
    if "points" in item:
        return number(item["points"])
    return number(item["of_max"]) * maximum


def ticks(items):
    """The items of a checklist that can be ticked, groups opened."""
    for item in items:
        if "items" in item:
            yield from ticks(item["items"])
        else:
            yield item


def points_of(scale, value, maximum, scope):
    """Points for a present value or an answer; an absent value stays what it is."""
    kind, body = kind_of(scale)
    if kind == "matrix":
        return matrix(body, value, scope)
    if absent(value):
        return value
    if kind == "yes_no":
        return maximum if value in (True, "yes") else Fraction(0)
    if kind == "options":
        return worth(by_id(entries(body), value), maximum)
    if kind == "checklist":
        return sum((worth(tick, maximum) for tick in ticks(entries(body)) if tick["id"] in value), Fraction(0))
    if kind == "bands":
        return bands(entries(body), value, maximum)
    value = number(value)
    if kind == "entered":
        return value
    if kind == "value":
        return clamp(value, *[number(body[side]) if side in body else None for side in ("from", "to")])
    if kind == "proportional":
        return proportional(body, value, maximum)
    if kind == "interpolate":
        return interpolate(body, value)
    raise Refused(f"scale.unknown: {kind}")


def bands(items, value, maximum):
    if isinstance(value, dict):
        return worth(by_id(items, value["band"]), maximum)
    i = band_of(items, number(value))
    return MISSING if i is None else worth(items[i], maximum)


def matrix(body, answer, scope):
    """The cell where two bands cross. Data come first; an answer stands in when they are not there."""
    sides = [body["rows"], body["columns"]]
    values = [scope.formula(side["of"]) if "of" in side else MISSING for side in sides]
    if worst(values):
        if not isinstance(answer, dict):
            return worst(values)
        found = [[b.get("id") for b in side["bands"]].index(answer[key]) for side, key in zip(sides, ("row", "column"))]
    else:
        found = [band_of(side["bands"], value) for side, value in zip(sides, values)]
        if None in found:
            return MISSING
    return number(body["points"][found[0]][found[1]])


def proportional(body, value, maximum):
    if "zero_below" in body and value < number(body["zero_below"]):
        return Fraction(0)
    points = value / number(body["target"]) * maximum
    if body["cap"] == "none":
        return points
    return min(points, maximum if body["cap"] == "max" else number(body["cap"]))


def interpolate(body, value):
    knots = sorted((number(x), number(y)) for x, y in body["knots"])
    if value < knots[0][0] or value > knots[-1][0]:
        if body["outside"] == "clamp":
            return knots[0 if value < knots[0][0] else -1][1]
        if body["outside"] == "error":
            raise Refused(f"value.outside: {value}")
    segment = next((i for i in range(1, len(knots)) if value <= knots[i][0]), len(knots) - 1)
    (x0, y0), (x1, y1) = knots[segment - 1], knots[segment]
    return y0 + (value - x0) * (y1 - y0) / (x1 - x0)
