"""One unit at one stage: facts, leaves, nodes, total and index, each computed once when asked for."""

from fractions import Fraction

from .combine import fraction, total
from .evaluate import EMPTY, MISSING, NOT_APPLICABLE, PENDING, Row, absent, evaluate
from .head import NAMES
from .number import Figure, Refused, clamp, number
from .peers import GROUP_TABLES, is_relative
from .relative import relative
from .scale import kind_of, points_of
from .table import Admission, typed
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
        if word in NAMES:
            return sheet.head.name(word)
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
        """The scopes of the rows; of `peers` and `everyone` a row is another unit, for which every name stands."""
        if table in GROUP_TABLES:
            others = self.sheet.peers.of(self.sheet, table)
            known = "class" in self.extra
            return [Scope(one, self.figure, extra={"class": one.class_id()} if known else {}) for one in others]
        if table == "nodes":
            return [Row(self, cells) for cells in self.nodes()]
        if table not in self.sheet.criteria.tables:
            return None
        admitted = self.sheet.admitted(table)
        return admitted if absent(admitted) else [Row(self, cells, table) for cells in admitted.counted]

    def calendar(self):
        return self.sheet.head.calendar()

    def order_of(self, table):
        return self.sheet.criteria.tables[table]["order"]

    def nodes(self):
        """One row for each indicator of the tree that counts and applies; what is missing has unknown points."""
        for indicator in self.sheet.criteria.order:
            if indicator.section or not indicator.counts_in_all():
                continue
            if self.sheet.score(indicator).state == "not_applicable":
                continue
            figures = {"points": "points", "maximum": "max_points", "index": "index"}
            cells = {column: self.call(word, [indicator.id]) for column, word in figures.items()}
            yield {"id": indicator.id, "depth": Fraction(indicator.depth()), **cells}


