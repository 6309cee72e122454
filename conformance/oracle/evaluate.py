"""The value of a formula: a Fraction, text, boolean, date or datetime, or an Absent.

A scope gives the names: `name(word)`, `call(word, texts)`, `rows(table)`, the scopes of the rows (None when the word is
no table).
"""

from fractions import Fraction

from .irrational import exp, ln, power, sqrt
from .calendar import day_of
from .moment import alike, days_between, is_moment, shifted, read_datetime
from .number import Refused, clamp, round_to


class Absent:
    """A value that is not there. Strict operations take the worst of their operands."""

    def __init__(self, state, rank):
        self.state, self.rank = state, rank

    def __repr__(self):
        return self.state


NOT_APPLICABLE = Absent("not_applicable", 1)
EMPTY = Absent("empty", 2)
MISSING = Absent("missing", 3)
PENDING = Absent("pending", 4)


def absent(value):
    return isinstance(value, Absent)


def worst(values):
    """The worst state among the values, or None when all are present."""
    return max((v for v in values if absent(v)), key=lambda v: v.rank, default=None)


class Row:
    """A scope inside a table function: columns first, then whatever the outer scope knows."""

    def __init__(self, outer, cells, table=None):
        self.outer, self.cells, self.table = outer, cells, table

    def name(self, word):
        return self.cells[word] if word in self.cells else self.outer.name(word)

    def call(self, word, texts):
        return self.outer.call(word, texts)

    def rows(self, table):
        return None

    def calendar(self):
        return self.outer.calendar()

    def order(self):
        """The cell by which the rows of its table stand in order."""
        return self.cells[self.outer.order_of(self.table)]


def evaluate(tree, scope):
    kind = tree[0]
    if kind in ("number", "text", "boolean"):
        return tree[1]
    if kind == "none":
        return MISSING
    if kind == "name":
        return scope.name(tree[1])
    if kind == "call":
        return call(tree[1], tree[2], scope)
    if kind in ("and", "or"):
        return logic(kind, evaluate(tree[1], scope), evaluate(tree[2], scope))
    if kind == "in":
        value = evaluate(tree[1], scope)
        return value if absent(value) else any(same(value, evaluate(t, scope)) for t in tree[2])
    values = [evaluate(t, scope) for t in tree[1:]]
    bad = worst(values)
    if kind in ("negate", "not"):
        return bad or (-values[0] if kind == "negate" else not values[0])
    a, b = values
    if kind == "/" and not absent(b) and b == 0:
        return worst([a, EMPTY])
    return bad or operate(kind, a, b)


def logic(kind, a, b):
    """Kleene: the deciding value wins over an unknown one."""
    deciding = kind == "or"
    if a is deciding or b is deciding:
        return deciding
    return worst([a, b]) or (not deciding)


def same(a, b):
    a, b = alike(a, b)
    return a == b


def operate(kind, a, b):
    if kind in ("+", "-") and (is_moment(a) or is_moment(b)):
        return add_days(kind, a, b)
    if kind == "+":
        return a + b
    if kind == "-":
        return a - b
    if kind == "*":
        return a * b
    if kind == "/":
        return a / b
    a, b = alike(a, b)
    return {"=": a == b, "!=": a != b}[kind] if kind in ("=", "!=") else order(kind, a, b)


def add_days(kind, a, b):
    """A moment and a number of days."""
    found = shifted(a, b if kind == "+" else -b) if is_moment(a) else shifted(b, a)
    return MISSING if found is None else found


def order(kind, a, b):
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[kind]


def call(word, arguments, scope):
    if arguments and arguments[0][0] == "name" and word in TABLES:
        rows = scope.rows(arguments[0][1])
        if rows is not None:
            return rows if absent(rows) else TABLES[word](rows, arguments[1:])
    if word == "if":
        condition = evaluate(arguments[0], scope)
        return condition if absent(condition) else evaluate(arguments[1 if condition else 2], scope)
    if word == "known":
        return not absent(evaluate(arguments[0], scope))
    if word == "coalesce":
        for argument in arguments:
            value = evaluate(argument, scope)
            if not absent(value):
                break
        return value
    if word == "wmean":
        return weighted_mean(arguments, scope)
    if word in ("submitted", "points", "max_points") or (word == "index" and arguments):
        return scope.call(word, [argument[1] for argument in arguments])
    if word not in PLAIN and word not in CALENDAR:
        raise Refused(f"formula.unknown_function: {word}")
    values = [evaluate(argument, scope) for argument in arguments]
    if word == "percent" and not absent(values[1]) and values[1] == 0:
        values.append(EMPTY)
    bad = worst(values)
    if bad:
        return bad
    if word in CALENDAR:
        return CALENDAR[word](scope.calendar(), *values)
    found = PLAIN[word](*values)
    return EMPTY if found is None else found


