"""Submissions laid over each other: what holds at each stage, who set it, and what a later stage changed.

Everything a submission sets is one key: ("fact", id), ("answer", leaf), ("base", leaf) and ("line", leaf, line) of a
tally, ("tally", leaf) for "this tally was answered", ("points", leaf), ("not_applicable", leaf), ("class",).
"""

import datetime

from .appraisers import decide
from .evaluate import MISSING, PENDING, absent
from .moment import instant, is_moment, moment_text, read_datetime
from .number import Figure, Refused, decimal_text, number, round_to, shown_text
from .patch import patched, row_adjustments
from .scale import entries, kind_of, takes_numbers, ticks

RESERVED = {"value", "reason", "evidence"}


class Entry:
    def __init__(self, value, by=None, at=None, reason=None, role=None):
        self.value, self.by, self.at, self.reason, self.role = value, by, at, reason, role


class Overlay:
    """Everything that holds at one stage of one unit."""

    def __init__(self, entries_, tables, stage, stages):
        self.entries, self.tables = entries_, tables
        self.stage, self.stages = stage, [one["id"] for one in stages]
        self.may = {one["id"]: one.get("may") for one in stages}

    def get(self, key):
        return self.entries.get(key)

    def answer(self, indicator):
        """The answer of a leaf; of a tally, the entry that says who answered."""
        return self.get(("tally" if indicator.is_tally() else "answer", indicator.id))

    def unset(self, closed_to, *sections):
        """What nobody set: pending until the first stage that may set it, then missing."""

        def sets(stage):
            may = self.may[stage]
            return stage not in closed_to and (may is None or any(may.get(section) for section in sections))

        first = next((stage for stage in self.stages if sets(stage)), self.stages[0])
        return PENDING if self.stages.index(self.stage) < self.stages.index(first) else MISSING

    def tally_lines(self, indicator):
        """{line: {value, excused}} as answered; a line that is not decided is pending."""
        prefix = ("line", indicator.id)
        return {key[2]: entry.value for key, entry in self.entries.items() if key[:2] == prefix}


class Change:
    """A key whose value at a stage differs from what it inherited."""

    def __init__(self, key, stage, before, after):
        self.key, self.stage, self.before, self.after = key, stage, before, after


def full(written):
    """(value, reason) of a short or a full form."""
    if isinstance(written, dict) and "value" in written and set(written) <= RESERVED:
        return written["value"], written.get("reason")
    return written, None


def read_submission(criteria, submission):
    """The keys that one submission sets; None as a value clears what was inherited."""
    by, at, role, found = submission.get("by"), submission.get("at"), submission.get("role"), {}

    def put(key, written):
        value, reason = full(written)
        found[key] = Entry(value, by, at, reason, role)

    for word, written in submission.get("facts", {}).items():
        value, reason = full(written)
        found[("fact", word)] = Entry(fact_value(criteria, word, value), by, at, reason)
    for leaf, written in submission.get("points", {}).items():
        put(("points", leaf), written)
    for leaf, written in submission.get("not_applicable", {}).items():
        reason = written if isinstance(written, str) else (written or {}).get("reason")
        found[("not_applicable", leaf)] = Entry(None if written is None else "not_applicable", by, at, reason, role)
    if "class" in submission:
        put(("class",), submission["class"])
    for leaf, written in submission.get("answers", {}).items():
        if not criteria.indicator(leaf).is_tally():
            put(("answer", leaf), written)
            continue
        lines, reason = full(written)
        found[("tally", leaf)] = Entry(None if lines is None else True, by, at, reason, role)
        if lines is None:
            lines = {line["id"]: None for line in criteria.indicator(leaf).written["scale"]["tally"]["lines"]}
            lines["base"] = None
        for line, one in lines.items():
            put(("base", leaf), one) if line == "base" else put_line(found, leaf, line, one, by, at, reason, role)
    return found


def fact_value(criteria, word, value):
    """A datetime in its one form, so that two ways to write a moment are the same value."""
    kind = criteria.facts[word].get("type")
    return moment_text(read_datetime(value)) if kind == "datetime" and value is not None else value


def put_line(found, leaf, line, written, by, at, reason, role):
    if isinstance(written, dict):
        reason = written.get("reason", reason)
        value = {key: written[key] for key in ("value", "excused") if key in written}
    else:
        value = None if written is None else {"value": written}
    found[("line", leaf, line)] = Entry(value, by, at, reason, role)


