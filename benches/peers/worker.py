"""The process of one engine: worker.py MODULE VARIANT FOLDER OUTPUT THREADS CALLS; prints what it measured as JSON.

Loads the data, scores once (and leaves the answers of that), then scores at most CALLS times more, each call timed, and
stops when that took two seconds.
"""

import importlib
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

from engine import Place

ENOUGH = 2.0


def memory(line):
    """A line of the process's own status, in MiB."""
    for text in Path("/proc/self/status").read_text().splitlines():
        if text.startswith(line + ":"):
            return int(text.split()[1]) / 1024
    raise SystemExit(f"no {line} in /proc/self/status")


def main():
    module, variant, folder, output, threads, calls = sys.argv[1:]
    engine = importlib.import_module(module).ENGINES[variant]
    place = Place(Path(folder), Path(output), int(threads))
    held = engine.load(place)
    # From here on the peak is that of scoring, not of loading.
    Path("/proc/self/clear_refs").write_text("5")
    before = memory("VmRSS")
    begun = time.perf_counter()
    result = engine.score(held)
    first = time.perf_counter() - begun
    peak = memory("VmHWM")
    if engine.write is not None:
        engine.write(result, place)
    seconds, busy = [], []
    while len(seconds) < int(calls) and sum(seconds) < ENOUGH:
        del result
        begun, begun_busy = time.perf_counter(), time.process_time()
        result = engine.score(held)
        seconds.append(time.perf_counter() - begun)
        busy.append(time.process_time() - begun_busy)
    told = {
        "package": f"{engine.package} {sys.version.split()[0] if engine.package == 'Python' else version(engine.package)}",
        "recipe": engine.recipe,
        "host": engine.host,
        "exact": engine.exact,
        "first": first,
        "seconds": seconds,
        "busy": busy,
        "peak": peak,
        "added": peak - before,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
