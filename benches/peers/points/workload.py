"""W2: 10,000 units × 88 leaves with entered points, in arrays that are in memory. Only scoring is timed."""

import json

from environment import HERE
from harness import call, output_of

CALLS = 7
# Name in the table, and the file of the engine with its variant.
PYTHON = {
    "chamdiem, frame of float64": ("with_chamdiem", "floats"),
    "chamdiem, frame of decimals": ("with_chamdiem", "decimals"),
    "numpy": ("with_numpy", "round"),
    "numpy, floor and half": ("with_numpy", "floor"),
    "numpy, floor and a nudge": ("with_numpy", "nudge"),
    "numpy, int64 by hand": ("with_numpy", "hundredths"),
    "pandas": ("with_pandas", "round"),
    "polars": ("with_polars", "round"),
    "polars, half away from zero": ("with_polars", "away"),
    "DuckDB, decimal": ("with_duckdb", "decimal"),
    "Python Decimal": ("with_decimal", "quantize"),
    "scikit-criteria": ("with_scikit_criteria", "scored"),
    "scikit-criteria, its own ranks": ("with_scikit_criteria", "ranked"),
    "zen-engine, batch": ("with_zen", "batch"),
    "decisionkit": ("with_decisionkit", "scored"),
    "decisionkit, its own ranks": ("with_decisionkit", "ranked"),
}
CORE = "chamdiem, Rust core alone"


class Points:
    name = "points"
    clock = "inside"
    first = next(iter(PYTHON))

    def __init__(self, setup, units):
        self.setup, self.units = setup, units
        self.folder = setup.work / f"points-{units}"
        self.title = f"W2: {units:,} units × 88 leaves, computing alone, from arrays in memory to totals, indexes and ranks"

    def prepare(self):
        if not (self.folder / "oracle.json").exists():
            call(self.setup.python, "-m", "points.data", self.folder, self.units, cwd=HERE)
            call(self.setup.python, "-m", "points.oracle", self.folder, cwd=HERE)

    def cores(self, everyone):
        return [everyone[:1], everyone] if len(everyone) > 1 else [everyone]

    def output(self, name):
        return self.folder / f"{name.replace(', ', '-').replace(' ', '-')}.csv"

    def contenders(self, threads):
        commands = {
            name: [self.setup.python, HERE / "worker.py", f"points.engines.{module}", variant,
                   self.folder, self.output(name), threads, CALLS]
            for name, (module, variant) in PYTHON.items()
        }
        commands[CORE] = [self.setup.binaries / "points", self.folder, self.output(CORE), CALLS]
        return commands

    def compare(self, names):
        told = output_of(
            self.setup.python, "-m", "points.compare", self.folder, *(f"{name}={self.output(name)}" for name in names), cwd=HERE
        )
        return json.loads(told)

    def judge(self, rows):
        """An engine that claims to be exact has no wrong figure."""
        for row in rows:
            wrong = {what: row.verdict[what] for what in ("totals", "indexes", "ranks", "split") if row.verdict[what]}
            if row.told["exact"] and wrong:
                raise SystemExit(f"{row.name}: {wrong}")

    def columns(self, row, base):
        verdict = row.verdict
        return {
            "ms": f"{1e3 * row.middle('inside'):.2f}",
            "spread": "{:.2f} – {:.2f}".format(*(1e3 * figure for figure in row.spread("inside"))),
            "× chamdiem": f"{row.middle('inside') / base.middle('inside'):.2f}",
            "ms of processors": f"{1e3 * row.middle('busy'):.2f}",
            "of them × chamdiem": f"{row.middle('busy') / base.middle('busy'):.2f}",
            "first call": f"{1e3 * row.middle('first'):.1f}",
            "wrong totals": f"{verdict['totals']:,}",
            "wrong indexes": f"{verdict['indexes']:,}",
            "wrong ranks": f"{verdict['ranks']:,}",
            "ties split": f"{verdict['split']:,} of {verdict['ties']:,}",
            "MiB": f"{row.middle('peak'):.0f}",
            "of it by scoring": f"{row.middle('added'):.0f}",
        }

    def notes(self, rows):
        """How many figures can go wrong at all, and what the binding costs beside the core alone."""
        about = next(row.verdict for row in rows if row.verdict)
        halves = f"{about['halves']:,} of {about['units']:,} totals lie exactly on a half before they are rounded, and "
        halves += f"{about['ties']:,} published indexes are shared inside a group."
        times = {(row.name, row.cores): row.middle("busy") for row in rows if row.runs}
        return [halves] + [
            f"From a {name.removeprefix('chamdiem, ')} to a frame of results the Python package takes "
            f"{100 * times[name, cores] / core - 100:+.1f} % of processors' time beside the Rust core alone, which stops at its "
            f"structs ({cores} core{'s' * (cores > 1)})."
            for (one, cores), core in times.items() if one == CORE
            for name in PYTHON if name.startswith("chamdiem") and (name, cores) in times
        ]

    def remark(self, row):
        """What the plot says at the end of the bar."""
        verdict = row.verdict
        wrong = [f"{verdict[what]:,} wrong {what}" for what in ("totals", "ranks") if verdict[what]]
        return ", ".join(wrong + [f"{verdict['split']} ties split"] * bool(verdict["split"]))
