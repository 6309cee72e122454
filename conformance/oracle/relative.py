"""The scale `relative`: a value beside the values of the rated units.

Every method answers with points, or EMPTY where the values of the units do not let it.
"""

from fractions import Fraction

from .evaluate import EMPTY
from .irrational import sqrt
from .number import Refused, number


def method_of(body):
    """A method is a word, or one word with keys."""
    return (body, {}) if isinstance(body, str) else next(iter(body.items()))


def relative(body, value, values, maximum):
    """Points for `value` beside `values`, those of the rated units."""
    method, keys = method_of(body)
    if method not in METHODS:
        raise Refused(f"scale.unknown: relative {method}")
    if not values:
        return EMPTY
    return METHODS[method](value, values, maximum, keys, keys.get("better", "high") == "high")


def min_max(value, values, maximum, keys, high):
    low_end, high_end = (number(end) for end in keys.get("to", [0, maximum]))
    least, greatest = min(values), max(values)
    if least == greatest:
        return EMPTY
    above = value - least if high else greatest - value
    return low_end + above / (greatest - least) * (high_end - low_end)


def share_of_best(value, values, maximum, keys, high):
    if high:
        return EMPTY if max(values) == 0 else value / max(values) * maximum
    return EMPTY if value == 0 else min(values) / value * maximum


def z_score(value, values, maximum, keys, high):
    mean = Fraction(sum(values)) / len(values)
    spread = sqrt(sum((x - mean) ** 2 for x in values) / len(values))
    if spread == 0:
        return EMPTY
    scores = (value - mean) / spread if high else (mean - value) / spread
    return number(keys.get("center", 0)) + number(keys.get("spread", 1)) * scores


def percentile(value, values, maximum, keys, high):
    worse = sum(1 for x in values if (x < value if high else x > value))
    return EMPTY if len(values) == 1 else maximum * Fraction(worse, len(values) - 1)


def rank(value, values, maximum, keys, high):
    better = sum(1 for x in values if (x > value if high else x < value))
    return maximum * Fraction(len(values) - better, len(values))


METHODS = {
    "min_max": min_max,
    "share_of_best": share_of_best,
    "z_score": z_score,
    "percentile": percentile,
    "rank": rank,
}
