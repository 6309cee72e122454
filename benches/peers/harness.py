"""Runs contenders, each in a process of its own, and keeps what was measured. Knows no workload."""

import json
import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Row:
    """A contender on so many cores: what it said of itself, what was measured, what the comparison found."""

    name: str
    cores: int
    told: dict = field(default_factory=dict)
    runs: list = field(default_factory=list)
    verdict: dict = field(default_factory=dict)
    problem: str = ""

    def middle(self, what):
        return statistics.median(run[what] for run in self.runs)

    def spread(self, what):
        figures = [run[what] for run in self.runs]
        return min(figures), max(figures)


@dataclass(frozen=True)
class Contender:
    """A command, whether more than one core serves it, and what it needs to find in the environment."""

    command: list
    parallel: bool = True
    environment: dict = field(default_factory=dict)


class Failed(Exception):
    """A contender that did not run."""


def measured(contender, cores):
    """Runs a command on these cores: its figures, and the JSON that it printed.

    `wall` is the time from its start to its end and `peak` its largest resident memory in MiB. Where it timed calls itself,
    `inside` is the median of these and `busy` of the time that processors worked for them; `first` is the call before.
    Else they are the wall time and the processors' time of the whole process.
    """
    with tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in contender.command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **contender.environment},
            preexec_fn=lambda: os.sched_setaffinity(0, cores),
        )
        text = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        lines = errors.read().decode(errors="replace").strip().splitlines()
    if process.returncode != 0:
        raise Failed(lines[-1] if lines else f"exit {process.returncode}")
    told = json.loads(text) if text.startswith("{") else {}
    first = told.pop("first", wall)
    calls = told.pop("seconds", None) or [first]
    busy = told.pop("busy", None) or [usage.ru_utime + usage.ru_stime]
    return {
        "wall": wall,
        "busy": statistics.median(busy),
        "first": first,
        "inside": statistics.median(calls),
        "peak": told.pop("peak", usage.ru_maxrss / 1024),
        "added": told.pop("added", 0.0),
    }, told


def race(workload, times, say):
    """All contenders of a workload on one core, and those that can use more on all: answers first, then `times` runs of
    each, in turns."""
    everyone = sorted(os.sched_getaffinity(0))
    rows = []
    tried = workload.cores(everyone)
    for cores in tried:
        # With no calls beyond the first one they leave their answers.
        asked, contenders = ({
            name: contender for name, contender in workload.contenders(len(cores), calls).items()
            if contender.parallel or cores == tried[0]
        } for calls in (0, 1))
        these = {name: Row(name, len(cores)) for name in contenders}
        for name, contender in asked.items():
            try:
                _, these[name].told = measured(contender, cores)
            except (Failed, OSError, json.JSONDecodeError) as problem:
                these[name].problem = str(problem)
                say(f"  {name}: not run: {problem}")
        running = [name for name in contenders if not these[name].problem]
        for name, verdict in workload.compare(running).items():
            these[name].verdict = verdict
        workload.judge([these[name] for name in running])
        say(f"  {len(cores)} core(s): answers of {len(running)} compared")
        # In turns, so that what else the machine does falls on all.
        for turn in range(times):
            for name in [name for name in running if not these[name].problem]:
                try:
                    these[name].runs.append(measured(contenders[name], cores)[0])
                except Failed as problem:
                    these[name].problem, these[name].runs = str(problem), []
                    say(f"  {name}: failed: {problem}")
            say(f"  {len(cores)} core(s): turn {turn + 1} of {times}")
        rows += these.values()
    return rows


def call(*command, cwd):
    """Runs a step of the preparation."""
    subprocess.run([str(part) for part in command], check=True, cwd=cwd)


def output_of(*command, cwd):
    return subprocess.run([str(part) for part in command], check=True, cwd=cwd, stdout=subprocess.PIPE).stdout.decode()


def model_of_processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown processor"
