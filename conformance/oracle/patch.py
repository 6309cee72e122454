"""Rows of tables that submissions change by their ids, and the adjustments that follow from it."""

from .moment import instant, is_moment, moment_text
from .evaluate import absent
from .number import decimal_text
from .table import given_columns, typed


def in_time(submissions):
    return sorted(submissions, key=lambda s: (instant(s["at"]).isoformat() if "at" in s else "", str(s.get("by"))))


def patched(tables, submissions):
    """Tables after the patches of the submissions, row by row, cell by cell."""
    tables = {table: [dict(row) for row in rows] for table, rows in tables.items()}
    for submission in in_time(submissions):
        for table, patches in submission.get("tables", {}).items():
            rows = tables.setdefault(table, [])
            for patch in patches:
                row = row_of(rows, patch["id"])
                if patch.get("remove"):
                    rows.remove(row)
                elif row is None:
                    rows.append(dict(patch))
                else:
                    row.update(patch)
    return tables


def row_of(rows, name):
    return next((row for row in rows if row.get("id") == name), None)


def row_adjustments(criteria, stage, before, after, submissions):
    """What a stage changed of the rows that stood before it: cell by cell, or a whole row added or removed."""
    found = []
    for table in criteria.tables.values():
        if table["id"] not in before:
            continue
        old, new = before[table["id"]], after[table["id"]]
        patches = [
            (submission, patch)
            for submission in in_time(submissions)
            for patch in submission.get("tables", {}).get(table["id"], [])
        ]
        places = [row.get("id") for row in old]
        names = {patch["id"] for _, patch in patches}
        for name in sorted(names, key=lambda name: (places.index(name) if name in places else len(places), name)):
            for column, was, now in changed_cells(table, row_of(old, name), row_of(new, name)):
                where = {"row": f"{table['id']}/{name}"} | ({"column": column} if column else {})
                own = [(s, p) for s, p in patches if p["id"] == name and (column is None or column in p)]
                found.append({**where, "stage": stage, "from": was, "to": now, **signed(own)})
    return found


def changed_cells(table, old, new):
    """(column, from, to) of each cell that differs; of a whole row that is not on both sides there is no column."""
    if old is None or new is None:
        if old is new:
            return []
        return [(None, whole(table, old), whole(table, new))]
    texts = [(column["id"], cell(column, old), cell(column, new)) for column in given_columns(table)]
    return [(column, was or "none", now or "none") for column, was, now in texts if was != now]


def whole(table, row):
    """A row as a text; `none` where there is none."""
    if row is None:
        return "none"
    texts = [(column["id"], cell(column, row)) for column in given_columns(table)]
    return "{" + ", ".join(f"{column}: {text}" for column, text in texts if text is not None) + "}"


def cell(column, row):
    value = typed(row.get(column["id"]), column.get("type", "number"))
    if absent(value):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if is_moment(value):
        return moment_text(value)
    return value if isinstance(value, str) else decimal_text(value)


def signed(patches):
    """Who made a change, when, and why: of each party its last word."""
    last = {submission["by"]: (submission, patch) for submission, patch in patches}
    parties = [last[by] for by in sorted(last)]
    dated = [submission["at"] for submission, _ in parties if "at" in submission]
    reasons = list(dict.fromkeys(patch["reason"] for _, patch in parties if patch.get("reason")))
    told = {"by": ", ".join(sorted(last)), "at": max(dated, key=instant, default=None), "reason": "; ".join(reasons)}
    return {key: value for key, value in told.items() if value}
