"""W2: 10,000 units × 88 leaves with entered points. W3: 1,000,000 months of staff × 12 leaves, classes and a quota.
W4: the 63 provinces × 88 leaves with every ledger. One kind of data; what is asked differs."""

import shutil

from environment import HERE
from harness import call
from points.rules import PROVINCES, STAFF
from scored import Scored, command, node, program, python

UNITS = 10_000
# A spreadsheet is given a tenth of them.
FEW = UNITS // 10
MONTHS = 1_000_000
ALL_PROVINCES = 63


class Points:
    """The data of so many units under rules."""

    without_answers = frozenset()

    def __init__(self, setup, rules, units, sheet=False):
        self.setup, self.rules, self.units, self.sheet = setup, rules, units, sheet
        self.folder = setup.work / f"{rules.name}-{units}"

    def prepare(self):
        if not (self.folder / "oracle.json").exists():
            call(self.setup.python, "-m", "points.data", self.folder, self.rules.name, self.units, cwd=HERE)
            call(self.setup.python, "-m", "points.oracle", self.folder, cwd=HERE)
        if self.sheet and shutil.which("soffice") and not (self.folder / "sheet.fods").exists():
            call(self.setup.python, "-m", "points.engines.with_libreoffice", self.folder, cwd=HERE)

    def notes(self, table, rows):
        """What the binding costs beside the core alone."""
        busy = {(row.name, row.cores): row.middle("busy") for row in rows if row.runs}
        return [
            f"From a {name.removeprefix('chamdiem, ')} to a frame of results the Python package takes "
            f"{100 * busy[name, cores] / core - 100:+.1f} % of processors' time beside the Rust core alone, which stops at its "
            f"structs ({cores} core{'s' * (cores > 1)})."
            for (one, cores), core in busy.items() if one == "chamdiem, Rust core"
            for name, other in busy if name.startswith("chamdiem, frame") and other == cores
        ]


def engine(name):
    return f"points.engines.with_{name}"


def script(name):
    return f"points/engines/with_{name}.mjs"


OWN = {
    "chamdiem, Rust core": program("points", "columns"),
    "chamdiem, frame of float64": python(engine("chamdiem"), "floats", parallel=True),
    "chamdiem, frame of decimals": python(engine("chamdiem"), "decimals", parallel=True),
}
# A matrix of floats times a vector may take more than one core.
NUMPY = {
    "numpy": python(engine("numpy"), "round", parallel=True),
    "numpy, floor and half": python(engine("numpy"), "floor"),
    "numpy, floor and a nudge": python(engine("numpy"), "nudge"),
    "numpy, int64 by hand": python(engine("numpy"), "hundredths"),
}
COLUMNS = {
    "pandas": python(engine("pandas"), "round"),
    "polars": python(engine("polars"), "round", parallel=True),
    "polars, half away from zero": python(engine("polars"), "away", parallel=True),
    "DuckDB, decimal": python(engine("duckdb"), "decimal", parallel=True),
}
DECIMAL = {"Python Decimal": python(engine("decimal"), "quantize")}
OBJECTS = {
    "scikit-criteria": python(engine("scikit_criteria"), "scored"),
    "scikit-criteria, its own ranks": python(engine("scikit_criteria"), "ranked"),
    "zen-engine, Python batch": python(engine("zen"), "batch"),
    "decisionkit": python(engine("decisionkit"), "scored"),
    "decisionkit, its own ranks": python(engine("decisionkit"), "ranked"),
    "JavaScript, a loop of floats": node(script("loop"), "floor"),
    "json-logic-engine": node(script("json_logic"), "compiled"),
}
CLI = command("score", "{FOLDER}/set.json", "{FOLDER}/round.json", "--format", "csv", "--detail", "totals", "--output", "{OUTPUT}")
LEDGERS = command("score", "{FOLDER}/set.json", "{FOLDER}/round.json", "--format", "json", "--detail", "ledger", "--output", "{OUTPUT}")


def scaled(count, scale):
    return max(60, round(scale * count))


def points(setup, scale):
    units, few = scaled(UNITS, scale), scaled(FEW, scale)
    data, small = Points(setup, PROVINCES, units), Points(setup, PROVINCES, few, sheet=True)
    what = "units × 88 leaves with points"
    own_file = {"chamdiem, Python": OWN["chamdiem, frame of decimals"]}
    return [
        Scored(setup, data, "w2-columns", f"W2: {units:,} {what}, computing alone, from arrays in memory to totals, indexes and ranks",
               OWN | NUMPY | COLUMNS | DECIMAL | OBJECTS),
        Scored(setup, data, "w2-files", f"W2: {units:,} {what}, from a file of CSV to a file of CSV, whole processes", own_file | {
            "chamdiem, command line, from JSON": CLI,
            "numpy": NUMPY["numpy"],
            "pandas": COLUMNS["pandas"],
            "polars": COLUMNS["polars"],
            "DuckDB, decimal": COLUMNS["DuckDB, decimal"],
            **DECIMAL,
        }, clock="wall"),
        Scored(setup, small, "w2-few-files", f"W2 for a spreadsheet: {few:,} {what}, from file to file, whole processes", own_file | {
            "chamdiem, command line, from JSON": CLI,
            "LibreOffice Calc": python(engine("libreoffice"), "sheet"),
        }, clock="wall", note="LibreOffice loads a flat spreadsheet with the same points, computes it and writes CSV."),
    ]


def staff(setup, scale):
    months = scaled(MONTHS, scale)
    data = Points(setup, STAFF, months)
    what = "months of staff × 12 leaves, four classes, the best for a fifth of the second in each of 240 populations"
    own = {name: OWN[name] for name in ("chamdiem, Rust core", "chamdiem, frame of decimals")}
    tables = {name: COLUMNS[name] for name in ("polars, half away from zero", "DuckDB, decimal")}
    peers = {"numpy": NUMPY["numpy"], "pandas": COLUMNS["pandas"], **tables}
    return [
        Scored(setup, data, "w3-columns", f"W3: {months:,} {what}; computing alone, from arrays in memory", own | peers),
        Scored(setup, data, "w3-files", f"W3: {months:,} {what}; from a file of CSV to a file of CSV, whole processes",
               {"chamdiem, Python": OWN["chamdiem, frame of decimals"]} | tables, clock="wall"),
    ]


def ledgers(setup, _scale):
    data = Points(setup, PROVINCES, ALL_PROVINCES)
    what = "63 provinces × 88 leaves with every ledger"
    npm = {"chamdiem, npm": node("communes/engines/with_chamdiem.mjs", "ledgers")}
    own = {"chamdiem, Python": python(engine("chamdiem"), "ledgers", parallel=True), **npm}
    peers = {
        "zen-engine, Python batch with its trace": python(engine("zen"), "trace", parallel=True),
        "Python Decimal, lines by hand": python(engine("decimal"), "lines"),
    }
    note = ("A ledger says of each figure which lines add up to it, in words. zen-engine's trace names what went in and what came "
            "out; numpy, pandas, polars, DuckDB, scikit-criteria and LibreOffice have nothing of the kind.")
    return [
        Scored(setup, data, "w4-text", f"W4: {what}, from the JSON text in memory to the text of the results",
               {"chamdiem, Rust core": program("points", "ledger")} | own | peers, note=note + " The peers start from objects."),
        Scored(setup, data, "w4-files", f"W4: {what}, from file to file, whole processes",
               {"chamdiem, command line": LEDGERS} | own | peers, clock="wall"),
    ]
