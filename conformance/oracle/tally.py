"""The tally scale: a base, and lines that take points off or add them.

Everything is computed when it is asked for, so that a line may read `value`, `base` and the other side;
asking for something that is being computed already is a cycle.
"""

from fractions import Fraction

from .evaluate import absent, worst
from .number import Refused, clamp, number
from .scale import kind_of, points_of

YES = {"yes": 1, True: 1, "no": 0, False: 0}


def counted_number(value):
    """A given count: an integer, or yes / no."""
    return Fraction(YES[value]) if isinstance(value, bool) or value in ("yes", "no") else number(value)


class Tally:
    def __init__(self, body, maximum, value, answer, unnamed, scope, value_of):
        """`value_of` gives what feeds the base at another sheet."""
        self.body, self.maximum, self.scope = body, maximum, scope
        self.value, self.answer, self.unnamed, self.value_of = value, answer, unnamed, value_of
        self.lines = body["lines"]
        self.done = {}

    def once(self, what, compute):
        if what not in self.done:
            self.done[what] = Refused(f"fact.cycle: {what} of a tally reads itself")
            self.done[what] = compute()
        if isinstance(self.done[what], Refused):
            raise self.done[what]
        return self.done[what]

    def formula(self, text):
        return self.scope.formula(text, self)

    def local(self, word):
        """A name that only the formulas of the lines know."""
        if word == "value":
            return self.value
        return self.once(word, {"base": self.base, "plus": self.plus, "minus": self.minus}[word])

    def base(self):
        body = self.body["base"]
        if isinstance(body, (dict, str)) and not (isinstance(body, str) and body[0] in "-0123456789"):
            return self.scaled(body, self.value, self.value_of)
        return number(body)

    def scaled(self, scale, value, value_of):
        return self.scope.sheet.scaled(scale, value, self.maximum, value_of)

    def given(self, line, part="value"):
        """What the answer says of a line; where it does not name it `unnamed`: 0, or absent without an answer."""
        if line["id"] not in self.answer:
            return self.unnamed
        found = self.answer[line["id"]]
        if absent(found):
            return found
        return found["value"] if part == "value" else number(found.get("excused", 0))

    def applies(self, line):
        return self.formula(line["when"]) if "when" in line else True

    def count(self, line):
        """Cases of a line after the excused ones are taken off."""
        if "amount" in line:
            return Fraction(1)
        if "count" in line:
            count, excused = self.formula(str(line["count"])), Fraction(0)
        else:
            count, excused = self.given(line), self.given(line, "excused")
            count = count if absent(count) else counted_number(count)
        if "excused" in line:
            excused = self.formula(line["excused"])
        bad = worst([count, excused])
        if bad:
            return bad
        if excused > count:
            raise Refused(f"tally.excused: {line['id']}")
        return count - excused

    def passed_over(self, line):
        """Whether an earlier line of the same `one_of` holds already; absent when that is not known."""
        for other in self.lines:
            if other is line or "one_of" not in line:
                return False
            if other.get("one_of") != line["one_of"]:
                continue
            applies = self.applies(other)
            count = self.count(other) if applies is True else Fraction(0)
            if absent(applies) or absent(count):
                return worst([applies, count])
            if count > 0:
                return True
        return False

    def contribution(self, line):
        applies = self.applies(line)
        if applies is not True:
            return applies if absent(applies) else Fraction(0)
        passed = self.passed_over(line)
        if passed is not False:
            return passed if absent(passed) else Fraction(0)
        points = self.amount(line) if "amount" in line else self.count(line)
        if absent(points):
            return points
        if "points" in line:
            points *= number(line["points"])
        cap = number(line["cap"]) if "cap" in line else None
        return clamp(points, None if cap is None else -cap, cap)

    def amount(self, line):
        amount = line["amount"]
        if isinstance(amount, str) and amount != "yes_no":
            return self.formula(amount)
        if kind_of(amount)[0] == "matrix":
            return points_of(amount, None, self.maximum, self.scope)
        value = self.formula(line["of"]) if "of" in line else self.given(line)
        unnamed = line["id"] not in self.answer and not absent(self.unnamed)
        if "of" not in line and unnamed:
            return Fraction(0)
        return self.scaled(amount, value, lambda sheet: sheet.formula(line["of"]))

    def side(self, sign):
        """The sum of the lines of one side; a line whose side is plain from its points is not computed in vain."""
        total = Fraction(0)
        for line in self.lines:
            if "points" in line and number(line["points"]) * sign < 0:
                continue
            points = self.once(line["id"], lambda line=line: self.contribution(line))
            if absent(points):
                return points
            total += points if points * sign > 0 else 0
        return total

    def minus(self):
        total = self.side(-1)
        return total if absent(total) or "minus_cap" not in self.body else max(total, -number(self.body["minus_cap"]))

    def plus(self):
        total = self.side(1)
        return total if absent(total) or "plus_cap" not in self.body else min(total, number(self.body["plus_cap"]))

    def points(self):
        base, minus, plus = (self.local(word) for word in ("base", "minus", "plus"))
        bad = worst([base, minus, plus])
        if bad:
            return bad
        net = self.body.get("net", {})
        sides = [number(net[side]) if side in net else None for side in ("from", "to")]
        ends = [number(self.body[end]) if end in self.body else None for end in ("floor", "ceiling")]
        return clamp(base + clamp(plus + minus, *sides), *ends)
