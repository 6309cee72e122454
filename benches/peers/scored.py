"""A table of contenders that score the same units: who runs how, against which oracle, and what is said of each.

Every workload with units and figures is one or more of these; a workload says what its data are and who contends.
"""

import json
from dataclasses import dataclass

from environment import HERE
from harness import Contender, output_of

CALLS = 5


@dataclass(frozen=True)
class Way:
    """How a contender is run: by whom, and with what. One that uses one core alone is not run again on all."""

    by: str
    parts: tuple
    parallel: bool = False


def python(module, variant, parallel=False):
    """An engine in Python, run by worker.py."""
    return Way("python", (module, variant), parallel)


def node(module, variant):
    """An engine in JavaScript, run by worker.mjs."""
    return Way("node", (module, variant))


def program(name, *parts, parallel=True):
    """A program of this repository, or zen's, that measures itself."""
    return Way("program", (name, *parts), parallel)


def command(*parts):
    """The command line of chamdiem as a whole process: FOLDER and OUTPUT stand for the paths."""
    return Way("command", parts, parallel=True)


class Scored:
    """One table. `clock` is `inside` where only calls are timed, and `wall` for whole processes, from file to file."""

    def __init__(self, setup, data, name, title, ways, clock="inside", note=""):
        self.setup, self.data, self.name, self.title, self.ways = setup, data, name, title, ways
        self.clock, self.note = clock, note
        self.folder = data.folder
        self.first = next(iter(ways))

    def prepare(self):
        self.data.prepare()

    def cores(self, everyone):
        return [everyone[:1], everyone] if len(everyone) > 1 else [everyone]

    def output(self, name):
        return self.folder / f"{self.name}-{name.replace(', ', '-').replace(' ', '-')}.csv"

    def contenders(self, threads, calls):
        mode = "memory" if self.clock == "inside" else "files"
        made = {}
        for name, way in self.ways.items():
            folder, output = self.folder, self.output(name)
            if way.by == "python":
                module, variant = way.parts
                parts = [self.setup.python, HERE / "worker.py", module, variant, mode, folder, output, threads, calls * CALLS]
            elif way.by == "node":
                module, variant = way.parts
                parts = ["node", HERE / "worker.mjs", module, variant, mode, folder, output, calls * CALLS]
            elif way.by == "program":
                parts = [self.setup.binary(way.parts[0]), *way.parts[1:], folder, output, calls * CALLS]
            else:
                places = {"FOLDER": folder, "OUTPUT": output}
                filled = [str(part).format_map(places) for part in way.parts]
                parts = [self.setup.binary("chamdiem"), *filled]
            made[name] = Contender(parts, way.parallel, self.setup.environment)
        return made

    def compare(self, names):
        with_answers = [name for name in names if name not in self.data.without_answers]
        files = (f"{name}={self.output(name)}" for name in with_answers)
        return json.loads(output_of(self.setup.python, "-m", "compare", self.folder, *files, cwd=HERE))

    def judge(self, rows):
        """An engine that claims to be exact has no wrong figure; chamdiem never has."""
        for row in rows:
            wrong = {what: row.verdict[what] for what in WRONG if row.verdict.get(what)}
            if wrong and (row.told.get("exact") or row.name.startswith("chamdiem")):
                raise SystemExit(f"{row.name}: {wrong}")

    def columns(self, row, base):
        verdict, unit = row.verdict, 1e3
        count = lambda what: f"{verdict[what]:,}" if verdict else "–"  # noqa: E731
        cells = {
            "ms": f"{unit * row.middle(self.clock):,.2f}",
            "spread": "{:,.2f} – {:,.2f}".format(*(unit * figure for figure in row.spread(self.clock))),
            "× chamdiem": f"{row.middle(self.clock) / base.middle(self.clock):.2f}",
            "ms of processors": f"{unit * row.middle('busy'):,.2f}",
        }
        if self.clock == "wall":
            cells["without start and imports"] = f"{unit * row.middle('inside'):,.0f}" if "recipe" in row.told else "–"
        else:
            cells["first call"] = f"{unit * row.middle('first'):,.1f}"
        cells |= {
            "wrong totals": count("totals"),
            "wrong indexes": count("indexes"),
            "wrong classes": count("classes"),
            "wrong ranks": count("ranks"),
            "ties split": f"{verdict['split']:,} of {verdict['ties']:,}" if verdict else "–",
            "peak MiB": f"{row.middle('peak'):.0f}",
        }
        if self.clock == "inside":
            cells["of it by scoring"] = f"{row.middle('added'):.0f}"
        return cells

    def notes(self, rows):
        """How much can go wrong at all, and who is faster than chamdiem."""
        about = next((row.verdict for row in rows if row.verdict), {})
        notes = [self.note] if self.note else []
        if about:
            notes.append(f"{about['halves']:,} figures of {about['units']:,} units lie exactly on a half before they are rounded; "
                         f"{about['ties']:,} ranks are shared.")
        return notes + [lost(self, rows)] + self.data.notes(self, rows)

    def remark(self, row):
        """What the plot says at the end of the bar."""
        said = {"totals": "wrong totals", "ranks": "wrong ranks", "split": "ties split"}
        return ", ".join(f"{row.verdict[what]:,} {words}" for what, words in said.items() if row.verdict.get(what))


WRONG = ("totals", "indexes", "classes", "ranks", "split")


def lost(table, rows):
    """Who was faster than chamdiem's first row, on as many cores."""
    told = []
    for base in (row for row in rows if row.name == table.first and row.runs):
        ours = base.middle(table.clock)
        faster = [row for row in rows if row.cores == base.cores and row.runs and row is not base]
        faster = [row for row in faster if row.middle(table.clock) < ours and not row.name.startswith("chamdiem")]
        names = ", ".join(f"{row.name} ({ours / row.middle(table.clock):.1f} ×)" for row in faster)
        told.append(f"Faster than {base.name} on {base.cores} core{'s' * (base.cores > 1)}: {names or 'none of these'}.")
    return " ".join(told) or f"{table.first} did not run."
