"""W5: how long it takes until anything can be asked, in fresh processes, and the size of what was installed for it."""

import json
import shutil

from environment import ROOT
from harness import Contender

# What is imported, and the distributions that bring it; what these need is not counted.
PYTHON = {
    "chamdiem": ["chamdiem"],
    "numpy": ["numpy"],
    "pandas": ["pandas"],
    "polars": ["polars", "polars-runtime-32"],
    "duckdb": ["duckdb"],
    "skcriteria": ["scikit-criteria"],
    "zen": ["zen-engine"],
    "decisionkit": ["decisionkit"],
}
IMPORT = """
import time
begun = time.perf_counter()
import {0}
seconds = time.perf_counter() - begun
import json
from importlib.metadata import files
size = sum(file.locate().stat().st_size for name in {1} for file in files(name) if not file.name.endswith(".pyc"))
print(json.dumps({{"first": seconds, "size": size}}))
"""
NODE = {"chamdiem": "chamdiem", "json-logic-engine": "json-logic-engine", "zen-engine, WASI": "@gorules/zen-engine-wasm32-wasi"}
REQUIRE = """
import {{ createRequire }} from "node:module";
import {{ readdirSync, statSync }} from "node:fs";
import {{ join }} from "node:path";
import {{ pathToFileURL }} from "node:url";
const path = pathToFileURL(createRequire(join(process.env.PEERS_MODULES, "peers.js")).resolve({0})).href;
const begun = performance.now();
await import(path);
const first = (performance.now() - begun) / 1000;
const folder = join(process.env.PEERS_MODULES, {0});
const files = readdirSync(folder, {{ recursive: true }}).map((name) => statSync(join(folder, name))).filter((file) => file.isFile());
process.stdout.write(JSON.stringify({{ first, size: files.reduce((sum, file) => sum + file.size, 0) }}), () => process.exit(0));
"""
EXAMPLE = [ROOT / "examples/tien-giang-2022" / name for name in ("criteria.json", "cai-lay.json")]


class Starts:
    name = "w5-starts"
    title = "W5: cold starts, each in a fresh process: the command line with an example scored, `import` in Python and in Node"
    clock = "wall"
    first = "chamdiem, command line"

    def __init__(self, setup):
        self.setup = setup

    def prepare(self):
        """Nothing: the environment is all."""

    def cores(self, everyone):
        return [everyone]

    def contenders(self, _threads, _calls):
        started = {self.first: [self.setup.binary("chamdiem"), "score", *EXAMPLE], "Python alone": [self.setup.python, "-c", "pass"]}
        for name, brought in PYTHON.items():
            started[f"Python, {name}"] = [self.setup.python, "-c", IMPORT.format(name, brought)]
        started["Node alone"] = ["node", "--eval", "0"]
        for name, package in NODE.items():
            started[f"Node, {name}"] = ["node", "--input-type=module", "--eval", REQUIRE.format(json.dumps(package))]
        started["LibreOffice, without a document"] = ["soffice", "--headless", "--norestore", "--terminate_after_init",
                                                      f"-env:UserInstallation=file://{self.setup.work}/office"]
        return {name: Contender(command, True, self.setup.environment) for name, command in started.items()}

    def compare(self, _names):
        return {}

    def judge(self, rows):
        """There is no answer."""

    def size(self, row):
        if row.name == self.first:
            return self.setup.binary("chamdiem").stat().st_size
        return row.told.get("size")

    def columns(self, row, base):
        size = self.size(row)
        return {
            "ms of the process": f"{1e3 * row.middle('wall'):.1f}",
            "spread": "{:.1f} – {:.1f}".format(*(1e3 * figure for figure in row.spread("wall"))),
            "ms of the import": f"{1e3 * row.middle('inside'):.1f}" if "size" in row.told else "–",
            "ms of processors": f"{1e3 * row.middle('busy'):.1f}",
            "peak MiB": f"{row.middle('peak'):.0f}",
            "MB installed": f"{size / 1e6:.1f}" if size else "–",
        }

    def notes(self, _rows):
        return []

    def remark(self, row):
        return "not installed" if row.name.startswith("LibreOffice") and not shutil.which("soffice") else ""


def tables(setup, _scale):
    return [Starts(setup)]
