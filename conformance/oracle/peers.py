"""The units of a round at one stage beside each other: who is rated, who is a peer of whom, what their values are."""

from .evaluate import absent
from .number import number
from .scale import kind_of

GROUP_TABLES = ("peers", "everyone")
NODE_COLUMNS = ("id", "depth", "points", "maximum", "index")
FORMULA_KEYS = ("measure", "times", "applies_to", "of", "count", "amount", "excused", "when")


class Reads:
    """Whether a formula reads figures of other units, through whatever it names."""

    def __init__(self, criteria):
        self.criteria, self.seen = criteria, {}

    def formula(self, text):
        return self.tree(self.criteria.formula(text), ())

    def tree(self, tree, columns):
        """`columns` are the names that a row gives, inside a table function."""
        kind = tree[0]
        if kind == "name":
            return tree[1] not in columns and self.name(tree[1])
        if kind == "call":
            return self.call(tree[1], tree[2], columns)
        if kind == "in":
            return any(self.tree(one, columns) for one in [tree[1], *tree[2]])
        return any(self.tree(one, columns) for one in tree[1:] if isinstance(one, tuple))

    def name(self, word):
        if word in GROUP_TABLES:
            return True
        if word in self.criteria.facts:
            return self.once(self.criteria.facts[word])
        if word == "nodes":
            return self.counted(tree_only=True)
        return word in ("total", "index", "maximum", "class") and self.whole()

    def call(self, word, arguments, columns):
        if word in ("points", "max_points") or (word == "index" and arguments):
            return self.indicator(self.criteria.indicator(arguments[0][1]))
        table = arguments[0][1] if arguments and arguments[0][0] == "name" else None
        if table == "nodes":
            columns = NODE_COLUMNS
        elif table in self.criteria.tables:
            columns = [column["id"] for column in self.criteria.tables[table]["columns"]]
        return any(self.tree(argument, columns) for argument in arguments)

    def once(self, written):
        """A part of the document without the indicators below it; what is being looked at already adds nothing."""
        if id(written) not in self.seen:
            self.seen[id(written)] = False
            self.seen[id(written)] = self.written(written)
        return self.seen[id(written)]

    def written(self, part):
        """Whether a formula stands somewhere in a part of the document that reads other units."""
        if isinstance(part, list):
            return any(self.written(one) for one in part)
        if not isinstance(part, dict):
            return False
        texts = [part[key] for key in (*FORMULA_KEYS, "formula") if isinstance(part.get(key), str)]
        inner = [value for key, value in part.items() if key not in ("children", "title")]
        formulas = any(self.formula(text) for text in texts if text != "yes_no")
        return "relative" in part or formulas or self.written(inner)

    def indicator(self, indicator):
        above, at = [], indicator.parent
        while at is not None:
            above.append(at)
            at = at.parent
        below = any(self.indicator(child) for child in indicator.children if child.counts)
        applies = [one.written for one in [indicator, *above] if isinstance(one.written.get("applies_to"), str)]
        conditions = any(self.formula(one["applies_to"]) for one in applies)
        return below or conditions or self.once(indicator.written)

    def counted(self, tree_only=False):
        """Whether an indicator that counts reads other units."""
        counted = [one for one in self.criteria.order if one.counts_in_all() and not (tree_only and one.section)]
        return any(self.indicator(one) for one in counted)

    def whole(self):
        gates = [gate for gate in self.criteria.written.get("gates", []) if "score_at_most" in gate["effect"]]
        return self.counted() or any(self.formula(gate["when"]) for gate in gates)


class Peers:
    """All sheets of one stage. A sheet asks it for the units it is compared with."""

    def __init__(self, criteria):
        self.criteria, self.sheets, self.known = criteria, [], {}
        reads = Reads(criteria)
        gates = [gate for gate in criteria.written.get("gates", []) if gate["effect"] == "not_rated"]
        self.gates = [gate for gate in gates if not reads.formula(gate["when"])]
        self.skipping = [
            (children, policy)
            for children, policy in criteria.skipping()
            if not any(reads.indicator(child) for child in children if child.counts)
        ]

    def rated(self, sheet):
        """Neither a gate nor too few values leave the unit out; what reads other units is not looked at."""
        if sheet not in self.known:
            few = any(sheet.too_few(*skipping) for skipping in self.skipping)
            self.known[sheet] = not few and not any(sheet.formula(gate["when"]) is True for gate in self.gates)
        return self.known[sheet]

    def of(self, sheet, table):
        """The rated units of `peers` (the unit's group) or `everyone`."""
        group = sheet.unit.get("group")
        among = [one for one in self.sheets if table == "everyone" or one.unit.get("group") == group]
        return [one for one in among if self.rated(one)]

    def values(self, sheet, scale, value_of):
        """The present values of the units that a relative scale compares."""
        _, body = kind_of(scale)
        keys = {} if isinstance(body, str) else next(iter(body.values()))
        table = "everyone" if keys.get("within", "group") == "everyone" else "peers"
        found = [value_of(one) for one in self.of(sheet, table)]
        return [number(value) for value in found if not absent(value)]


def is_relative(scale):
    return isinstance(scale, dict) and "relative" in scale
