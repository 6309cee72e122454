"""chamdiem beside its peers, in one run on one machine.

    python3 benches/peers/run.py [points] [cases] [imports] [--units 10000] [--rows 1000000,10000000] [--times 5]

Sets up what it needs under target/peers (a virtual environment with the exact versions of requirements.txt, the wheel and
the release binaries of this repository, data from a fixed seed), compares all answers, then measures: every contender is a
process of its own, and they take turns. Writes RESULTS/report.md, with a picture of each workload.
"""

import argparse
import json
import os
import platform
import subprocess
from pathlib import Path

import report
from cases.workload import Cases
from environment import HERE, ROOT, prepared
from harness import model_of_processor, race
from imports import Imports
from points.workload import Points


def say(text):
    print(text, flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("workloads", nargs="*", default=["points", "cases", "imports"])
    options.add_argument("--units", default="10000", help="of points")
    options.add_argument("--rows", default="1000000,10000000", help="of cases")
    options.add_argument("--times", type=int, default=5, help="processes of each contender; four times as many imports")
    options.add_argument("--work", type=Path, default=ROOT / "target/peers")
    options.add_argument("--results", type=Path, help="where the report goes; default WORK/results")
    asked = options.parse_args()
    work = asked.work.resolve()
    results = (asked.results or work / "results").resolve()
    results.mkdir(parents=True, exist_ok=True)
    setup = prepared(work, say)
    made = {
        "points": lambda: [(Points(setup, int(units)), asked.times) for units in asked.units.split(",")],
        "cases": lambda: [(Cases(setup, int(rows)), asked.times) for rows in asked.rows.split(",")],
        "imports": lambda: [(Imports(setup), 4 * asked.times)],
    }
    sections = [
        "# Beside the peers",
        "Made by `python3 benches/peers/run.py`; what the workloads are stands there. All data are synthetic. The answers were "
        "compared before anything was timed.",
        f"{model_of_processor()}, {len(os.sched_getaffinity(0))} cores, {platform.system()} {platform.machine()}.",
    ]
    for name in asked.workloads:
        for workload, times in made[name]():
            say(workload.title)
            workload.prepare()
            before = os.getloadavg()[0]
            rows = race(workload, times, say)
            sections.append(report.section(workload, rows, times, (before, os.getloadavg()[0])))
            drawn = results / f"{(workload.folder.name if hasattr(workload, 'folder') else name)}.svg"
            given = json.dumps(report.picture(workload, rows)).encode()
            subprocess.run([str(setup.python), str(HERE / "plot.py"), str(drawn)], input=given, check=True)
            sections.append(f"![{workload.title}]({drawn.name})")
            (results / "report.md").write_text("\n\n".join(part.strip() for part in sections) + "\n")
    say((results / "report.md").read_text())


if __name__ == "__main__":
    main()
