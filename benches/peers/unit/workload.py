"""One unit of W1, as a live form asks: the set of 100 leaves is compiled, one answer changes, one unit is scored with its
ledger. Each step of each contender is a row of its own."""

import json

from communes.workload import Communes
from environment import HERE
from harness import Contender, call

STEPS = {
    "compile": "a set of 100 leaves is compiled",
    "set": "one answer of an open form changes, and its results with it",
    "ledger": "one unit, from its text to the text of its results with the ledger",
}
# What peers can be asked of these: zen-engine says with its trace what went in and what came out, the others nothing.
PEERS = {
    "compile": {"zen-engine, Python": "python", "json-logic-engine": "node", "zen-engine, WASI in Node": "node"},
    "set": {"json-logic-engine, all anew": "node", "JavaScript, a loop of floats, all anew": "node"},
    "ledger": {"zen-engine, Python with its trace": "python", "zen-engine, WASI in Node with its trace": "node"},
}
OWN = {"chamdiem, Rust core": "program", "chamdiem, Python": "python", "chamdiem, npm": "node"}
CALLS = 200


class OneUnit:
    """One step. Answers are totals: that of the unit, or with `set` that of its form, the first leaf answered yes."""

    clock = "inside"

    def __init__(self, setup, step):
        self.setup, self.step = setup, step
        self.data = Communes(setup, 1)
        self.folder = self.data.folder
        self.name = f"unit-{step}"
        self.title = f"One unit: {STEPS[step]}"
        self.ways = OWN | PEERS[step]
        self.first = next(iter(OWN))

    def prepare(self):
        self.data.prepare()
        if not (self.folder / "own.json").exists():
            call(self.setup.python, "-m", "unit.own", self.folder, cwd=HERE)

    def cores(self, everyone):
        return [everyone[:1]]

    def output(self, name):
        return self.folder / f"{self.name}-{name.replace(', ', '-').replace(' ', '-')}.txt"

    def contenders(self, threads, calls):
        made = {}
        for name, by in self.ways.items():
            output, most = self.output(name), calls * CALLS
            engine, *_ = name.split(",")
            variant = f"{engine} {self.step}"
            if by == "program":
                parts = [self.setup.binary("unit"), self.step, self.folder, output, most]
            elif by == "python":
                parts = [self.setup.python, HERE / "worker.py", "unit.engines.in_python", variant, "memory", self.folder, output, threads, most]
            else:
                variant = f"{'WASI' if 'WASI' in name else engine} {self.step}"
                parts = ["node", HERE / "worker.mjs", "unit/engines/in_node.mjs", variant, "memory", self.folder, output, most]
            made[name] = Contender(parts, False, self.setup.environment)
        return made

    def compare(self, names):
        expected = json.loads((self.folder / "oracle.json").read_text())["first"]["own" if self.step == "set" else "final"]
        return {name: {"wrong": abs(float(self.output(name).read_text()) - float(expected)) > 1e-9} for name in names}

    def judge(self, rows):
        for row in rows:
            if row.verdict["wrong"]:
                raise SystemExit(f"{self.title}: {row.name} has another total")

    def columns(self, row, base):
        return {
            "µs": f"{1e6 * row.middle('inside'):,.1f}",
            "spread": "{:,.1f} – {:,.1f}".format(*(1e6 * figure for figure in row.spread("inside"))),
            "× chamdiem, Rust core": f"{row.middle('inside') / base.middle('inside'):.1f}",
            "first call": f"{1e6 * row.middle('first'):,.0f}",
            "wrong total": "yes" if row.verdict["wrong"] else "no",
            "peak MiB": f"{row.middle('peak'):.0f}",
        }

    def notes(self, _rows):
        return []

    def remark(self, _row):
        return ""


def tables(setup, _scale):
    return [OneUnit(setup, step) for step in STEPS]
