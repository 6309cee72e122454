"""chamdiem beside its peers, in one run on one machine.

    python3 benches/peers/run.py [WORKLOAD …] [--scale 1] [--times 5] [--results FOLDER]

Workloads: `communes` (W1), `points` (W2), `staff` (W3), `ledgers` (W4), `starts` (W5), `cases` (W6), `unit` (one unit, as a
live form asks), `curve` (1,000 to 1,000,000 units); without any, all. `--scale 0.02` takes so much of the units and rows: to try, not to measure.

Sets up what it needs under target/peers (packages with the exact versions of requirements.txt and the hashes of
package-lock.json, zen-engine as a crate by its own Cargo.lock; the wheel, the npm package and the release binaries of this
repository; data from fixed seeds), compares all answers with an exact oracle, then measures: every contender is a process of
its own, and they take turns. Writes RESULTS/report.md, with a picture of each table.
"""

import argparse
import json
import os
import platform
import subprocess
import time
from pathlib import Path

import cases.workload
import communes.workload
import points.curve
import points.workload
import report
import starts
import unit.workload
from environment import HERE, ROOT, prepared
from harness import model_of_processor, output_of, race

# What each workload is, and how many times more its processes are started than those of the others.
WORKLOADS = {
    "communes": (communes.workload.tables, 1),
    "points": (points.workload.points, 1),
    "staff": (points.workload.staff, 1),
    "ledgers": (points.workload.ledgers, 1),
    "starts": (starts.tables, 2),
    "cases": (cases.workload.tables, 1),
    "unit": (unit.workload.tables, 1),
    "curve": (points.curve.tables, 1),
}


def say(text):
    print(time.strftime("%H:%M:%S"), text, flush=True)


def versions(setup):
    """What everything runs on; packages stand in the tables."""
    asked = [(setup.python, "--version"), ("node", "--version"), ("rustc", "--version")]
    told = [output_of(*command, cwd=ROOT).strip().splitlines()[0] for command in asked]
    return ", ".join(f"Node {text[1:]}" if text.startswith("v") else text for text in told)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("workloads", nargs="*", default=list(WORKLOADS), metavar="WORKLOAD")
    options.add_argument("--scale", type=float, default=1.0, help="how much of the units and rows; 1 for the record")
    options.add_argument("--times", type=int, default=5, help="processes of each contender; twice as many starts")
    options.add_argument("--work", type=Path, default=ROOT / "target/peers")
    options.add_argument("--results", type=Path, help="where the report goes; default WORK/results")
    options.add_argument("--no-build", action="store_true", help="take the packages and binaries of the last run")
    asked = options.parse_args()
    if unknown := [name for name in asked.workloads if name not in WORKLOADS]:
        options.error(f"no workload {', '.join(unknown)}; there are {', '.join(WORKLOADS)}")
    work = asked.work.resolve()
    results = (asked.results or work / "results").resolve()
    results.mkdir(parents=True, exist_ok=True)
    setup = prepared(work, say, build=not asked.no_build)
    sections = [
        "# Beside the peers",
        "Made by `python3 benches/peers/run.py`; what the workloads are stands there. All data are synthetic. The answers were "
        "compared with an exact oracle before anything was timed. Contenders that use one core alone stand in the tables of one core.",
        f"{model_of_processor()}, {len(os.sched_getaffinity(0))} cores, {platform.system()} {platform.machine()}; {versions(setup)}.",
    ]
    if asked.scale != 1:
        sections.append(f"**A try with {asked.scale:g} of the units and rows: no measurement.**")
    for name in asked.workloads:
        tables, more = WORKLOADS[name]
        for table in tables(setup, asked.scale):
            say(table.title)
            table.prepare()
            before = os.getloadavg()[0]
            rows = race(table, more * asked.times, say)
            sections.append(report.section(table, rows, more * asked.times, (before, os.getloadavg()[0])))
            drawn = results / f"{table.name}.svg"
            given = json.dumps(report.picture(table, rows)).encode()
            subprocess.run([str(setup.python), str(HERE / "plot.py"), str(drawn)], input=given, check=True)
            sections.append(f"![{table.title}]({drawn.name})")
            (results / "report.md").write_text("\n\n".join(part.strip() for part in sections) + "\n")
    say(f"{results / 'report.md'} is there")


if __name__ == "__main__":
    main()
