"""W6: rows of cases in a CSV file into eight facts of 11,000 units. From file to file, whole processes."""

import json

from environment import HERE
from harness import Contender, call, output_of
from scored import lost

ROWS = 10_000_000


class Cases:
    clock = "wall"
    first = "chamdiem, command line"

    def __init__(self, setup, rows):
        self.setup, self.rows = setup, rows
        self.folder = setup.work / f"cases-{rows}"
        self.name = f"w6-files-{rows}"
        self.title = f"W6: {rows:,} rows of cases into eight facts of 11,000 units, from CSV to CSV, whole processes"

    def prepare(self):
        if not (self.folder / "oracle.csv").exists():
            call(self.setup.binary("cases"), self.folder, self.rows, cwd=HERE)
            call(self.setup.python, "-m", "cases.oracle", self.folder, cwd=HERE)

    def cores(self, everyone):
        return [everyone[:1], everyone] if len(everyone) > 1 else [everyone]

    def output(self, name):
        return self.folder / f"{name.replace(', ', '-').replace(' ', '-')}.csv"

    def contenders(self, threads, _calls):
        folder = self.folder
        own = [self.setup.binary("chamdiem"), "score", folder / "set.json", folder / "round.json"]
        commands = {
            self.first: [*own, "--table", f"cases={folder / 'cases.csv'}", "--format", "csv", "--output", self.output(self.first)]
        }
        for name, module, variant in (("DuckDB", "with_duckdb", "decimal"), ("polars", "with_polars", "streaming")):
            commands[name] = [self.setup.python, HERE / "worker.py", f"cases.engines.{module}", variant, "files", folder,
                              self.output(name), threads, 0]
        return {name: Contender(command, True) for name, command in commands.items()}

    def compare(self, names):
        told = output_of(
            self.setup.python, "-m", "cases.compare", self.folder, *(f"{name}={self.output(name)}" for name in names), cwd=HERE
        )
        return json.loads(told)

    def judge(self, rows):
        for row in rows:
            if row.verdict["wrong"] and row.name == self.first:
                raise SystemExit(f"{row.name}: {row.verdict}")

    def columns(self, row, base):
        return {
            "s": f"{row.middle('wall'):.2f}",
            "spread": "{:.2f} – {:.2f}".format(*row.spread("wall")),
            "× chamdiem": f"{row.middle('wall') / base.middle('wall'):.2f}",
            "without start and imports": f"{row.middle('inside'):.2f}" if "recipe" in row.told else "–",
            "s of processors": f"{row.middle('busy'):.2f}",
            "wrong units": f"{row.verdict['wrong']:,}",
            "peak MiB": f"{row.middle('peak'):.0f}",
        }

    def notes(self, rows):
        return [lost(self, rows)]

    def remark(self, row):
        wrong = f", {row.verdict['wrong']:,} wrong units" if row.verdict["wrong"] else ""
        return f"{row.middle('peak'):.0f} MiB{wrong}"


def tables(setup, scale):
    return [Cases(setup, round(scale * rows)) for rows in (ROWS // 10, ROWS)]
