"""ln, exp, sqrt and pow: exact where the result is a fraction, else correctly rounded to 40 significant digits.

An irrational result is bracketed with ever more digits until both ends of the bracket round to the same 40 digits. It
is never a tie, because a tie is a fraction; so the search ends. None is "outside the domain".
"""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from .number import Refused

DIGITS = 40
LONGEST = 1_000_000
"""More bits than any figure may have."""


def context(digits):
    return Context(prec=digits, rounding=ROUND_HALF_EVEN, Emax=MAX_EMAX, Emin=MIN_EMIN)


def decided(approximate):
    """`approximate(digits)` is right but for 10 units of its last digit but ten."""
    digits = DIGITS + 20
    while True:
        value = approximate(digits)
        slack = abs(value).scaleb(10 - digits, context(digits))
        wide = context(2 * digits)
        ends = {context(DIGITS).plus(end) for end in (wide.subtract(value, slack), wide.add(value, slack))}
        if len(ends) == 1:
            return bounded(Fraction(ends.pop()))
        digits *= 2


def bounded(value):
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > LONGEST:
        raise Refused("figure.overflow")
    return value


def quotient(value, digits):
    """The fraction as a decimal; `digits` must leave room for what the function makes of the error."""
    return context(digits).divide(Decimal(value.numerator), Decimal(value.denominator))


def logarithm(value, digits):
    """Near 1 the logarithm is small: as many digits more as the argument agrees with 1."""
    near = abs(value - 1)
    more = 5 + max(0, len(str(near.denominator)) - len(str(near.numerator)))
    return context(digits + more).ln(quotient(value, digits + more))


def ln(value):
    if value <= 0:
        return None
    if value == 1:
        return Fraction(0)
    return decided(lambda digits: logarithm(value, digits))


def exp(value):
    if value == 0:
        return Fraction(1)
    if abs(value) > LONGEST:
        raise Refused("figure.overflow")
    return decided(lambda digits: context(digits).exp(quotient(value, digits + 10)))


def sqrt(value):
    return None if value < 0 else power(value, Fraction(1, 2))


def power(base, exponent):
    if exponent.denominator == 1:
        return whole_power(base, exponent.numerator)
    if base < 0 or (base == 0 and exponent < 0):
        return None
    if base in (0, 1):
        return base
    roots = [whole_root(part, exponent.denominator) for part in (base.numerator, base.denominator)]
    if None not in roots:
        return whole_power(Fraction(*roots), exponent.numerator)
    if abs(exponent) * max(base.numerator.bit_length(), base.denominator.bit_length()) > LONGEST:
        raise Refused("figure.overflow")

    def approximate(digits):
        size = 10 + len(str(abs(exponent.numerator) // exponent.denominator))
        product = context(digits + 2 * size).multiply(
            logarithm(base, digits + 2 * size), quotient(exponent, digits + 2 * size)
        )
        return context(digits).exp(product)

    return decided(approximate)


def whole_power(base, exponent):
    if base == 0 and exponent < 0:
        return None
    if base not in (0, 1, -1):
        if abs(exponent) * max(base.numerator.bit_length(), base.denominator.bit_length()) > LONGEST:
            raise Refused("figure.overflow")
    return base**exponent


def whole_root(value, degree):
    """The whole number whose power is the value, or None."""
    if value == 1:
        return 1
    if degree > value.bit_length():
        return None
    low, high = 1, 1 << (value.bit_length() // degree + 1)
    while low <= high:
        middle = (low + high) // 2
        found = middle**degree
        if found == value:
            return middle
        low, high = (middle + 1, high) if found < value else (low, middle - 1)
    return None