def same_value(a, b):
    """Whether two values are the same: 36 and "36.0" are, two lists of the same ticks are."""
    if a is PENDING or b is PENDING:
        return a is b
    if isinstance(a, list) and isinstance(b, list):
        return sorted(a) == sorted(b)
    a, b = ({True: "yes", False: "no"}[x] if isinstance(x, bool) else x for x in (a, b))
    if a == b:
        return True
    try:
        return number(a) == number(b)
    except (Refused, ValueError):
        return False


def at_one_stage(criteria, stage, submissions):
    """What all parties together set at one stage: the later time of one party wins; appraisers are combined, other
    parties may not differ."""
    parties = {}
    for submission in sorted(submissions, key=lambda s: instant(s["at"]) if "at" in s else datetime.datetime.min):
        parties.setdefault(submission.get("by"), {}).update(read_submission(criteria, submission))
    merged = {}
    rule = next((one.get("appraisers") for one in criteria.stages if one["id"] == stage), None)
    if rule is not None:
        for key in {key for entries in parties.values() for key in entries}:
            entries = [parties[by][key] for by in sorted(parties, key=str) if key in parties[by]]
            merged[key] = together(*decide(rule, entries, different, numbers_of(criteria, key, entries)))
        return merged
    for by in sorted(parties, key=str):
        for key, entry in parties[by].items():
            if key in merged and key[0] == "tally":
                entry.by = ", ".join([merged[key].by, entry.by])
            elif key in merged and not same_value(merged[key].value, entry.value):
                raise Refused(f"stage.conflict: {key}")
            merged[key] = entry
    return merged


def different(one, other):
    """Whether two entries set different values."""
    return not same_value(one.value, other.value)


def numbers_of(criteria, key, entries):
    """The values as fractions, or None where they are not all numbers that stand for a measure or for points."""
    if key[0] not in ("fact", "answer", "base", "points") or not (key[0] == "points" or numeric(criteria, key)):
        return None
    try:
        return [number(entry.value) for entry in entries]
    except Refused:
        return None


def together(entries, value):
    """One entry of several parties, dated like the latest of them."""
    if len(entries) == 1 and value is not PENDING:
        return entries[0]
    reasons = []
    for entry in entries:
        if entry.reason and entry.reason not in reasons:
            reasons.append(entry.reason)
    dated = [entry.at for entry in entries if entry.at is not None]
    names = ", ".join(entry.by for entry in entries)
    return Entry(value, names, max(dated, key=instant, default=None), "; ".join(reasons) or None)


def overlays(criteria, unit):
    """The overlay of every declared stage in order, the changes that later stages made, and those of rows."""
    held = {("fact", word): Entry(fact_value(criteria, word, value)) for word, value in unit.get("facts", {}).items()}
    tables, found, changes, rows, started = unit.get("tables", {}), [], [], [], False
    for stage in criteria.stage_ids:
        submissions = [s for s in unit.get("submissions", []) if s["stage"] == stage]
        before, held = held, dict(held)
        merged = at_one_stage(criteria, stage, submissions)
        for key, entry in merged.items():
            if entry.value is None:
                held.pop(key, None)
            else:
                held[key] = entry
            if started and stage != criteria.stage_ids[0] and changed(criteria, key, entry, before):
                changes.append(Change(key, stage, before.get(key), entry))
        earlier, tables = tables, patched(tables, submissions)
        if started and stage != criteria.stage_ids[0]:
            rows += row_adjustments(criteria, stage, earlier, tables, submissions)
        started = started or bool(submissions)
        found.append(Overlay(held, tables, stage, criteria.stages))
    return found, changes, rows


def changed(criteria, key, entry, before):
    """Whether an entry is an adjustment of what it inherits. Setting what is computed otherwise always is one."""
    old = before.get(key)
    if key[0] == "tally":
        return False
    if key[0] == "line" and old is None and ("tally", key[1]) in before:
        return entry.value is PENDING or (entry.value is not None and not same_value(count_of(entry.value["value"]), 0))
    if old is None:
        derived = key[0] == "fact" and "formula" in criteria.facts[key[1]]
        return (derived or key[0] in ("points", "not_applicable", "class")) and entry.value is not None
    if PENDING in (old.value, entry.value):
        return old.value is not entry.value
    if key[0] == "line" and entry.value is not None:
        counts = [[count_of(value.get(k, 0)) for k in ("value", "excused")] for value in (old.value, entry.value)]
        return not all(same_value(*pair) for pair in zip(*counts))
    return not same_value(old.value, entry.value)