def weighted_mean(arguments, scope):
    """Over the rows of a table, or over pairs: what is absent drops with its weight."""
    rows = scope.rows(arguments[0][1]) if arguments[0][0] == "name" else None
    if rows is None:
        pairs = [(evaluate(x, scope), evaluate(w, scope)) for x, w in zip(arguments[::2], arguments[1::2])]
    elif absent(rows):
        return rows
    else:
        where = arguments[3] if len(arguments) > 3 else None
        pairs = [(evaluate(arguments[1], row), evaluate(arguments[2], row)) for row in kept(rows, where)]
    known = [(x, w) for x, w in pairs if not absent(x) and not absent(w)]
    below = sum((w for _, w in known), Fraction(0))
    return EMPTY if below == 0 else sum((x * w for x, w in known), Fraction(0)) / below


CALENDAR = {
    "workdays": lambda calendar, a, b: Fraction(calendar.workdays(day_of(a), day_of(b))),
    "add_workdays": lambda calendar, a, n: calendar.add_workdays(day_of(a), int(n)) if n == int(n) else MISSING,
    "next_workday": lambda calendar, a: calendar.next_workday(day_of(a)),
}


def at_time(day, time):
    """A time of day on a date."""
    return read_datetime(f"{day_of(day).isoformat()}T{time}")


PLAIN = {
    "at": at_time,
    "day_of": lambda a: day_of(read_datetime(a) if isinstance(a, str) else a),
    "min": min,
    "max": max,
    "abs": abs,
    "round": lambda x, digits: round_to(x, int(digits)),
    "floor": lambda x: Fraction(x.__floor__()),
    "ceil": lambda x: Fraction(x.__ceil__()),
    "clamp": clamp,
    "percent": lambda a, b: a / b * 100,
    "days": days_between,
    "ln": ln,
    "exp": exp,
    "sqrt": sqrt,
    "pow": power,
}
"""Functions of present values; None is outside the domain."""


def kept(rows, where):
    """The rows whose condition is known and true."""
    return rows if where is None else [row for row in rows if evaluate(where, row) is True]


def values_of(rows, arguments):
    """The known values of the first argument over the kept rows; the second argument is the condition."""
    where = arguments[1] if len(arguments) > 1 else None
    found = [evaluate(arguments[0], row) for row in kept(rows, where)]
    return [value for value in found if not absent(value)]


def over(reduce, when_none):
    """A table function that reduces the known values; over no values it is `when_none`."""

    def function(rows, arguments):
        values = values_of(rows, arguments)
        return reduce(values) if values else when_none

    return function


def part(values):
    return Fraction(sum(1 for value in values if value), len(values))


def outermost(pick):
    """The value of the first or last row; of rows with one place in the order the smaller value is first."""

    def function(rows, arguments):
        where = arguments[1] if len(arguments) > 1 else None
        found = [(row.order(), evaluate(arguments[0], row)) for row in kept(rows, where)]
        found = [pair for pair in found if not any(absent(part) for part in pair)]
        return pick(found)[1] if found else EMPTY

    return function


TABLES = {
    "distinct": over(lambda values: Fraction(len(set(values))), Fraction(0)),
    "first": outermost(min),
    "last": outermost(max),
    "count": lambda rows, a: Fraction(len(kept(rows, a[0] if a else None))),
    "sum": over(sum, Fraction(0)),
    "mean": over(lambda values: Fraction(sum(values)) / len(values), EMPTY),
    "min": over(min, EMPTY),
    "max": over(max, EMPTY),
    "share": over(part, EMPTY),
    "percent": over(lambda values: part(values) * 100, EMPTY),
    "any": over(any, False),
    "all": over(all, True),
}
