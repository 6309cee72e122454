"""Many threads at once, Ctrl-C, and progress."""

from __future__ import annotations

import gc
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from collections.abc import Callable
from typing import Any

import chamdiem
import polars
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


TABLE = """{"format": 1, "id": "t", "version": "1", "rounding": {"index": {"digits": 2}},
    "tables": [{"id": "cases", "columns": [{"id": "late", "type": "boolean"}]}],
    "tree": [{"id": "1", "max": 9, "measure": "count(cases, late)", "scale": {"value": {}}}]}"""


class Raises:
    """An object that raises whatever it is asked, and now and then something that is no ordinary error."""

    def __getattr__(self, name: str) -> Any:
        raise (KeyboardInterrupt if random.random() < 0.1 else RuntimeError)(name)


def test_everything_at_once_is_what_it_is_alone() -> None:
    """Scoring, stopping, pickling, refusing, forms, frames and rows in many threads that change places all the time.

    What is no error of Python's own, as a panic is, ends the test.
    """
    set, table = chamdiem.loads(SET), chamdiem.loads(TABLE)
    expected, form, many = set.score(ROUND), set.sheet("a", stage="self"), long_round(1_000)
    long = set.score(many)
    frame = chamdiem.Frame(polars.DataFrame({"unit": ["a", "b"], "1": ["yes", "no"]}), period="2026")
    framed = set.score(frame)
    head = {"format": 1, "criteria_set": {"id": "t", "version": "1"}, "period": {"id": "p"}, "units": [{"id": "a"}]}
    part = table.gather("cases", [{"unit": "a", "late": True}] * 3, head)
    # Dicts that other threads change while they are read.
    living: dict[str, Any] = json.loads(ROUND)
    shared = iter([{"unit": "a", "late": True}] * 100_000)

    def stop(done: int) -> None:
        raise LookupError("enough")

    def stopped() -> bool:
        try:
            return set.score(many, progress=stop) == long
        except LookupError as error:
            return str(error) == "enough"

    def refused() -> bool:
        try:
            set.score(ROUND.replace('"yes"', "[]", 1))
        except chamdiem.ChamdiemError as error:
            again = pickle.loads(pickle.dumps(error))
            return bool(again.diagnostics == error.diagnostics and str(again) == str(error))
        return False

    def raised() -> bool:
        try:
            chamdiem.from_dict({"format": 1, "id": Raises()})
        except (RuntimeError, KeyboardInterrupt):
            return True
        return False

    def changed() -> bool:
        living[f"x{random.randrange(1_000)}"] = [Raises] * random.randrange(3)
        living.pop(f"x{random.randrange(1_000)}", None)
        try:
            return set.score(living) == expected
        except (chamdiem.ChamdiemError, TypeError):
            return True

    jobs: list[Callable[[], bool]] = [
        lambda: set.score(ROUND) == expected,
        lambda: set.score(many) == long,
        lambda: pickle.loads(pickle.dumps(set)) == set,
        lambda: pickle.loads(pickle.dumps(expected)) == expected,
        lambda: pickle.loads(pickle.dumps(frame)) == frame,
        lambda: pickle.loads(pickle.dumps(part)).merge(part).rows == 6,
        lambda: pickle.loads(pickle.dumps(expected.ranking())) == expected.ranking(),
        lambda: set.score(frame) == framed,
        lambda: table.score(head, tables={"cases": part})["a"].stages[0].total == 3,
        lambda: form.set("1", random.choice(["yes", "no"])) is not None,
        lambda: form.result().unit.id == "a" and form.submission() is not None,
        lambda: expected.explain("a")["total"].points == 5,
        lambda: len(expected.to_pandas()) == 2,
        lambda: gc.collect() >= 0,
        stopped,
        refused,
        raised,
        changed,
        lambda: table.gather("cases", [next(shared)], head).rows == 1,
    ]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(16) as pool:
            tried = [pool.submit(jobs[at % len(jobs)]) for at in range(30 * len(jobs))]
            assert all(one.result() for one in tried)
    finally:
        sys.setswitchinterval(before)
    assert set.score(ROUND) == expected


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