def count_of(value):
    """The count that a line was given: yes is 1, no is 0."""
    if isinstance(value, bool) or value in ("yes", "no"):
        return int(value in (True, "yes"))
    return value


def text_of(criteria, key, entry):
    """How an adjustment prints a value."""
    if entry is None or entry.value is None:
        return "0" if entry is None and key[0] == "line" else "none"
    if entry.value is PENDING:
        return "pending"
    value = entry.value["value"] if key[0] == "line" else entry.value
    if key[0] == "line" and value in ("yes", "no", True, False):
        return "1" if value in ("yes", True) else "0"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(value[part] for part in ("band", "row", "column") if part in value)
    if isinstance(value, list):
        scale = criteria.indicator(key[1]).written["scale"]
        return ", ".join(tick["id"] for tick in ticks(entries(kind_of(scale)[1])) if tick["id"] in value)
    if isinstance(value, str):
        is_number = key[0] == "points" or numeric(criteria, key)
        return value if value in ("yes", "no") or not is_number else decimal_text(number(value))
    return shown_text(number(value))


def numeric(criteria, key):
    """Whether a text under this key is a number written as a string."""
    if key[0] == "fact":
        return criteria.facts[key[1]].get("type", "number") == "number"
    if key[0] == "line":
        lines = criteria.indicator(key[1]).written["scale"]["tally"]["lines"]
        amount = next(line for line in lines if line["id"] == key[2]).get("amount")
        return amount is None or takes_numbers(amount)
    return key[0] in ("answer", "base") and takes_numbers(criteria.indicator(key[1]).written["scale"])


def adjustments(criteria, changes, rows, sheets, classes):
    """The adjustments of a unit for the results, by stage, facts first, then indicators in document order, rows last."""
    found = []
    for change in changes:
        key, stage = change.key, change.stage
        before = text_of(criteria, key, change.before)
        if change.before is None and key[0] in ("points", "fact"):
            before = computed_text(criteria, key, sheets[criteria.stage_ids.index(stage) - 1])
        if change.before is None and key[0] == "class":
            before = classes[criteria.stage_ids.index(stage) - 1][1] or "none"
        after = text_of(criteria, key, change.after)
        where = {"class": True} if key[0] == "class" else {"fact" if key[0] == "fact" else "indicator": key[1]}
        if key[0] == "line":
            where["indicator"] += "/" + key[2]
        elif key[0] == "base":
            where["indicator"] += "/base"
        record = {**where, "stage": stage, "from": before, "to": after}
        extra = {"by": change.after.by, "at": change.after.at, "reason": change.after.reason}
        record.update({name: value for name, value in extra.items() if value is not None})
        found.append((position(criteria, key, stage), record))
    found = [record for _, record in sorted(found, key=lambda pair: pair[0])] + rows
    return sorted(found, key=lambda record: criteria.stage_ids.index(record["stage"]))


def computed_text(criteria, key, sheet):
    """What an override or a pinned fact replaces: the figure of the stage before."""
    if key[0] == "points":
        points = sheet.score(criteria.indicator(key[1])).points
        return "none" if points is None else decimal_text(points.printed)
    value = sheet.fact(key[1])
    if absent(value):
        return "none"
    written = criteria.facts[key[1]]
    rounding = written.get("rounding", criteria.rounding.get("facts"))
    if rounding and not (isinstance(value, (bool, str)) or is_moment(value)):
        return decimal_text(Figure(value, rounding).printed)
    return value_text(value)


def value_text(value):
    """A computed value as results print it; numbers to 6 digits at most."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if is_moment(value):
        return moment_text(value)
    return value if isinstance(value, str) else decimal_text(round_to(number(value), 6))


def position(criteria, key, stage):
    """Where an adjustment stands in the list."""
    kinds = ["fact", "answer", "tally", "base", "line", "points", "not_applicable", "class"]
    if key[0] == "class":
        place, line = len(criteria.order), 0
    elif key[0] == "fact":
        place, line = list(criteria.facts).index(key[1]), 0
    else:
        indicator = criteria.indicator(key[1])
        place, line = criteria.order.index(indicator), 0
        if key[0] == "line":
            lines = indicator.written["scale"]["tally"]["lines"]
            line = [one["id"] for one in lines].index(key[2])
    return criteria.stage_ids.index(stage), key[0] != "fact", place, kinds.index(key[0]), line
