"""Exact numbers: reading, rounding, canonical text. Nothing here ever becomes a binary float."""

import json
from fractions import Fraction


class Refused(Exception):
    """The documents cannot be scored; the message begins with a code."""


def number(value):
    """A JSON number (kept exact by `load`) or a string of digits, perhaps "1/7", as a fraction."""
    if isinstance(value, bool) or not isinstance(value, (int, str, Fraction)):
        raise Refused(f"number.syntax: {value!r}")
    return Fraction(value)


def load(text):
    """Parse JSON; every number that is not an integer becomes a Fraction of its text."""
    return json.loads(text, parse_float=Fraction, parse_int=int)


def round_to(value, digits, mode="half_up"):
    """Round a fraction to so many digits after the point; negative digits round to tens, hundreds, …"""
    scaled = value * Fraction(10) ** digits
    sign = -1 if scaled < 0 else 1
    whole, rest = divmod(abs(scaled), 1)
    if mode == "up":
        whole += 1 if rest > 0 else 0
    elif mode == "half_up":
        whole += 1 if rest >= Fraction(1, 2) else 0
    elif mode == "half_even":
        whole += 1 if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1) else 0
    elif mode != "down":
        raise Refused(f"value.invalid: rounding mode {mode}")
    return sign * whole / Fraction(10) ** digits


def decimal_text(value):
    """Canonical text: no exponent, no trailing zeros, no -0. Refuses a fraction that does not terminate."""
    digits, rest = 0, value.denominator
    while rest % 10 == 0:
        rest, digits = rest // 10, digits + 1
    while rest % 2 == 0:
        rest, digits = rest // 2, digits + 1
    while rest % 5 == 0:
        rest, digits = rest // 5, digits + 1
    if rest != 1:
        raise Refused(f"rounding.required: {value} does not terminate")
    whole = str(abs(int(value * 10**digits))).rjust(digits + 1, "0")
    text = whole[: len(whole) - digits]
    if digits:
        text += ("." + whole[len(whole) - digits :]).rstrip("0").rstrip(".")
    return ("-" if value < 0 else "") + text


def shown_text(value):
    """The same of a figure that may not end: such a one is shown with six digits."""
    try:
        return decimal_text(value)
    except Refused:
        return decimal_text(round_to(value, 6))


def clamp(value, low=None, high=None):
    """The value, not below `low` and not above `high`; either may be None."""
    if low is not None and value < low:
        value = low
    if high is not None and value > high:
        value = high
    return value


class Figure:
    """One published figure: exactly as computed, as it goes onward, and as printed."""

    def __init__(self, exact, rounding=None):
        self.exact = exact
        self.printed = exact
        if rounding is not None:
            self.printed = round_to(exact, rounding["digits"], rounding.get("mode", "half_up"))
        shown_only = rounding is not None and rounding.get("shown", False)
        self.onward = exact if shown_only else self.printed

    def limited(self, high):
        """The same figure, no higher than `high` in each of its three readings."""
        low = Figure(min(self.exact, high))
        low.printed, low.onward = min(self.printed, high), min(self.onward, high)
        return low

    def read(self, figure):
        """The reading that `figure` asks for: "onward", "published" (as printed) or "exact"."""
        return {"onward": self.onward, "published": self.printed, "exact": self.exact}[figure]