class Sheet:
    def __init__(self, criteria, unit, head, outside, position, overlay, peers):
        self.criteria, self.unit, self.head, self.outside = criteria, unit, head, outside
        self.position, self.overlay, self.peers = position, overlay, peers
        self.done, self.class_after = {}, None

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

    def admitted(self, table):
        return self.once(("table", table), lambda: self.compute_admitted(table))

    def compute_admitted(self, table):
        """The rows of a table after its rules: those of the round as they stand at this stage, or those from outside."""
        if table in self.outside:
            return self.outside[table].of(self.unit["id"])
        rows = self.overlay.tables.get(table)
        if rows is None:
            return MISSING
        named = [(row.get("id", f"#{at}"), row) for at, row in enumerate(rows, 1)]
        return Admission(self.criteria.tables[table], named, self.head)

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
            value, rounding = self.derived(written), self.criteria.rounding.get("facts")
        else:
            return self.overlay.unset(written.get("closed_to", []), "facts")
        rounding = written.get("rounding", rounding)
        return Figure(value, rounding).onward if isinstance(value, Fraction) else value

    @staticmethod
    def kind_of(value):
        return "boolean" if isinstance(value, bool) else "number"

    def derived(self, written):
        """The value of the formula, or the points that its scale makes of it."""
        value = self.formula(written["formula"])
        if "scale" not in written or absent(value):
            return value
        value_of = lambda sheet: sheet.formula(written["formula"])
        return self.scaled(written["scale"], value, self.maximum_of(written), value_of)

    def scaled(self, scale, value, maximum, value_of):
        """Points by any scale but a tally that is answered; `value_of` gives the value of another unit."""
        if absent(value):
            return points_of(scale, value, maximum, Scope(self))
        if is_relative(scale):
            return relative(kind_of(scale)[1], number(value), self.peers.values(self, scale, value_of), maximum)
        if isinstance(scale, dict) and "tally" in scale:
            return Tally(scale["tally"], maximum, value, {}, MISSING, Scope(self), value_of).points()
        return points_of(scale, value, maximum, Scope(self))

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

    def maximum_of(self, written):
        """The `max` of a leaf or fact: a number, or one per group."""
        written = written.get("max")
        if isinstance(written, dict):
            written = written.get(self.unit.get("group"))
        return None if written is None else number(written)

    def compared(self, indicator):
        """What a unit brings to a relative leaf: its value, if the leaf exists and is not declared not applicable."""
        if self.applies(indicator) is not True or self.overlay.get(("not_applicable", indicator.id)):
            return NOT_APPLICABLE
        return self.input(indicator)[0]

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
            full = self.maximum_of(indicator.written)
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
            value = self.overlay.unset(indicator.closed_to, "answers", "points") if base is None else base.value
            return value, None if absent(value) else value, set_by
        hidden = absent(value) or self.has_cell(indicator)
        return value, None if hidden else value, set_by

    def has_cell(self, indicator):
        """Whether a matrix has data on both sides: then an answer is not what counts, and is not shown."""
        scale = indicator.written["scale"]
        matrix = scale.get("matrix") if isinstance(scale, dict) else None
        sides = [matrix[side] for side in ("rows", "columns")] if matrix else []
        return bool(sides) and all("of" in side and not absent(self.formula(side["of"])) for side in sides)

    def unanswered(self, indicator):
        """An answer that nobody gave: it may have to wait. One that only stands in for data is not waited for."""
        scale = indicator.written["scale"]
        matrix = scale.get("matrix") if isinstance(scale, dict) else None
        measured = "measure" in indicator.written and not indicator.is_tally()
        if measured or (matrix and all("of" in matrix[side] for side in ("rows", "columns"))):
            return MISSING
        return self.overlay.unset(indicator.closed_to, "answers", "points")

    def computed(self, indicator, value):
        scale, maximum = indicator.written["scale"], self.maximum_of(indicator.written)
        value_of = lambda sheet: sheet.compared(indicator)
        if indicator.is_tally():
            lines, entry = self.overlay.tally_lines(indicator), self.overlay.answer(indicator)
            unnamed = Fraction(0)
            if entry is None or entry.value is PENDING:
                unnamed = self.unanswered(indicator) if entry is None else PENDING
            return Tally(scale["tally"], maximum, value, lines, unnamed, Scope(self), value_of).points()
        points = self.scaled(scale, value, maximum, value_of)
        return PENDING if absent(points) and value is PENDING else points

    def figure_of_maximum(self, indicator):
        maximum = self.maximum_of(indicator.written)
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

    def members(self, children):
        """The scores of the children that count, and of those among them that take part in the parent."""
        scores = [(child, self.score(child)) for child in children if child.counts]
        return scores, [(child, score) for child, score in scores if not score.out]

    def too_few(self, children, policy):
        """Whether children were skipped and fewer are left than the policy wants."""
        scores, left = self.members(children)
        skipped = any(score.out and score.state == "missing" for _, score in scores)
        return skipped and len(left) < policy["skip"]["at_least"]

    def node(self, indicator):
        scores, left = self.members(indicator.children)
        if scores and not left:
            skipped = any(score.state == "missing" for _, score in scores)
            return Score("missing" if skipped else "not_applicable", out=True, known=not skipped)
        points, maximum = self.combined(indicator, scores, left)
        known = points is not None and all(score.known for _, score in left)
        waits = any(score.waits for _, score in left)
        state = "informative" if not indicator.counts else "scored" if known else "pending" if waits else "missing"
        figure = Figure(self.bounded(indicator, points or Fraction(0)), self.rounding(indicator.written, "nodes"))
        return Score(state, figure, Figure(maximum, self.criteria.rounding.get("maximum")), known=known, waits=waits)

    def combined(self, indicator, scores, left):
        """Points and maximum of a node before its limits; no points where a mean or `times` has no value."""
        combine = indicator.written.get("combine", "sum")
        points, maximum = total(scores, left)
        if combine != "sum":
            maximum, part = number(indicator.written["max"]), fraction(combine, left)
            points = None if part is None else maximum * part
        times = self.formula(indicator.written["times"]) if "times" in indicator.written else Fraction(1)
        return None if points is None or absent(times) else points * times, maximum

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
        scores, left = self.members(self.criteria.roots)
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

    def class_id(self):
        """The class of a unit that has one: at the final stage the one that quotas and overrides left."""
        return MISSING if self.class_after is None else self.class_after

    def state(self):
        root = self.root()
        few = any(self.too_few(*skipping) for skipping in self.criteria.skipping())
        if few or any(gate["effect"] == "not_rated" for gate in self.gates()):
            return "not_rated"
        return "scored" if root.known else "incomplete"

