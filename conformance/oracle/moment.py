"""Dates and datetimes: reading, arithmetic in exact days, text.

A date is a `datetime.date`, a datetime a `datetime.datetime` without offset, in Vietnamese time (UTC+7).
"""

import datetime
import re
from fractions import Fraction

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?")


def read_date(text):
    return datetime.date.fromisoformat(text)


def read_datetime(text):
    """`2021-10-20T17:00`, perhaps with seconds and an offset; a date is its midnight, parts of a second are dropped."""
    if "T" not in text:
        return midnight(read_date(text))
    day, minute, second, offset = WRITTEN.fullmatch(text).groups()
    moment = datetime.datetime.fromisoformat(f"{day}T{minute}{second or ':00'}{(offset or '').replace('Z', '+00:00')}")
    return moment if moment.tzinfo is None else moment.astimezone(VIETNAM).replace(tzinfo=None)


def instant(text):
    """A moment of Vietnamese time that can be compared; a date is its midnight."""
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is not None:
        moment = moment.astimezone(VIETNAM).replace(tzinfo=None)
    return moment


def is_moment(value):
    return isinstance(value, datetime.date)


def has_time(value):
    return isinstance(value, datetime.datetime)


def midnight(value):
    return value if has_time(value) else datetime.datetime.combine(value, datetime.time())


def like(value, other):
    """A literal beside a moment is read as one."""
    if isinstance(value, str) and is_moment(other):
        return read_datetime(value) if "T" in value else read_date(value)
    return value


def alike(a, b):
    """Two values that can be compared: literals are read, and a date beside a datetime is its midnight."""
    a, b = like(a, b), like(b, a)
    if is_moment(a) and is_moment(b) and has_time(a) != has_time(b):
        return midnight(a), midnight(b)
    return a, b


def days_between(a, b):
    """The exact number of days from a to b; both may be literals."""
    a, b = (like(value, datetime.date.min) for value in (a, b))
    gap = midnight(b) - midnight(a)
    return Fraction(gap.days * 86400 + gap.seconds, 86400)


def shifted(value, days):
    """A moment so many days later; None unless whole days of a date, or whole seconds, come out."""
    steps = days * 86400 if has_time(value) else days
    if steps.denominator != 1:
        return None
    try:
        return value + datetime.timedelta(**{"seconds" if has_time(value) else "days": int(steps)})
    except OverflowError:
        return None


def moment_text(value):
    if not has_time(value):
        return value.isoformat()
    return value.isoformat(timespec="seconds" if value.second else "minutes")


def order_key(value):
    """A number that orders moments as they stand."""
    return days_between(datetime.date.min, value)
