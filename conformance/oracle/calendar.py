"""Working days: which days of a calendar are worked, counted one by one."""

import datetime

from .moment import has_time, read_date
from .number import Refused

ONE = datetime.timedelta(days=1)
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def dates(entries):
    return {read_date(entry["date"] if isinstance(entry, dict) else entry) for entry in entries}


class Calendar:
    def __init__(self, written):
        self.first, self.last = (read_date(written["covers"][end]) for end in ("from", "until"))
        self.weekend = {WEEK.index(day) for day in written.get("weekend", ["sat", "sun"])}
        self.holidays, self.swapped = dates(written.get("holidays", [])), dates(written.get("worked", []))

    def works(self, day):
        if not self.first <= day <= self.last:
            raise Refused(f"calendar.uncovered: {day}")
        return day in self.swapped or (day.weekday() not in self.weekend and day not in self.holidays)

    def workdays(self, after, until):
        """The worked days after one day until another; below 0 where the second comes first."""
        if until < after:
            return -self.workdays(until, after)
        days = (after + ONE * step for step in range(1, (until - after).days + 1))
        return sum(1 for day in days if self.works(day))

    def next_workday(self, day):
        while not self.works(day):
            day += ONE
        return day

    def add_workdays(self, day, count):
        """The day that lies so many worked days after, or before; with 0 the day itself."""
        if count > 0:
            while count:
                day += ONE
                count -= self.works(day)
            return day
        if count == 0:
            return day
        # Backwards the day is itself worked, and so many worked days lie after it.
        left = -count if self.works(day) else -count + 1
        while left:
            day -= ONE
            left -= self.works(day)
        return day


def day_of(value):
    """A literal is a date; the day of a datetime."""
    value = read_date(value) if isinstance(value, str) else value
    return value.date() if has_time(value) else value
