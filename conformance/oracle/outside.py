"""Rows of a table that come from outside the round: a list of objects that name their unit.

Nothing that is wrong with such a row refuses the round: the row is rejected, and told with its place.
"""

import json
import re
import unicodedata
from fractions import Fraction

from .moment import read_datetime
from .table import SHOWN, Admission, given_columns

PLAIN = re.compile(r"-?\d+(\.\d+)?")
DAY = r"\d{4}-\d\d-\d\d"
BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


class Outside:
    """The rows of one table, by unit. The nth row of a table stands at line n of a file called like the table."""

    def __init__(self, table, rows, head, units):
        self.table, self.rows, self.source = table, rows, f"{table['id']}.json"
        self.rejected, self.strangers, by_unit = [], set(), {}
        for line, row in enumerate(rows, 1):
            unit = row.get(table.get("unit", "unit"))
            if unit not in units:
                self.turn_away(line, unit)
                continue
            cells, problem = self.read(row)
            by_unit.setdefault(unit, []).append((line, problem["rule"] if problem else cells))
            if problem:
                self.rejected.append((line, problem.pop("rule"), {"unit": unit, **problem}))
        self.admitted = {}
        for unit in units:
            named = [(f"{self.source}:{line}", cells) for line, cells in by_unit.get(unit, [])]
            self.admitted[unit] = Admission(table, named, head)
            for at, rule, _ in self.admitted[unit].rejected:
                if rule not in ("column", "type"):
                    self.rejected.append((by_unit[unit][at][0], rule, {"unit": unit}))

    def of(self, unit):
        return self.admitted[unit]

    def turn_away(self, line, unit):
        """A row of no unit of the round; of each id only the first is told."""
        if isinstance(unit, str) and not composed(unit):
            self.rejected.append((line, "unit", {"value": visible(unit)}))
            return
        told = unit is None or unit not in self.strangers
        self.strangers.add(unit)
        self.rejected.append((line, "unit", ({} if unit is None else {"unit": unit}) if told else None))

    def read(self, row):
        """The cells by column, and the first that is missing or does not fit."""
        cells = {}
        for column in given_columns(self.table):
            value = row.get(column.get("source", column["id"]))
            if value is None or value == "":
                if not column.get("optional"):
                    return cells, {"rule": "column", "column": column["id"]}
                continue
            found = fitting(value, column["type"])
            if found is None:
                shown = visible(value) if isinstance(value, str) else json.dumps(value)
                return cells, {"rule": "type", "column": column["id"], "value": shown, "expected": column["type"]}
            cells[column["id"]] = found
        return cells, None

    def record(self):
        """What results say of the table as a whole."""
        reasons = {rule["id"]: rule.get("reason") for rule in self.table.get("valid", [])}
        told = []
        for rule in ["unit", "column", "type", *reasons, "latest"]:
            rows = sorted((one for one in self.rejected if one[1] == rule), key=lambda one: one[0])
            first = [{"source": self.source, "line": line, **where} for line, _, where in rows if where is not None]
            if rows:
                reason = {"reason": reasons[rule]} if reasons.get(rule) else {}
                told.append({"rule": rule, **reason, "rows": len(rows), "first": first[:SHOWN]})
        record = {"table": self.table["id"], "rows": len(self.rows), "counted": len(self.rows) - len(self.rejected)}
        return {**record, "rejected": told} if told else record


def fitting(value, kind):
    """The cell as its type has it, or None."""
    if kind == "boolean":
        return value if isinstance(value, bool) else BOOLEANS.get(str(value))
    if isinstance(value, (bool, list, dict)):
        return None
    if kind == "number":
        plain = not isinstance(value, str) or PLAIN.fullmatch(value)
        return Fraction(value) if plain else None
    if not isinstance(value, str):
        return None
    if kind == "text":
        return value if composed(value) else None
    pattern = DAY if kind == "date" else rf"{DAY}(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?"
    return value if re.fullmatch(pattern, value) and possible(value) else None


def composed(text):
    """Whether every letter is one sign, where there is such a sign."""
    return unicodedata.normalize("NFC", text) == text


def visible(text):
    """A text that is not composed, with its marks by their numbers."""
    if composed(text):
        return text
    return "".join(f"\\u{ord(sign):04x}" if "\u0300" <= sign <= "\u036f" else sign for sign in text)


def possible(text):
    """Whether the day, and the time, exist."""
    try:
        read_datetime(text)
    except ValueError:
        return False
    return True
