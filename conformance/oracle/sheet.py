"""One unit at one stage: facts, leaves, nodes, total and index, each computed once when asked for."""

from fractions import Fraction

from .evaluate import EMPTY, MISSING, NOT_APPLICABLE, PENDING, absent, evaluate, read_date
from .number import Figure, Refused, clamp, number
from .scale import points_of
from .tally import Tally

COMPUTING = object()


class Score:
    """What is known of one indicator. `out`: it takes no part in sums; `known`: formulas may read its points."""

    def __init__(self, state, points=None, maximum=None, **more):
        self.state, self.points, self.maximum = state, points, maximum
        self.value, self.set_by = more.get("value"), more.get("set_by")
        self.out, self.known = more.get("out", False), more.get("known", True)
        self.share = more.get("share", Fraction(0))
        self.waits = more.get("waits", False)


class Scope:
    """The names a formula may use at this sheet, read with one of the three readings of a figure."""

    def __init__(self, sheet, figure="onward", tally=None, extra=None):
        self.sheet, self.figure, self.tally, self.extra = sheet, figure, tally, extra or {}

    def formula(self, text, tally=None):
        return evaluate(self.sheet.criteria.formula(text), Scope(self.sheet, self.figure, tally, self.extra))

    def name(self, word):
        sheet = self.sheet
        if self.tally and word in ("value", "base", "plus", "minus"):
            return self.tally.local(word)
        if word in self.extra:
            return self.extra[word]
        if word in ("total", "maximum", "index"):
            return sheet.whole(word, self.figure)
        if word == "group":
            return sheet.unit.get("group", MISSING)
        if word in ("period.from", "period.until"):
            text = sheet.period.get(word.split(".")[1])
            return MISSING if text is None else read_date(text)
        if word in sheet.criteria.facts:
            return sheet.fact(word)
        raise Refused(f"formula.unknown_name: {word}")

    def call(self, word, texts):
        if word == "submitted":
            return self.sheet.submitted(texts[0])
        score = self.sheet.score(self.sheet.criteria.indicator(texts[0]))
        figure = {"points": score.points, "max_points": score.maximum}.get(word)
        if word == "index":
            figure = self.sheet.index_of(score)
        if word != "max_points" and not score.known:
            return PENDING if score.waits else MISSING
        if figure is None:
            return NOT_APPLICABLE if score.state == "not_applicable" else EMPTY if score.points else MISSING
        return figure.read(self.figure)

    def rows(self, table):
        return self.sheet.rows(table) if table in self.sheet.criteria.tables else None


