"""Many threads at once, Ctrl-C, and progress."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import chamdiem
import pytest
from demo import ROUND, SET


def long_round(units: int) -> str:
    """A round of many units."""
    round = json.loads(ROUND)
    unit = json.dumps({**round.pop("units")[0], "id": "%s"})
    head = json.dumps(round)[:-1]
    return f'{head}, "units": [{", ".join(unit.replace("%s", f"u{at}") for at in range(units))}]}}'


def test_threads_share_a_set() -> None:
    set = chamdiem.loads(SET)
    expected = set.score(ROUND)
    sheet = set.sheet("a", stage="self")

    def work(at: int) -> bool:
        mine = chamdiem.loads(SET) if at % 5 == 0 else set
        sheet.set("1", "yes" if at % 2 else "no")
        return mine == set and mine.score(ROUND) == expected and mine.score(ROUND).explain("a")["total"].points == 5

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(work, range(400)))
    assert sheet.result().unit["self"]["1"].points in (0, 2)


def test_other_threads_go_on_while_a_round_is_scored() -> None:
    set, round = chamdiem.loads(SET), long_round(60_000)
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    before = ticks
    start = time.monotonic()
    set.score(round)
    took = time.monotonic() - start
    during = ticks - before
    done.set()
    thread.join()
    # Without the interpreter it would not have ticked at all; a busy machine gives it a part of the time.
    assert during >= 5, f"{during} ticks in {took:.2f} s"


def test_progress_is_told_and_may_stop_the_call() -> None:
    set, round = chamdiem.loads(SET), long_round(60_000)
    told: list[int] = []
    set.score(round, progress=told.append)
    assert told == sorted(told) and told[0] > 0 and told[-1] == 60_000

    def stop(done: int) -> None:
        raise LookupError(f"after {done}")

    with pytest.raises(LookupError, match="after"):
        set.score(round, progress=stop)
    with pytest.raises(TypeError):
        set.score(round, progress=lambda: None)  # type: ignore[arg-type]


def test_progress_of_other_long_calls_is_told() -> None:
    set, round = chamdiem.loads(SET), long_round(60_000)

    def stop(done: int) -> None:
        raise LookupError(f"after {done}")

    results = set.score(round)
    for ask in (
        lambda progress: set.explain(round, "u1", progress=progress),
        lambda progress: results.explain("u1", progress=progress),
        lambda progress: set.audit(round, progress=progress),
    ):
        told: list[int] = []
        assert ask(told.append) and told and max(told) <= 60_000
        with pytest.raises(LookupError, match="after"):
            ask(stop)


def test_a_bar_shows_progress(capsys: pytest.CaptureFixture[str]) -> None:
    results = chamdiem.loads(SET).score(long_round(60_000), progress=True)
    assert len(results) == 60_000 and "60000 units" in capsys.readouterr().err
    assert chamdiem.loads(SET).score(ROUND, progress=False)
    assert capsys.readouterr().err == ""


def test_without_tqdm_there_is_no_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    assert len(chamdiem.loads(SET).score(ROUND, progress=True)) == 2
    assert capsys.readouterr().err == ""


INTERRUPTED = """
import sys, time, chamdiem
set, round = chamdiem.loads(sys.argv[1]), open(sys.argv[2], "rb").read()
print("ready", flush=True)
try:
    while True:
        set.score(round)
except KeyboardInterrupt:
    # Nothing is left over: the next call works.
    assert set.score(sys.argv[3])
    print("stopped", flush=True)
"""


def test_ctrl_c_interrupts_a_long_call(tmp_path: Any) -> None:
    file = tmp_path / "round.json"
    file.write_text(long_round(400_000), encoding="utf-8")
    arguments = [sys.executable, "-c", INTERRUPTED, SET, str(file), ROUND]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        start = time.monotonic()
        os.kill(process.pid, signal.SIGINT)
        assert process.stdout.readline() == "stopped\n"
        took = time.monotonic() - start
        assert process.wait() == 0
    # A call takes several seconds; an interrupted one ends after the tile that it is at.
    assert took < 5, took
