"""Synthetic cases of the one-stop desks of synthetic offices, by their numbers: the same on every machine."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

#: How many offices are scored; the rows name one more, and none.
OFFICES = 300

#: So many partitions an executor has done when it is killed.
DONE = 3

#: As Spark writes it.
SCHEMA = """no long, case_id string, unit string, official string, procedure string, received date, limit_wd int,
    supplement_asked date, supplement_given date, returned date, status string, contacts int,
    contact_fault_applicant boolean, agencies_contacted int, attitude_score decimal(4, 2), note string"""

#: 2026-07-20, counted from 1970-01-01.
_FIRST = 20_654


def cases(no: np.ndarray[Any, np.dtype[np.int64]]) -> pa.RecordBatch:
    """The cases of some numbers. Of 1,000 cases about 10 do not count, for one reason or another."""

    def chance(salt: int, sides: int) -> np.ndarray[Any, np.dtype[np.int64]]:
        """What a die shows for each case."""
        mixed = (no.astype(np.uint64) + np.uint64(salt << 32)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        return ((mixed >> np.uint64(33)) % np.uint64(sides)).astype(np.int64)

    def words(places: np.ndarray[Any, np.dtype[np.int64]], *among: str | None) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), pa.array(among)).cast(pa.string())

    def days(numbers: np.ndarray[Any, np.dtype[np.int64]], known: np.ndarray[Any, np.dtype[np.bool_]]) -> pa.Array:
        return pa.array(numbers.astype(np.int32), mask=~known).cast(pa.date32())

    office, received = chance(1, 1_000), _FIRST + chance(2, 70)
    office = np.where(office < 997, chance(3, OFFICES), OFFICES + office % 2)
    limit, used = 1 + chance(4, 15), chance(5, 24) - chance(6, 2_000) // 1_990 * 40
    asked = chance(7, 10) == 0
    done = chance(8, 20) != 0
    halves = pc.multiply(pa.array(chance(16, 5)).cast(pa.decimal128(19, 0)), pa.scalar(Decimal("0.50")))
    columns = {
        "no": pa.array(no),
        "case_id": pa.array(np.char.add("HS", no.astype(str))),
        "unit": words(office, *(f"U{office:03}" for office in range(OFFICES)), "U-unknown", None),
        "official": words(office % 7, *(f"CB{official}" for official in range(7))),
        "procedure": words(chance(9, 1_001) // 500, "P-HOTICH", "P-CHUNGTHUC", None),
        "received": days(received, chance(10, 1_000) != 0),
        "limit_wd": pa.array(limit.astype(np.int32)),
        "supplement_asked": days(received + 1, asked),
        "supplement_given": days(received + 2 + chance(11, 5), asked),
        "returned": days(received + used, done),
        "status": words(np.where(done, chance(12, 400) // 398, 2), "done", "withdrawn", "pending"),
        "contacts": pa.array(chance(13, 3).astype(np.int32)),
        "contact_fault_applicant": pa.array(chance(14, 2) == 0),
        "agencies_contacted": pa.array((chance(15, 9) // 4).astype(np.int32)),
        "attitude_score": halves.cast(pa.decimal128(4, 2)),
        "note": pa.nulls(len(no), pa.string()),
    }
    return pa.RecordBatch.from_pydict(columns)


def made(numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The cases of numbers."""
    return (cases(batch.column(0).to_numpy()) for batch in numbers)


def first(file: Path) -> bool:
    """Whether nobody has made a file before."""
    try:
        file.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def deadly(folder: Path) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """The cases of numbers, of which one executor dies: the first that has done some partitions and is in the next."""

    def told(numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext

        context = TaskContext.get()
        assert context is not None
        # Python is started by a process that the executor started.
        executor = subprocess.check_output(["ps", "-o", "ppid=", "-p", str(os.getppid())], text=True).strip()
        mine = folder / executor
        mine.mkdir(exist_ok=True)
        for at, batch in enumerate(made(numbers)):
            if at == 1 and len(list(mine.iterdir())) >= DONE and first(folder / "killed"):
                os.kill(int(executor), signal.SIGKILL)
                time.sleep(10)
            yield batch
        (mine / str(context.partitionId())).touch()

    return told
