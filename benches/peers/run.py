"""chamdiem beside DuckDB and polars: the same eight facts of the same synthetic file, in one run.

    python3 benches/peers/run.py [--rows 1000000,10000000] [--times 5] [--work target/peers]

Builds what it needs (a virtual environment with the versions of requirements.txt, the release binary, the file), compares
all answers first, then measures. Every contender is a process of its own: told are its wall time from start to end, the
time that processors worked for it (which other work on the machine moves least), and its largest resident memory; of
the peers also the time of the query alone, without the start of Python.
"""

import argparse
import csv
import os
import resource
import statistics
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FACTS = ["cases_all", "done", "on_time", "days", "fees", "worst", "online", "open_late"]
# Means are floats in the peers; everything else must be the same to the last digit.
FLOATS = {"on_time", "days"}


def call(*command):
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


def prepare(work, counts, target):
    python = work / "venv/bin/python"
    if not python.exists():
        call(sys.executable, "-m", "venv", work / "venv")
    call(python, "-m", "pip", "install", "--quiet", "--requirement", HERE / "requirements.txt")
    if target is None:
        call("cargo", "build", "--release", "--locked", "--package", "chamdiem-cli", "--package", "chamdiem-benches")
        target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    for rows in counts:
        if not (work / f"cases-{rows}.csv").exists():
            call(target / "cases", work, rows)
    return python, target / "chamdiem"


def commands(work, python, binary, rows, threads):
    source = work / f"cases-{rows}.csv"
    own = [binary, "score", work / "set.json", work / "round.json", "--table", f"cases={source}"]
    return {
        "chamdiem": [*own, "--format", "csv", "--output", work / "chamdiem.csv"],
        "duckdb": [python, HERE / "with_duckdb.py", source, work / "duckdb.csv", threads],
        "polars": [python, HERE / "with_polars.py", source, work / "polars.csv", threads],
    }


def measured(command, cores):
    """Wall time, the time that the process tells itself, its processor time, and its peak memory in MiB."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
        text=True,
    )
    told = process.stdout.read().strip()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[0]}: exit {process.returncode}")
    return wall, float(told) if told else wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def answers(path, unit):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {row[unit]: [row[fact] for fact in FACTS] for row in csv.DictReader(file) if row[unit]}


def compare(work, names):
    own = answers(work / "chamdiem.csv", "id")
    for name in names:
        if name == "chamdiem":
            continue
        other = answers(work / f"{name}.csv", "unit")
        # An office without any case has no row in the peers.
        for unit, facts in own.items():
            theirs = other.get(unit)
            if theirs is None:
                assert facts[0] == "0", (name, unit, facts)
                continue
            for fact, a, b in zip(FACTS, facts, theirs):
                a, b = Decimal(a or 0), Decimal(b or 0)
                apart = Decimal("0.000001") if fact in FLOATS else 0
                assert abs(a - b) <= apart, (name, unit, fact, a, b)
        assert set(other) <= set(own), name
    print(f"  {len(own)} units, {len(FACTS)} facts: the same answers from {', '.join(names)}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", default="1000000,10000000")
    options.add_argument("--times", type=int, default=5)
    options.add_argument("--built", type=Path, help="the folder of binaries that are built already")
    options.add_argument("--work", type=Path, default=ROOT / "target/peers")
    asked = options.parse_args()
    counts = [int(rows) for rows in asked.rows.split(",")]
    work = asked.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    python, binary = prepare(work, counts, asked.built)
    everyone = sorted(os.sched_getaffinity(0))
    for rows in counts:
        size = (work / f"cases-{rows}.csv").stat().st_size / 1e6
        print(f"{rows:,} rows, {size:.0f} MB")
        for cores in [everyone[:1], everyone]:
            contenders = commands(work, python, binary, rows, len(cores))
            # The first run of each warms the file up, and its answers are compared.
            for command in contenders.values():
                measured(command, cores)
            compare(work, list(contenders))
            runs = {name: [] for name in contenders}
            # In turns, so that what else the machine does falls on all.
            for _ in range(asked.times):
                for name, command in contenders.items():
                    runs[name].append(measured(command, cores))
            middle = {name: [statistics.median(one) for one in zip(*all_runs)] for name, all_runs in runs.items()}
            own, _, own_busy, _ = middle["chamdiem"]
            print(f"  {len(cores)} core(s), medians of {asked.times}")
            for name, (wall, query, busy, memory) in middle.items():
                print(
                    f"    {name:9} {wall:7.2f} s  (query {query:6.2f} s)  {busy:6.2f} s of processors  {memory:5.0f} MiB"
                    f"  chamdiem / {name} = {own / wall:.2f} (query {own / query:.2f}, processors {own_busy / busy:.2f})"
                )


if __name__ == "__main__":
    # Nothing here is measured in threads of this process.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
