"""W6: rows of cases in a CSV file into eight facts of 11,000 units. From file to file, whole processes."""

import json

from environment import HERE
from harness import call, output_of


class Cases:
    name = "cases"
    clock = "wall"
    first = "chamdiem"

    def __init__(self, setup, rows):
        self.setup, self.rows = setup, rows
        self.folder = setup.work / f"cases-{rows}"
        self.title = f"W6: {rows:,} rows of cases into eight facts of 11,000 units, from CSV to CSV, whole processes"

    def prepare(self):
        if not (self.folder / "cases.csv").exists():
            call(self.setup.binaries / "cases", self.folder, self.rows, cwd=HERE)

    def cores(self, everyone):
        return [everyone[:1], everyone] if len(everyone) > 1 else [everyone]

    def output(self, name):
        return self.folder / f"{name}.csv"

    def contenders(self, threads):
        folder, worker = self.folder, [self.setup.python, HERE / "worker.py"]
        own = [self.setup.binaries / "chamdiem", "score", folder / "set.json", folder / "round.json"]
        return {
            "chamdiem": [*own, "--table", f"cases={folder / 'cases.csv'}", "--format", "csv", "--output", self.output("chamdiem")],
            "duckdb": [*worker, "cases.engines.with_duckdb", "decimal", folder, self.output("duckdb"), threads, 0],
            "polars": [*worker, "cases.engines.with_polars", "streaming", folder, self.output("polars"), threads, 0],
        }

    def compare(self, names):
        told = output_of(
            self.setup.python, "-m", "cases.compare", *(f"{name}={self.output(name)}" for name in names), cwd=HERE
        )
        return json.loads(told)

    def judge(self, rows):
        for row in rows:
            if row.verdict["wrong"]:
                raise SystemExit(f"{row.name}: {row.verdict}")

    def columns(self, row, base):
        return {
            "s": f"{row.middle('wall'):.2f}",
            "spread": "{:.2f} – {:.2f}".format(*row.spread("wall")),
            "× chamdiem": f"{row.middle('wall') / base.middle('wall'):.2f}",
            "query alone": f"{row.middle('inside'):.2f}",
            "of processors": f"{row.middle('busy'):.2f}",
            "units that differ": str(row.verdict["wrong"]),
            "MiB": f"{row.middle('peak'):.0f}",
        }

    def notes(self, _rows):
        return []

    def remark(self, row):
        return f"{row.middle('peak'):.0f} MiB"
