"""Random frames: what the columns say gives the results, or the refusal, of the same round in objects."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import chamdiem
import hypothesis.strategies as some
import polars
import pyarrow
from hypothesis import given, settings
from test_frames import MIXED

SET = chamdiem.from_dict(MIXED)

#: How far the points of a leaf go.
LIMIT = Decimal(10**9)

#: Numbers as every library may hold them: whole, decimal, float, or text.
WHOLE = some.integers(-(10**9), 10**9)
DECIMAL = some.decimals(-(10**8), 10**8, places=3)
FLOAT = some.floats(allow_nan=False, allow_infinity=False) | some.decimals(-1000, 1000, places=4).map(float)
TEXT = some.text(max_size=6) | DECIMAL.map(str)
KINDS: dict[str, tuple[some.SearchStrategy[Any], pyarrow.DataType]] = {
    "whole": (WHOLE, pyarrow.int64()),
    "decimal": (DECIMAL, pyarrow.decimal128(20, 3)),
    "float": (FLOAT, pyarrow.float64()),
    "text": (TEXT, pyarrow.string()),
    "boolean": (some.booleans(), pyarrow.bool_()),
    "date": (some.dates(), pyarrow.date32()),
    "moment": (
        some.datetimes().map(lambda moment: moment.replace(microsecond=0))
        | some.dates().map(lambda day: datetime(day.year, day.month, day.day)),
        pyarrow.timestamp("us"),
    ),
}
#: Kinds that a column may have and JSON has not: as text a day is a text.
UNLIKE = {"place": {"date", "moment"}}
#: What stands for a condition in columns, as in files.
TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
NAMES = ["1", "amount", "done", "day", "moment", "place"]


@some.composite
def frames(draw: some.DrawFn) -> tuple[pyarrow.Table, list[dict[str, Any]]]:
    """A frame, and its rows."""
    rows = draw(some.integers(1, 4))
    columns: dict[str, pyarrow.Array] = {
        "unit": pyarrow.array([f"u{row}" for row in range(rows)]),
        "group": pyarrow.array(
            draw(some.lists(some.sampled_from(["x", "y", None]), min_size=rows, max_size=rows)), pyarrow.string()
        ),
    }
    for name in draw(some.lists(some.sampled_from(NAMES), unique=True)):
        kinds = sorted(set(KINDS) - UNLIKE.get(name, set()))
        values, of = KINDS[draw(some.sampled_from(kinds))]
        cells = draw(some.lists(some.none() | values, min_size=rows, max_size=rows))
        columns[name] = pyarrow.array(cells, of)
    table = pyarrow.table(columns)
    return table, table.to_pylist()


def unit(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the unit of a round."""
    said = {name: value for name, value in row.items() if value is not None and value != ""}
    if "done" in said:
        # In columns a number stands for a condition by its value.
        number = isinstance(said["done"], (int, float, Decimal)) and said["done"] in (0, 1)
        said["done"] = bool(said["done"]) if number else TRUTH.get(str(said["done"]), said["done"])
    facts = {name: said[name] for name in NAMES[1:] if name in said}
    answers = {"1": said["1"]} if "1" in said else {}
    submission = {
        "stage": "self",
        "by": row["unit"],
        **({"facts": facts} if facts else {}),
        **({"answers": answers} if answers else {}),
    }
    group = {"group": said["group"]} if "group" in said else {}
    return {"id": row["unit"], **group, "submissions": [submission] if facts or answers else []}


def outcome(ask: Any) -> Any:
    """The results, or the rows and names of the problems."""
    try:
        return ask().to_json()
    except chamdiem.ChamdiemError as error:
        places = [one.path.split("/") for one in error.diagnostics.errors]
        # /rows/3/amount is /units/3/submissions/0/facts/amount; a unit without its group has no name.
        return sorted({(place[2], place[-1] if place[-1] in NAMES else "") for place in places})


@settings(max_examples=400, deadline=None)
@given(frames())
def test_a_frame_is_the_round_that_it_says(made: tuple[pyarrow.Table, list[dict[str, Any]]]) -> None:
    table, rows = made
    round = {
        "format": 1,
        "criteria_set": {"id": SET.id, "version": SET.version},
        "period": {"id": "2026"},
        "units": [unit(row) for row in rows],
    }
    expected = outcome(lambda: SET.score(round))
    assert outcome(lambda: SET.score_frame(table, period="2026")) == expected
    assert outcome(lambda: SET.score_frame(polars.DataFrame(table), period="2026")) == expected


@settings(max_examples=300, deadline=None)
@given(some.lists(FLOAT | some.floats(), min_size=1, max_size=5))
def test_a_float_stands_for_its_shortest_digits_or_is_refused(values: list[float]) -> None:
    frame = pyarrow.table(
        {"unit": [f"u{at}" for at in range(len(values))], "group": ["x"] * len(values), "amount": values}
    )
    exact = [value for value in values if stands(value)]
    try:
        results = SET.score_frame(frame, period="2026")
    except chamdiem.ChamdiemError as error:
        refused = {one.path for one in error.diagnostics.errors}
        assert {f"/rows/{at}/amount" for at, value in enumerate(values) if not stands(value)} <= refused
    else:
        assert exact == values
        points = [unit["self"]["2"].points for unit in results]
        assert points == [min(max(Decimal(repr(value)), -LIMIT), LIMIT) for value in values]


def stands(value: float) -> bool:
    """Whether a float has at most 15 digits, and is no larger or finer than any number may be."""
    shortest = Decimal(repr(value))
    if not shortest.is_finite():
        return False
    _, digits, exponent = shortest.normalize().as_tuple()
    return len(digits) <= 15 and isinstance(exponent, int) and exponent >= -28 and len(digits) + exponent <= 28
