"""The rows of one table of one unit: derived columns, the rules that admit a row, the latest of several.

Formulas see the admitted rows only. What was rejected is told by the rule that rejected it.
"""

from .evaluate import MISSING, absent, evaluate
from .moment import read_date, read_datetime
from .number import number

SHOWN = 20


def typed(value, kind):
    """A value of a fact or a cell, read as its declared type."""
    if value is None:
        return MISSING
    if kind == "number":
        return number(value)
    return {"date": read_date, "datetime": read_datetime}.get(kind, lambda text: text)(value)


class Cells:
    """The cells of a row, and the scope in which its own formulas stand; derived ones wait until asked for."""

    def __init__(self, table, given, head):
        self.head, self.known = head, {}
        self.columns = {column["id"]: column for column in table["columns"]}
        for column in given_columns(table):
            self.known[column["id"]] = typed(given.get(column["id"]), column.get("type", "number"))

    def __contains__(self, column):
        return column in self.columns

    def __getitem__(self, column):
        if column not in self.known:
            self.known[column] = evaluate(self.head.tree(self.columns[column]["formula"]), self)
        return self.known[column]

    def name(self, word):
        return self[word] if word in self else self.head.name(word)

    def call(self, word, texts):
        return self.head.call(word, texts)

    def rows(self, table):
        return None

    def calendar(self):
        return self.head.calendar()


class Admission:
    """Rows given, rows that count, and the others by the rule that rejected them.

    `rows` are pairs of the name by which a row is told and its cells as written, or a rule that rejects it unread.
    """

    def __init__(self, table, rows, head):
        self.table, self.given, self.rejected = table, len(rows), []
        read = []
        for at, (name, row) in enumerate(rows):
            if isinstance(row, str):
                self.rejected.append((at, row, name))
                continue
            cells = Cells(table, row, head)
            broken = next((rule["id"] for rule in table.get("valid", []) if not holds(rule, cells)), None)
            if broken is None:
                read.append((at, name, cells))
            else:
                self.rejected.append((at, broken, name))
        kept = latest(table, read)
        self.rejected += [(at, "latest", name) for at, name, _ in read if at not in kept]
        self.counted = [cells for at, _, cells in read if at in kept]

    def record(self):
        """What results say of the table; nothing where every row counts."""
        rejected = []
        for rule in ["column", "type", *(rule["id"] for rule in self.table.get("valid", [])), "latest"]:
            names = [name for _, reason, name in sorted(self.rejected, key=lambda one: one[0]) if reason == rule]
            if names:
                rejected.append({"rule": rule, "rows": len(names), "ids": names[:SHOWN]})
        return {"table": self.table["id"], "rows": self.given, "rejected": rejected} if rejected else None


def given_columns(table):
    return [column for column in table["columns"] if "formula" not in column]


def holds(rule, cells):
    return evaluate(cells.head.tree(rule["condition"]), cells) is True


def latest(table, read):
    """The places of the rows that count; of rows with one key that is the one that stands last."""
    if "latest" not in table:
        return {at for at, _, _ in read}
    keys = table["latest"] if isinstance(table["latest"], list) else [table["latest"]]
    best = {}
    for at, _, cells in read:
        key = tuple(standing(cells[column]) for column in keys)
        order = [standing(cells[table["order"]])]
        order += [standing(cells[column["id"]]) for column in given_columns(table)]
        # Of rows that are equal in everything the one given first counts.
        if key not in best or order > best[key][0]:
            best[key] = (order, at)
    return {at for _, at in best.values()}


def standing(value):
    """A cell among others of its column: what is not there stands before what is."""
    return (0,) if absent(value) else (1, value)
