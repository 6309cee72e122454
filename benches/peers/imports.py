"""W5, its Python part: the time of `import`, in fresh processes, and the size of what was installed for it."""

# What is imported, and the distributions that bring it; what these need is not counted.
PACKAGES = {
    "chamdiem": ["chamdiem"],
    "numpy": ["numpy"],
    "pandas": ["pandas"],
    "polars": ["polars", "polars-runtime-32"],
    "duckdb": ["duckdb"],
    "skcriteria": ["scikit-criteria"],
    "zen": ["zen-engine"],
    "decisionkit": ["decisionkit"],
}
TIMED = """
import time
begun = time.perf_counter()
import {0}
seconds = time.perf_counter() - begun
import json
from importlib.metadata import files
size = sum(file.locate().stat().st_size for name in {1} for file in files(name) if not file.name.endswith(".pyc"))
print(json.dumps({{"first": seconds, "size": size}}))
"""


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
        return {name: [self.setup.python, "-c", TIMED.format(name, brought)] for name, brought in PACKAGES.items()}

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
            "MB installed": f"{row.told['size'] / 1e6:.1f}",
        }

    def notes(self, _rows):
        return []

    def remark(self, _row):
        return ""
