"""The units of a round at one stage beside each other: who is rated, who is a peer of whom, what their values are."""

from .evaluate import absent
from .number import number
from .scale import kind_of

GROUP_TABLES = ("peers", "everyone")
FORMULA_KEYS = ("measure", "times", "applies_to", "of", "count", "amount", "excused", "when")


class Reads:
    """Whether a formula reads figures of other units, through whatever it names."""

    def __init__(self, criteria):
        self.criteria, self.seen = criteria, {}

    def formula(self, text):
        return self.tree(self.criteria.formula(text))

    def tree(self, tree):
        kind = tree[0]
        if kind == "name":
            return self.name(tree[1])
        if kind == "call":
            return self.call(tree[1], tree[2])
        if kind == "in":
            return any(self.tree(one) for one in [tree[1], *tree[2]])
        return any(self.tree(one) for one in tree[1:] if isinstance(one, tuple))

    def name(self, word):
        if word in GROUP_TABLES:
            return True
        if word in self.criteria.facts:
            return self.once(self.criteria.facts[word])
        return word in ("total", "index", "maximum", "nodes", "class") and self.whole()

    def call(self, word, arguments):
        if word in ("points", "max_points") or (word == "index" and arguments):
            return self.indicator(self.criteria.indicator(arguments[0][1]))
        return any(self.tree(argument) for argument in arguments)

    def once(self, written):
        """A fact, or an indicator without its children; what is being looked at already adds nothing."""
        if written["id"] not in self.seen:
            self.seen[written["id"]] = False
            self.seen[written["id"]] = self.written(written)
        return self.seen[written["id"]]

    def written(self, part):
        """Whether a formula stands somewhere in a part of the document that reads other units."""
        if isinstance(part, list):
            return any(self.written(one) for one in part)
        if not isinstance(part, dict):
            return False
        texts = [part[key] for key in (*FORMULA_KEYS, "formula") if isinstance(part.get(key), str)]
        inner = [value for key, value in part.items() if key not in ("children", "title")]
        return "relative" in part or any(self.formula(text) for text in texts if text != "yes_no") or self.written(inner)

    def indicator(self, indicator):
        above, at = [], indicator.parent
        while at is not None:
            above.append(at)
            at = at.parent
        below = any(self.indicator(child) for child in indicator.children)
        return below or self.once(indicator.written) or any("applies_to" in a.written and self.once(a.written) for a in above)

    def whole(self):
        gates = [gate for gate in self.criteria.written.get("gates", []) if "score_at_most" in gate["effect"]]
        return any(self.indicator(one) for one in self.criteria.order) or any(self.formula(g["when"]) for g in gates)


class Peers:
    """All sheets of one stage. A sheet asks it for the units it is compared with."""

    def __init__(self, criteria):
        self.criteria, self.sheets, self.known = criteria, [], {}
        reads = Reads(criteria)
        gates = [gate for gate in criteria.written.get("gates", []) if gate["effect"] == "not_rated"]
        self.gates = [gate for gate in gates if not reads.formula(gate["when"])]

    def rated(self, sheet):
        """No gate that leaves units out holds for it; gates that read other units are not looked at."""
        if sheet not in self.known:
            self.known[sheet] = not any(sheet.formula(gate["when"]) is True for gate in self.gates)
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
