"""W1: 11,000 communes × 100 leaves of five kinds, two stages, an index, classes, a dense rank by three keys."""

import shutil

from environment import HERE, ZEN
from harness import call
from scored import Scored, command, node, program, python

UNITS = 11_000
# What takes milliseconds a unit is given a tenth of them.
FEW = UNITS // 10


class Communes:
    """The data of so many communes."""

    without_answers = {"serde_json, reading alone"}

    def __init__(self, setup, units, sheet=False):
        self.setup, self.units, self.sheet = setup, units, sheet
        self.folder = setup.work / f"communes-{units}"

    def prepare(self):
        if not (self.folder / "oracle.json").exists():
            call(self.setup.binary("w1"), "write", self.folder, self.units, cwd=HERE)
            for step in ("communes.arrays", "communes.frame", "communes.model", "communes.oracle"):
                call(self.setup.python, "-m", step, self.folder, cwd=HERE)
        if self.sheet and shutil.which("soffice") and not (self.folder / "sheet.fods").exists():
            call(self.setup.python, "-m", "communes.engines.with_libreoffice", self.folder, cwd=HERE)

    def notes(self, table, rows):
        """What the text costs beside reading it, and WebAssembly beside the machine's own code."""
        times = {(row.name, row.cores): row.middle(table.clock) for row in rows if row.runs}
        pairs = [
            ("chamdiem, Rust core", "serde_json, reading alone"),
            ("chamdiem, npm", "chamdiem, Rust core"),
            ("chamdiem, npm", "chamdiem, command line"),
        ]
        told = []
        for one, other in pairs:
            for (name, cores), seconds in times.items():
                # Node computes on one core.
                if name == other and (one, cores) in times:
                    plural = "s" * (cores > 1)
                    told.append(f"{one}: {times[one, cores] / seconds:.2f} × {other} ({cores} core{plural}).")
        return told


def engine(name):
    return f"communes.engines.with_{name}"


def script(name):
    return f"communes/engines/with_{name}.mjs"


PEERS = {
    "numpy": python(engine("numpy"), "round"),
    "numpy, floor and half": python(engine("numpy"), "floor"),
    "numpy, floor and a nudge": python(engine("numpy"), "nudge"),
    "pandas": python(engine("pandas"), "round"),
    "polars": python(engine("polars"), "round", parallel=True),
    "polars, half away from zero": python(engine("polars"), "away", parallel=True),
    "DuckDB, decimal": python(engine("duckdb"), "decimal", parallel=True),
    "Python Decimal": python(engine("decimal"), "quantize"),
    "JavaScript, a loop of floats": node(script("loop"), "floor"),
    "json-logic-engine": node(script("json_logic"), "compiled"),
}
FROM_FILES = [
    "numpy, floor and half", "pandas", "polars, half away from zero", "DuckDB, decimal", "Python Decimal", "JavaScript, a loop of floats",
]
SLOW = {
    "zen-engine, Python batch": python(engine("zen"), "batch", parallel=True),
    "zen-engine, WASI in Node": node(script("zen"), "each"),
}
SHEET = {"LibreOffice Calc": python(engine("libreoffice"), "sheet")}
CLI = command("score", "{FOLDER}/set.json", "{FOLDER}/round.json", "--format", "csv", "--detail", "totals", "--output", "{OUTPUT}")
FRAME = {"chamdiem, frame": python(engine("chamdiem"), "frame", parallel=True)}
NPM = {"chamdiem, npm": node(script("chamdiem"), "text")}


def tables(setup, scale):
    units, few = (max(20, round(scale * count)) for count in (UNITS, FEW))
    data, small = Communes(setup, units), Communes(setup, few, sheet=True)
    what = "communes × 100 leaves with rules"
    return [
        Scored(setup, data, "w1-columns", f"W1: {units:,} {what}, computing alone, from columns in memory to totals, classes and ranks", {
            "chamdiem, Rust core": program("w1", "columns"),
            **FRAME,
            "Rust, int64 by hand": program("w1", "plain", parallel=False),
            **PEERS,
        }, note="The rows in JavaScript, of Python `Decimal` and of Rust by hand have objects in memory, the others columns. "
                "scikit-criteria is not here: it has no rules for a leaf."),
        Scored(setup, data, "w1-text", f"W1: {units:,} {what}, from the JSON text in memory to the text of the results", {
            "chamdiem, Rust core": program("w1", "text"),
            "serde_json, reading alone": program("w1", "parse", parallel=False),
            "chamdiem, Python": python(engine("chamdiem"), "text", parallel=True),
            **NPM,
        }),
        Scored(setup, data, "w1-files", f"W1: {units:,} {what}, from a file of JSON to a file of results, whole processes", {
            "chamdiem, command line": CLI,
            "chamdiem, Python": FRAME["chamdiem, frame"],
            **NPM,
            **{name: PEERS[name] for name in FROM_FILES},
        }, clock="wall"),
        Scored(setup, small, "w1-few-columns", f"W1 for engines that take long: {few:,} {what}, computing alone, from objects in memory", {
            "chamdiem, Rust core": program("w1", "columns"),
            **FRAME,
            **SLOW,
            "zen-engine, Rust crate": program(ZEN, parallel=False),
        }, note="zen-engine has no ranks; its crate and its WASI build are called for one unit after the other."),
        Scored(setup, small, "w1-few-files", f"W1 for engines that take long: {few:,} {what}, from a file of the text to a file of results, whole processes", {
            "chamdiem, command line": CLI,
            "chamdiem, Python": FRAME["chamdiem, frame"],
            **SLOW,
            **SHEET,
        }, clock="wall", note="LibreOffice loads a flat spreadsheet with the same data and a formula for each leaf, computes all of it and writes CSV."),
    ]
