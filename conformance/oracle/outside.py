"""Rows of a table that come from outside the round: a list of objects that name their unit.

Nothing that is wrong with such a row refuses the round: the row is rejected, and told with its place.
"""

import re
from fractions import Fraction

from .moment import read_datetime
from .table import SHOWN, Admission, given_columns

PLAIN = re.compile(r"-?\d+(\.\d+)?")
DAY = r"\d{4}-\d\d-\d\d"
BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


class Outside:
    """The rows of one table, by unit. A row is told as `line n`, n from 1 in the list."""

    def __init__(self, table, rows, head, units):
        self.table, self.rows, self.by_unit = table, rows, {}
        self.first = []
        for line, row in enumerate(rows, 1):
            unit, cells, problem = self.read(row)
            if unit not in units:
                self.first.append((line, "unit", {"unit": unit}))
                continue
            self.by_unit.setdefault(unit, []).append((f"line {line}", problem["rule"] if problem else cells))
            if problem:
                self.first.append((line, problem["rule"], {"unit": unit, **problem["at"]}))
        self.admitted = {unit: Admission(table, self.by_unit.get(unit, []), head) for unit in units}

    def of(self, unit):
        return self.admitted[unit]

    def read(self, row):
        """The unit, the cells, and the first cell that does not fit."""
        unit, cells = row.get("unit"), {}
        for column in given_columns(self.table):
            value = row.get(column["id"])
            if value is None or value == "":
                if not column.get("optional"):
                    return unit, cells, {"rule": "column", "at": {"column": column["id"]}}
                continue
            found = fitting(value, column["type"])
            if found is None:
                shown = value if isinstance(value, str) else str(value)
                return unit, cells, {"rule": "type", "at": {"column": column["id"], "value": shown}}
            cells[column["id"]] = found
        return unit, cells, None

    def record(self):
        """What results say of the table as a whole."""
        rejected = list(self.first)
        for unit, admission in self.admitted.items():
            told = [one for one in admission.rejected if one[1] not in ("column", "type")]
            rejected += [(int(name.split()[1]), rule, {"unit": unit}) for _, rule, name in told]
        reasons = {rule["id"]: rule.get("reason") for rule in self.table.get("valid", [])}
        told = []
        for rule in ["unit", "column", "type", *reasons, "latest"]:
            rows = sorted((one for one in rejected if one[1] == rule), key=lambda one: one[0])
            reason = {"reason": reasons[rule]} if reasons.get(rule) else {}
            first = [{"source": self.table["id"], "line": line, **where, **reason} for line, _, where in rows[:SHOWN]]
            if rows:
                told.append({"rule": rule, "rows": len(rows), "first": first})
        record = {"table": self.table["id"], "rows": len(self.rows), "counted": len(self.rows) - len(rejected)}
        return {**record, "rejected": told} if told else record


def fitting(value, kind):
    """The cell as its type has it, or None."""
    if kind == "boolean":
        return value if isinstance(value, bool) else BOOLEANS.get(str(value))
    if isinstance(value, bool):
        return None
    if kind == "number":
        plain = not isinstance(value, str) or PLAIN.fullmatch(value)
        return Fraction(value) if plain else None
    if not isinstance(value, str):
        return None
    if kind == "text":
        return value
    pattern = DAY if kind == "date" else rf"{DAY}(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?"
    return value if re.fullmatch(pattern, value) and possible(value) else None


def possible(text):
    """Whether the day, and the time, exist."""
    try:
        read_datetime(text)
    except ValueError:
        return False
    return True
