"""From children to a node: sums of points, or means and choices of fractions."""

from fractions import Fraction
from math import lcm

from .irrational import power
from .number import Refused, number


def weight(indicator):
    return number(indicator.written.get("weight", 1))


def total(scores, left):
    """Weighted sums of points and maxima; a shared maximum rescales the siblings that count for the maximum."""
    points = maximum = beside = Fraction(0)
    for child, score in left:
        won = weight(child) * (score.points.onward if score.points else 0)
        if child.in_maximum:
            points += won
            maximum += weight(child) * score.maximum.onward
        else:
            beside += won
    shared = sum((weight(child) * score.share for child, score in scores), Fraction(0))
    if shared and maximum:
        points, maximum = points * (maximum + shared) / maximum, maximum + shared
    return points + beside, maximum


def fraction(combine, left):
    """What the node earns of its maximum by the children's fractions, or None where a mean of them does not exist."""
    found = []
    for child, score in left:
        points = score.points.onward if score.points else Fraction(0)
        found.append((weight(child), points / score.maximum.onward))
    fractions = sorted((f for _, f in found), reverse=True)
    if isinstance(combine, dict):
        best = fractions[: int(combine["best"])]
        return sum(best) / len(best)
    if combine in ("min", "max"):
        return fractions[0 if combine == "max" else -1]
    weights = sum(w for w, _ in found)
    if combine == "mean":
        return sum(w * f for w, f in found) / weights
    if fractions[-1] < 0:
        return None
    if fractions[-1] == 0:
        return Fraction(0)
    if combine == "harmonic":
        return weights / sum(w / f for w, f in found)
    if combine == "geometric":
        return geometric(found)
    raise Refused(f"value.invalid: combine {combine}")


def geometric(found):
    """The root of the product: weights are made whole first, so that there is one root, of one fraction."""
    common = lcm(*(w.denominator for w, _ in found))
    product = Fraction(1)
    for w, f in found:
        product *= f ** (w * common).numerator
    return power(product, 1 / (common * sum(w for w, _ in found)))
