"""A criteria set with its indicators indexed: parents, policies that hold, groups of settings with their defaults."""

from .number import Refused
from .parse import parse


class Indicator:
    """A node, a leaf, or one of the sections `bonus` and `penalty`, with what it takes over from above."""

    def __init__(self, written, parent, not_applicable, missing, section=None):
        self.written, self.parent, self.section = written, parent, section
        self.id = written["id"]
        self.children = []
        self.not_applicable = written.get("not_applicable", not_applicable)
        self.missing = written.get("missing", missing)
        self.closed_to = written.get("closed_to", parent.closed_to if parent else [])
        self.counts = written.get("counts", True)
        self.in_maximum = written.get("in_maximum", True) and section is None

    def counts_in_all(self):
        """Whether it and everything above it counts."""
        return self.counts and (self.parent is None or self.parent.counts_in_all())

    def depth(self):
        """1 at the top of the tree."""
        return 1 if self.parent is None else 1 + self.parent.depth()

    def is_leaf(self):
        return "scale" in self.written

    def is_tally(self):
        return self.is_leaf() and isinstance(self.written["scale"], dict) and "tally" in self.written["scale"]


class Criteria:
    def __init__(self, written):
        self.written = written
        self.order, self.by_id = [], {}
        self.policies = (written.get("not_applicable", "rebase"), written.get("missing", "incomplete"))
        self.roots = [self.add(node, None, *self.policies) for node in written["tree"]]
        self.sections = {}
        for name in ("bonus", "penalty"):
            if name in written:
                self.sections[name] = self.add_section(name, written[name])
        self.facts = {fact["id"]: fact for fact in written.get("facts", [])}
        self.tables = {table["id"]: table for table in written.get("tables", [])}
        self.stages = written.get("stages", [{"id": "self"}])
        self.stage_ids = [stage["id"] for stage in self.stages]
        self.final = next((s["id"] for s in self.stages if s.get("final")), self.stage_ids[-1])
        self.rounding = written.get("rounding", {})
        self.parsed = {}

    def add(self, written, parent, not_applicable, missing, section=None):
        indicator = Indicator(written, parent, not_applicable, missing, section)
        self.order.append(indicator)
        self.by_id[indicator.id] = indicator
        for child in written.get("children", []):
            below = self.add(child, indicator, indicator.not_applicable, indicator.missing, section)
            indicator.children.append(below)
        return indicator

    def add_section(self, name, written):
        whole = {"id": name, "children": written["items"], **{k: written[k] for k in ("rounding",) if k in written}}
        if "cap" in written:
            whole["section_cap"] = written["cap"]
        return self.add(whole, None, *self.policies, section=name)

    def skipping(self):
        """The children and the policy of every node, and of the whole, that skips what is missing."""
        nodes = [(one.children, one.missing) for one in self.order if one.children and one.section is None]
        return [pair for pair in [*nodes, (self.roots, self.policies[1])] if isinstance(pair[1], dict)]

    def formula(self, text):
        text = str(text)
        if text not in self.parsed:
            self.parsed[text] = parse(text)
        return self.parsed[text]

    def bands(self, group):
        """The class bands that hold for a group, best first."""
        if "classes" not in self.written:
            return []
        bands = self.written["classes"]["bands"]
        if isinstance(bands, dict) and "list" not in bands:
            bands = bands.get(group, [])
        return bands["list"] if isinstance(bands, dict) else bands

    def indicator(self, word):
        if word not in self.by_id:
            raise Refused(f"formula.unknown_name: {word}")
        return self.by_id[word]
