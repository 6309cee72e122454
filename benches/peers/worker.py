"""The process of one engine: worker.py MODULE VARIANT MODE FOLDER OUTPUT THREADS CALLS; prints what it measured as JSON.

MODE `memory`: loads the data and scores once; then scores at most CALLS times more, each call timed, and begins none when
these took a second. Where the first call took that long, it is the one that counts. With no CALLS it leaves its answers. MODE `files`: once from the text to the answers, all of it timed.
"""

import importlib
import json
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path

from engine import Place

ENOUGH = 1.0


def memory(line):
    """A line of the process's own status, in MiB."""
    for text in Path("/proc/self/status").read_text().splitlines():
        if text.startswith(line + ":"):
            return int(text.split()[1]) / 1024
    raise SystemExit(f"no {line} in /proc/self/status")


def from_file_to_file(engine, place):
    begun = time.perf_counter()
    result = engine.score(engine.load(place))
    if engine.write is not None:
        engine.write(result, place)
    return {"first": time.perf_counter() - begun}


def in_memory(engine, place, calls):
    held = engine.load(place)
    # From here on the peak is that of scoring, not of loading.
    Path("/proc/self/clear_refs").write_text("5")
    before = memory("VmRSS")
    begun, begun_busy = time.perf_counter(), time.process_time()
    result = engine.score(held)
    first, first_busy = time.perf_counter() - begun, time.process_time() - begun_busy
    # A program that the engine runs counts, too.
    peak = max(memory("VmHWM"), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    if calls == 0 and engine.write is not None:
        engine.write(result, place)
    seconds, busy = ([first], [first_busy]) if first >= ENOUGH else ([], [])
    while len(seconds) < calls and sum(seconds) < ENOUGH:
        del result
        begun, begun_busy = time.perf_counter(), time.process_time()
        result = engine.score(held)
        seconds.append(time.perf_counter() - begun)
        busy.append(time.process_time() - begun_busy)
    return {"first": first, "seconds": seconds, "busy": busy, "peak": peak, "added": peak - before}


def package(name):
    own = {"Python": lambda: sys.version.split()[0], "LibreOffice": lambda: importlib.import_module("calc").version()}
    return f"{name} {own[name]() if name in own else version(name)}"


def main():
    module, variant, mode, folder, output, threads, calls = sys.argv[1:]
    engine = importlib.import_module(module).ENGINES[variant]
    place = Place(Path(folder), Path(output), int(threads), text=mode == "files")
    told = {"package": package(engine.package), "recipe": engine.recipe, "host": engine.host, "exact": engine.exact}
    told |= from_file_to_file(engine, place) if place.text else in_memory(engine, place, int(calls))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
