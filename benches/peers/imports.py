"""W5, its Python part: the time of `import`, in fresh processes."""


PACKAGES = ["chamdiem", "numpy", "pandas", "polars", "duckdb", "skcriteria", "zen", "decisionkit"]
TIMED = (
    "import json, time; begun = time.perf_counter(); import {0}; seconds = time.perf_counter() - begun; "
    "print(json.dumps({{'package': '{0}', 'first': seconds}}))"
)


class Imports:
    name = "imports"
    clock = "inside"
    first = "chamdiem"
    title = "W5: `import` in a fresh process"

    def __init__(self, setup):
        self.setup = setup

    def prepare(self):
        """Nothing: the environment is all."""

    def cores(self, everyone):
        return [everyone]

    def contenders(self, _threads):
        return {name: [self.setup.python, "-c", TIMED.format(name)] for name in PACKAGES}

    def compare(self, _names):
        return {}

    def judge(self, rows):
        """There is no answer."""

    def columns(self, row, base):
        return {
            "ms": f"{1e3 * row.middle('inside'):.1f}",
            "spread": "{:.1f} – {:.1f}".format(*(1e3 * figure for figure in row.spread("inside"))),
            "× chamdiem": f"{row.middle('inside') / base.middle('inside'):.1f}",
            "MiB of the process": f"{row.middle('peak'):.0f}",
        }

    def remark(self, _row):
        return ""
