"""What the head of a round says to every formula: its period, its day, its calendar."""

from .calendar import Calendar
from .evaluate import MISSING
from .moment import read_date
from .number import Refused

NAMES = ("period.from", "period.until", "period.kind", "as_of")


class Head:
    """The scope of a formula that knows nothing of the units."""

    def __init__(self, criteria, round_):
        self.criteria, self.round = criteria, round_

    def tree(self, text):
        return self.criteria.formula(text)

    def name(self, word):
        if word not in NAMES:
            raise Refused(f"formula.unknown_name: {word}")
        place, _, key = word.rpartition(".")
        text = (self.round.get(place, {}) if place else self.round).get(key)
        if text is None or key == "kind":
            return MISSING if text is None else text
        return read_date(text)

    def call(self, word, texts):
        raise Refused(f"formula.unknown_function: {word}")

    def rows(self, table):
        return None

    def calendar(self):
        return Calendar(self.round["calendar"])