class Sheet:
    def __init__(self, criteria, unit, period, position, overlay):
        self.criteria, self.unit, self.period = criteria, unit, period
        self.position, self.overlay = position, overlay
        self.done, self.skipped_too_many = {}, False

    def once(self, key, compute):
        if self.done.get(key) is COMPUTING:
            raise Refused(f"fact.cycle: {key}")
        if key not in self.done:
            self.done[key] = COMPUTING
            self.done[key] = compute()
        return self.done[key]

    def formula(self, text, figure="onward", extra=None):
        return Scope(self, figure, extra=extra).formula(text)

    def rounding(self, written, default):
        return written.get("rounding", self.criteria.rounding.get(default))

    # Inputs

    def submitted(self, stage):
        ids = self.criteria.stage_ids
        sent = any(s["stage"] == stage for s in self.unit.get("submissions", []))
        return sent and ids.index(stage) <= self.position

    def rows(self, table):
        rows = self.overlay.tables.get(table)
        if rows is None:
            return MISSING
        columns = self.criteria.tables[table]["columns"]
        return [{c["id"]: typed(row.get(c["id"]), c.get("type", "number")) for c in columns} for row in rows]

    def fact(self, word):
        return self.once(("fact", word), lambda: self.compute_fact(self.criteria.facts[word]))

    def compute_fact(self, written):
        entry = self.overlay.get(("fact", written["id"]))
        derived = "formula" in written
        if entry is not None and entry.value is PENDING:
            return PENDING
        if entry is not None:
            value, rounding = typed(entry.value, written.get("type") or self.kind_of(entry.value)), None
        elif derived:
            value, rounding = self.formula(written["formula"]), self.criteria.rounding.get("facts")
        else:
            return self.overlay.unset(written.get("closed_to", []))
        rounding = written.get("rounding", rounding)
        return Figure(value, rounding).onward if isinstance(value, Fraction) else value

    @staticmethod
    def kind_of(value):
        return "boolean" if isinstance(value, bool) else "number"

    # Indicators

    def applies(self, indicator):
        """True, False or absent: whether the indicator and everything above it applies to the unit."""
        above = True if indicator.parent is None else self.applies(indicator.parent)
        rule = indicator.written.get("applies_to")
        if above is not True or rule is None:
            return above
        return self.unit.get("group") in rule if isinstance(rule, list) else self.formula(rule)

    def score(self, indicator):
        compute = self.leaf if indicator.is_leaf() else self.node
        return self.once(("indicator", indicator.id), lambda: compute(indicator))

    def leaf_maximum(self, indicator):
        written = indicator.written.get("max")
        if isinstance(written, dict):
            written = written.get(self.unit.get("group"))
        return None if written is None else number(written)

    def leaf(self, indicator):
        applies = self.applies(indicator)
        if applies is False:
            return Score("not_applicable", out=True)
        declared = self.overlay.get(("not_applicable", indicator.id))
        if declared is not None and declared.value is not PENDING:
            return self.not_applicable(indicator, declared.by)
        value, text, set_by = self.input(indicator)
        override = self.overlay.get(("points", indicator.id))
        if PENDING in (declared and declared.value, override and override.value):
            return self.pending(indicator, text, override.by if override else set_by)
        if override is not None:
            return self.scored(indicator, number(override.value), text, override.by)
        points = applies if absent(applies) else self.computed(indicator, value)
        if points is EMPTY:
            full = self.leaf_maximum(indicator)
            action = indicator.written.get("if_empty", "missing")
            points = {"full": full, "zero": Fraction(0), "not_applicable": NOT_APPLICABLE}.get(action, MISSING)
        if points is NOT_APPLICABLE:
            return self.not_applicable(indicator, set_by)
        if points is PENDING:
            return self.pending(indicator, text, set_by)
        if absent(points):
            return self.missing(indicator, text, set_by)
        return self.scored(indicator, points, text, set_by)

    def input(self, indicator):
        """The measure's value or the answer; its text in the results; the party that set it."""
        entry = self.overlay.answer(indicator)
        value = self.unanswered(indicator) if entry is None else entry.value
        set_by = None if entry is None else entry.by
        if "measure" in indicator.written:
            measured = self.formula(indicator.written["measure"])
            stand_in = (isinstance(value, dict) or value is PENDING) and not indicator.is_tally()
            if not (stand_in and absent(measured)):
                if isinstance(measured, Fraction):
                    rounding = self.criteria.rounding.get("values")
                    printed = Figure(measured, rounding or {"digits": 6}).printed
                    measured = Figure(measured, rounding).onward
                    return measured, printed, set_by
                return measured, None if absent(measured) else measured, set_by
        elif indicator.is_tally():
            base = self.overlay.get(("base", indicator.id))
            value = self.overlay.unset(indicator.closed_to) if base is None else base.value
            return value, None if absent(value) else value, set_by
        return value, None if absent(value) else value, set_by

    def unanswered(self, indicator):
        """An answer that nobody gave: it may have to wait. One that only stands in for data is not waited for."""
        scale = indicator.written["scale"]
        matrix = scale.get("matrix") if isinstance(scale, dict) else None
        measured = "measure" in indicator.written and not indicator.is_tally()
        if measured or (matrix and all("of" in matrix[side] for side in ("rows", "columns"))):
            return MISSING
        return self.overlay.unset(indicator.closed_to)

    def computed(self, indicator, value):
        maximum, scope = self.leaf_maximum(indicator), Scope(self)
        if indicator.is_tally():
            lines, entry = self.overlay.tally_lines(indicator), self.overlay.answer(indicator)
            unnamed = Fraction(0)
            if entry is None or entry.value is PENDING:
                unnamed = self.unanswered(indicator) if entry is None else PENDING
            return Tally(indicator.written["scale"]["tally"], maximum, value, lines, unnamed, scope).points()
        points = points_of(indicator.written["scale"], value, maximum, scope)
        return PENDING if absent(points) and value is PENDING else points

    def figure_of_maximum(self, indicator):
        maximum = self.leaf_maximum(indicator)
        return None if maximum is None else Figure(maximum)

    def scored(self, indicator, points, text=None, set_by=None):
        figure = Figure(points, self.rounding(indicator.written, "points"))
        state = "scored" if indicator.counts else "informative"
        return Score(state, figure, self.figure_of_maximum(indicator), value=text, set_by=set_by)

    def not_applicable(self, indicator, set_by=None):
        policy, maximum = indicator.not_applicable, self.figure_of_maximum(indicator)
        if policy == "forbid":
            raise Refused(f"answer.not_applicable_forbidden: {indicator.id}")
        if policy in ("full", "zero"):
            points = maximum if policy == "full" else Figure(Fraction(0))
            return Score("not_applicable", points, maximum, set_by=set_by)
        share = maximum.onward if policy == "share" and maximum else Fraction(0)
        return Score("not_applicable", out=True, share=share, set_by=set_by)

    def missing(self, indicator, text=None, set_by=None):
        policy, maximum = indicator.missing, self.figure_of_maximum(indicator)
        if policy == "zero":
            return Score("missing", Figure(Fraction(0)), maximum, value=text, set_by=set_by)
        if isinstance(policy, dict):
            return Score("missing", out=True, known=False, value=text, set_by=set_by)
        return Score("missing", None, maximum, known=False, value=text, set_by=set_by)

    def pending(self, indicator, text=None, set_by=None):
        """Neither `zero` nor `skip` touch what may still be set."""
        maximum = self.figure_of_maximum(indicator)
        return Score("pending", None, maximum, known=False, waits=True, value=text, set_by=set_by)

    # Nodes

    def members(self, children, policy):
        """The children that count, with weights; remembers when too many were skipped."""
        scores = [(child, self.score(child)) for child in children if child.counts]
        left = [(child, score) for child, score in scores if not score.out]
        skipped = any(score.out and score.state == "missing" for _, score in scores)
        if skipped and isinstance(policy, dict) and len(left) < policy["skip"]["at_least"]:
            self.skipped_too_many = True
        return scores, left

    def node(self, indicator):
        policy = indicator.missing if indicator.section is None else None
        scores, left = self.members(indicator.children, policy)
        if scores and not left:
            skipped = any(score.state == "missing" for _, score in scores)
            return Score("missing" if skipped else "not_applicable", out=True, known=not skipped)
        combine = indicator.written.get("combine", "sum")
        points, maximum = total(scores, left)
        if combine != "sum":
            maximum = number(indicator.written["max"])
            points = maximum * fraction(combine, left)
        points = self.bounded(indicator, points)
        known = all(score.known for _, score in left)
        waits = any(score.waits for _, score in left)
        state = "informative" if not indicator.counts else "scored" if known else "pending" if waits else "missing"
        figure = Figure(points, self.rounding(indicator.written, "nodes"))
        return Score(state, figure, Figure(maximum, self.criteria.rounding.get("maximum")), known=known, waits=waits)

    @staticmethod
    def bounded(indicator, points):
        written = indicator.written
        if "section_cap" in written:
            cap = number(written["section_cap"])
            points = min(points, cap) if indicator.section == "bonus" else max(points, -cap)
        ends = [number(written[end]) if end in written else None for end in ("floor", "cap")]
        return clamp(points, *ends)

    # The whole

    def root(self):
        return self.once("root", self.compute_root)

    def compute_root(self):
        scores, left = self.members(self.criteria.roots, self.criteria.policies[1])
        points, maximum = total(scores, left)
        sections = [self.score(section) for section in self.criteria.sections.values()]
        points += sum(section.points.onward for section in sections if section.points)
        bounds = self.criteria.written.get("bounds", {})
        points = clamp(points, *[number(bounds[end]) if end in bounds else None for end in ("from", "to")])
        figure = Figure(points, self.criteria.rounding.get("total"))
        for gate in self.criteria.written.get("gates", []):
            if isinstance(gate["effect"], dict) and "score_at_most" in gate["effect"]:
                if self.formula(gate["when"]) is True:
                    figure = figure.limited(number(gate["effect"]["score_at_most"]))
        known = all(score.known for _, score in left) and all(section.known for section in sections)
        waits = any(score.waits for _, score in left) or any(section.waits for section in sections)
        return Score("scored", figure, Figure(maximum, self.criteria.rounding.get("maximum")), known=known, waits=waits)

    def index_of(self, score):
        """Points of the maximum in %, or None where there is no such figure."""
        if score.points is None or score.maximum is None or score.maximum.onward == 0:
            return None
        exact = score.points.onward / score.maximum.onward * 100
        return Figure(exact, self.criteria.rounding.get("index"))

    def whole(self, word, figure):
        root = self.root()
        if word == "maximum":
            return root.maximum.read(figure)
        if not root.known:
            return PENDING if root.waits else MISSING
        found = root.points if word == "total" else self.index_of(root)
        return EMPTY if found is None else found.read(figure)

    def gates(self):
        """Ids of the gates whose condition is known and true."""
        gates = self.criteria.written.get("gates", [])
        return [gate for gate in gates if self.formula(gate["when"]) is True]

    def state(self):
        root = self.root()
        if self.skipped_too_many or any(gate["effect"] == "not_rated" for gate in self.gates()):
            return "not_rated"
        return "scored" if root.known else "incomplete"


def weight(indicator):
    return number(indicator.written.get("weight", 1))


def total(scores, left):
    """Weighted sums of points and maxima; a shared maximum rescales the siblings that count for the maximum."""
    points = maximum = beside = Fraction(0)
    for child, score in left:
        won = weight(child) * (score.points.onward if score.points else 0)
        if child.in_maximum:
            points += won
            maximum += weight(child) * score.maximum.onward
        else:
            beside += won
    shared = sum((weight(child) * score.share for child, score in scores), Fraction(0))
    if shared and maximum:
        points, maximum = points * (maximum + shared) / maximum, maximum + shared
    return points + beside, maximum


def fraction(combine, left):
    """mean, min or max of the children's fractions of their maxima."""
    found = []
    for child, score in left:
        points = score.points.onward if score.points else Fraction(0)
        found.append((weight(child), points / score.maximum.onward))
    if combine == "mean":
        return sum(w * f for w, f in found) / sum(w for w, _ in found)
    return (min if combine == "min" else max)(f for _, f in found)


def typed(value, kind):
    """A value of a fact or a cell, read as its declared type."""
    if value is None:
        return MISSING
    if kind == "number":
        return number(value)
    return read_date(value) if kind == "date" else value
