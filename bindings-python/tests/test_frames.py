"""Rounds as columns: the same results as the round in objects, whatever library the columns come from."""

from __future__ import annotations

import copy
import json
import pickle
import types
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import chamdiem
import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest
from chamdiem import _native
from demo import ROUND, SET

COLUMNS: dict[str, list[Any]] = {"unit": ["a", "b"], "1": ["yes", "yes"], "cases": [10, 7], "late": [0, 1]}

LIBRARIES: dict[str, Callable[[dict[str, list[Any]]], Any]] = {
    "pandas": lambda columns: pandas.DataFrame(columns),
    "polars": lambda columns: polars.DataFrame(columns),
    "pyarrow": lambda columns: pyarrow.table(columns),
    "duckdb": lambda columns: duckdb.arrow(pyarrow.table(columns)),
    "batches": lambda columns: pyarrow.table(columns).to_reader(max_chunksize=1),
}
every_library = pytest.mark.parametrize("library", LIBRARIES)

#: A set that takes every kind of value, at two stages.
MIXED = {
    "format": 1,
    "id": "mixed",
    "version": "1",
    "rounding": {"index": {"digits": 2}},
    "groups": [{"id": "x"}, {"id": "y"}],
    "stages": [{"id": "self"}, {"id": "appraisal", "reason": "optional"}],
    "facts": [
        {"id": "amount"},
        {"id": "done", "type": "boolean"},
        {"id": "day", "type": "date"},
        {"id": "moment", "type": "datetime"},
        {"id": "place", "type": "text"},
    ],
    "tree": [
        {"id": "1", "max": 5, "scale": {"entered": {"from": 0, "to": 5}}},
        {
            "id": "2",
            "max": 3,
            "measure": "amount",
            "scale": {"value": {"from": -1000000000, "to": 1000000000, "outside": "clamp"}},
        },
    ],
    "outputs": [
        {"id": "when", "formula": "day"},
        {"id": "then", "formula": "moment"},
        {"id": "here", "formula": "place"},
        {"id": "sure", "formula": "if(done, 1, 0)"},
    ],
}


def same_as_objects(set: chamdiem.CriteriaSet, frame: Any, units: list[dict[str, Any]], **options: Any) -> None:
    """Compares a frame with the round in objects."""
    round = {
        "format": 1,
        "criteria_set": {"id": set.id, "version": set.version},
        "period": {"id": "2026"},
        "units": units,
    }
    assert set.score_frame(frame, period="2026", **options).to_json() == set.score(round).to_json()


@every_library
def test_a_wide_frame_of_any_library(library: str) -> None:
    set = chamdiem.loads(SET)
    results = set.score_frame(LIBRARIES[library](COLUMNS), period="2026")
    assert results == set.score(ROUND)
    assert results.explain("b", "2")["2"].points == 0


def test_a_long_frame() -> None:
    rows = [(unit, key, str(COLUMNS[key][at])) for at, unit in enumerate("ab") for key in ("1", "cases", "late")]
    frame = polars.DataFrame(rows, schema=["unit", "key", "value"], orient="row")
    set = chamdiem.loads(SET)
    assert set.score_frame(frame, period="2026", form="long") == set.score(ROUND)
    twice = polars.concat([frame, frame[1:2]])
    with pytest.raises(chamdiem.ChamdiemError, match="/rows/6: a second row of `a` for `cases` of `a` at `self`"):
        set.score_frame(twice, period="2026", form="long")


def test_every_type_of_a_column() -> None:
    set = chamdiem.from_dict(MIXED)
    moment, day = datetime(2026, 2, 3, 4, 5, 6), date(2026, 2, 3)
    facts = {
        "amount": Decimal("2.5"),
        "done": True,
        "day": "2026-02-03",
        "moment": "2026-02-03T04:05:06",
        "place": "Huế",
    }
    submission: dict[str, Any] = {"stage": "self", "by": "u", "answers": {"1": 4}, "facts": facts}
    units = [{"id": "u", "group": "x", "submissions": [submission]}]

    def columns(
        amount: pyarrow.Array, day_of: pyarrow.DataType, at: pyarrow.DataType, text: pyarrow.DataType
    ) -> pyarrow.Table:
        arrays = {
            "unit": pyarrow.array(["u"], text),
            "group": pyarrow.array(["x"], text),
            "stage": pyarrow.array(["self"]).dictionary_encode(),
            "1": pyarrow.array([4], pyarrow.int8()),
            "amount": amount,
            "done": pyarrow.array([True]),
            "day": pyarrow.array([day]).cast(day_of),
            "moment": pyarrow.array([moment], at),
            "place": pyarrow.array(["Huế"], text),
        }
        return pyarrow.table(arrays)

    amounts = [
        pyarrow.array([2.5], pyarrow.float64()),
        pyarrow.array([2.5], pyarrow.float32()),
        pyarrow.array([Decimal("2.5")], pyarrow.decimal32(5, 1)),
        pyarrow.array([Decimal("2.50")], pyarrow.decimal64(15, 2)),
        pyarrow.array([Decimal("2.50")], pyarrow.decimal128(38, 10)),
        pyarrow.array([Decimal("2.5")], pyarrow.decimal256(60, 30)),
        pyarrow.array(["2.5"]),
    ]
    for amount in amounts:
        same_as_objects(set, columns(amount, pyarrow.date32(), pyarrow.timestamp("us"), pyarrow.string()), units)
    for day_of, at, text in [
        (pyarrow.date64(), pyarrow.timestamp("s"), pyarrow.large_string()),
        (pyarrow.timestamp("ms"), pyarrow.timestamp("ms"), pyarrow.string_view()),
        (pyarrow.timestamp("ns"), pyarrow.timestamp("ns"), pyarrow.string()),
    ]:
        same_as_objects(set, columns(amounts[0], day_of, at, text), units)
    # A zone is heard: 4:05 in UTC is 11:05 in Việt Nam.
    submission["facts"] = {**facts, "moment": "2026-02-03T11:05:06"}
    same_as_objects(set, columns(amounts[0], pyarrow.date32(), pyarrow.timestamp("us", "UTC"), pyarrow.string()), units)
    for whole in ("int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"):
        submission["facts"] = {"amount": 7}
        frame = pyarrow.table(
            {"unit": ["u"], "group": ["x"], "1": [4], "amount": pyarrow.array([7], getattr(pyarrow, whole)())}
        )
        same_as_objects(set, frame, units)
    for keys in (pyarrow.int8(), pyarrow.uint16(), pyarrow.int64()):
        words = pyarrow.DictionaryArray.from_arrays(pyarrow.array([1], keys), pyarrow.array(["y", "x"]))
        frame = pyarrow.table({"unit": ["u"], "group": words, "1": [4], "amount": [7], "none": pyarrow.nulls(1)})
        same_as_objects(set, frame, units, ignore=["none"])


def test_stages_parties_and_nulls() -> None:
    set = chamdiem.from_dict(MIXED)
    frame = polars.DataFrame(
        {
            "unit": ["u", "v", "u"],
            "group": ["x", "y", None],
            "stage": ["self", None, "appraisal"],
            "by": [None, None, "council"],
            "1": [4.5, None, 3.25],
            "amount": [1.0, 0.1, None],
            "reason": [None, None, "thiếu minh chứng"],
        }
    )
    submissions = [
        {"stage": "self", "by": "u", "facts": {"amount": 1}, "answers": {"1": 4.5}},
        {"stage": "appraisal", "by": "council", "answers": {"1": {"value": 3.25, "reason": "thiếu minh chứng"}}},
    ]
    units = [
        {"id": "u", "group": "x", "submissions": submissions},
        {"id": "v", "group": "y", "submissions": [{"stage": "self", "by": "v", "facts": {"amount": 0.1}}]},
    ]
    same_as_objects(set, frame, units)
    # pandas has no nulls in a column of floats: its NaN is one.
    same_as_objects(set, frame.to_pandas(), units)
    results = set.score_frame(frame, period="2026")
    assert results["v"].state == "incomplete" and results.adjustments().column("to") == ("3.25",)
    earlier = set.score_frame(frame, period="2026", stage="self")
    assert earlier.final == "self" and earlier["u"]["self"]["1"].points == Decimal("4.5")


def test_names_are_mapped_and_left_out() -> None:
    set = chamdiem.loads(SET)
    frame = (
        pandas.DataFrame(COLUMNS)
        .rename(columns={"unit": "Đơn vị", "cases": "Số hồ sơ"})
        .assign(note="x", odd=[[1], [2]])
    )
    columns = {"Đơn vị": "unit", "Số hồ sơ": "cases"}
    assert set.score_frame(frame, period="2026", columns=columns, ignore=["note", "odd"]) == set.score(ROUND)
    with pytest.raises(TypeError, match="column odd: accepted are numbers"):
        set.score_frame(frame, period="2026", columns=columns, ignore=["note"])


def refused(frame: Any, **options: Any) -> list[tuple[str, str]]:
    """Codes and paths of the problems of a frame."""
    with pytest.raises(chamdiem.ChamdiemError) as caught:
        chamdiem.loads(SET).score_frame(frame, **{"period": "2026", **options})
    return [(one.code, one.path) for one in caught.value.diagnostics]


def test_problems_have_their_row_and_column() -> None:
    bad = polars.DataFrame({**COLUMNS, "1": ["yes", "maybe"], "late": [0.5, float("nan")], "casse": [1, 2]})
    found = refused(bad)
    assert sorted(found) == [
        ("answer.unknown_option", "/rows/1/1"),
        ("frame.column.unknown", "/columns/casse"),
        ("number.syntax", "/rows/1/late"),
    ]
    with pytest.raises(chamdiem.ChamdiemError, match="did you mean `cases`"):
        chamdiem.loads(SET).score_frame(bad, period="2026")
    assert sorted(path for _, path in refused(bad.drop("casse"))) == ["/rows/1/1", "/rows/1/late"]
    assert refused(bad.drop("unit", "casse"))[0][0] == "frame.column.missing"
    assert refused(polars.DataFrame({**COLUMNS, "late": [0.1, 0.1 + 0.2]})) == [("number.inexact", "/rows/1/late")]
    assert refused(polars.DataFrame({**COLUMNS, "late": [0.1, 1e300]}))[0][1] == "/rows/1/late"
    twice = polars.DataFrame({**COLUMNS, "unit": ["a", "a"]})
    assert refused(twice)[0][0] == "frame.row.duplicate"
    assert refused(polars.DataFrame(COLUMNS), columns={"Cases": "cases"})[0][0] == "frame.column.missing"
    assert refused(polars.DataFrame(COLUMNS), ignore=["note"]) == [("frame.column.missing", "")]
    assert refused(polars.DataFrame(COLUMNS).clear())[0][0] == "round.empty"
    assert refused(polars.DataFrame(COLUMNS), default_stage="final")[0][0] == "stage.unknown"


def test_wrong_objects_are_told_what_is_accepted() -> None:
    set = chamdiem.loads(SET)
    with pytest.raises(TypeError, match="PyCapsule interface.*not dict"):
        set.score_frame(COLUMNS, period="2026")  # type: ignore[arg-type]
    frame = polars.DataFrame(COLUMNS)
    with pytest.raises(TypeError, match=r"frame is a frame, not one column \(.*Series\): to_frame\(\) makes"):
        set.score_frame(polars.DataFrame(COLUMNS)["unit"], period="2026")
    with pytest.raises(TypeError, match=r"not DataFrame: a frame is a round by score_frame\(frame, period=…\)"):
        set.score(pandas.DataFrame(COLUMNS))
    with pytest.raises(TypeError, match="period is its id"):
        set.score_frame(frame, period=2026)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="form is 'wide' or 'long', not 'tall'"):
        set.score_frame(frame, period="2026", form="tall")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="columns is a dict"):
        set.score_frame(frame, period="2026", columns=["unit"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="ignore is a list of str"):
        set.score_frame(frame, period="2026", ignore="unit")


def test_a_frame_is_a_round_wherever_one_is_asked_for() -> None:
    set, frame = chamdiem.loads(SET), pandas.DataFrame(COLUMNS)
    round = chamdiem.Frame(frame, period={"id": "2026", "from": date(2026, 1, 1)})
    assert round.rows == 2 and "2 rows" in repr(round)
    results = set.score(round)
    assert set.explain(round, "a") == results.explain("a") == pickle.loads(pickle.dumps(results)).explain("a")
    assert set.audit(round) == set.audit(ROUND)
    assert set.try_round(set, round).read and set.statistics(round) == set.statistics(ROUND)
    # The columns were taken once: what becomes of the frame changes nothing, here and after a journey.
    frame.loc[0, "late"] = 9
    assert results.explain("a")["2"].points == 3
    there = pickle.loads(pickle.dumps(results))
    assert there == results and there.explain("a") == results.explain("a")
    assert set.score(pickle.loads(pickle.dumps(round))) == results


@every_library
def test_a_frame_travels_whatever_it_was_read_from(library: str) -> None:
    set = chamdiem.loads(SET)
    columns: dict[str, list[Any]] = {**COLUMNS, "1": ["yes", None], "late": [0.5, None]}
    frame = chamdiem.Frame(
        LIBRARIES[library](columns),
        period={"id": "2026", "from": date(2026, 1, 1)},
        columns=types.MappingProxyType({"cases": "cases"}),
    )
    there = pickle.loads(pickle.dumps(frame))
    assert there.rows == 2 and set.score(there) == set.score(frame) == set.score(copy.deepcopy(frame))


def test_every_type_of_a_column_travels() -> None:
    set = chamdiem.from_dict(MIXED)
    moments = pyarrow.array([datetime(2026, 2, 3, 4, 5, 6), None], pyarrow.timestamp("us", "UTC"))
    frame = pyarrow.table(
        {
            "unit": ["u", "v"],
            "group": pyarrow.array(["x", "y"]).dictionary_encode(),
            "1": [4.25, None],
            "amount": pyarrow.array([Decimal(10) ** 24, None], pyarrow.decimal128(38, 3)),
            "done": [True, None],
            "day": pyarrow.array([date(2026, 2, 3), None]),
            "moment": moments,
            "place": ["Huế", None],
            "free text": [[1], [2]],
        }
    )
    round = chamdiem.Frame(frame, period="2026", ignore=["free text"])
    results = set.score(round)
    assert set.score(pickle.loads(pickle.dumps(round))) == results and results["u"].outputs[0].value == "2026-02-03"
    inexact = chamdiem.Frame(pyarrow.table({"unit": ["u"], "group": ["x"], "amount": [0.1 + 0.2]}), period="2026")
    with pytest.raises(chamdiem.ChamdiemError, match="number.inexact"):
        set.score(pickle.loads(pickle.dumps(inexact)))
    with pytest.raises(ValueError, match="no column is of 'odd'"):
        _native.FrameRound.of_columns(1, [("unit", "odd", [1], None)], {})
    broken = _native.FrameRound.of_columns(2, [("unit", "texts", ([0, 9], ["u"]), None)], {"period": "2026"})
    with pytest.raises(chamdiem.ChamdiemError, match="frame.column.shape"):
        set._plan.score(broken, {})


def test_a_short_float_stands_for_six_digits_or_for_itself() -> None:
    set = chamdiem.from_dict(MIXED)

    def points(*values: Any) -> list[Decimal | None]:
        column = pyarrow.array([None if one is None else numpy.float32(one) for one in values], pyarrow.float32())
        names = [f"u{at}" for at in range(len(values))]
        frame = pyarrow.table({"unit": names, "group": ["x"] * len(values), "amount": column})
        return [unit["self"]["2"].points for unit in set.score_frame(frame, period="2026")]

    # A whole number is itself, and no neighbour with fewer digits that a short float cannot tell from it.
    assert points(16_777_217, 123_456_789) == [Decimal(16_777_216), Decimal(123_456_792)]
    assert points(0.1, -12.375, 99999.5, None) == [Decimal("0.1"), Decimal("-12.375"), Decimal("99999.5"), None]
    # What needs more digits is its own value, where that is exact in 15 digits.
    assert points(0.00390625, 1048576.125) == [Decimal("0.00390625"), Decimal("1048576.125")]
    for inexact in (1 / 3, 1234.5678):
        with pytest.raises(chamdiem.ChamdiemError, match="number.inexact"):
            points(inexact)
    round = {
        "format": 1,
        "criteria_set": {"id": "mixed", "version": "1"},
        "period": {"id": "2026"},
        "units": [{"id": "u", "group": "x", "facts": {"amount": numpy.float32(0.1)}}],
    }
    assert set.score(round)["u"]["self"]["2"].points == Decimal("0.1")
    round["units"][0]["facts"] = {"amount": numpy.float32(1 / 3)}  # type: ignore[index]
    with pytest.raises(chamdiem.ChamdiemError, match="number.inexact"):
        set.score(round)


def test_categories_may_be_anything() -> None:
    set = chamdiem.loads(SET)
    expected = set.score(ROUND)
    frame = pandas.DataFrame(COLUMNS)
    for kind in (int, float):
        categories = frame.assign(cases=frame["cases"].astype(kind).astype("category"))
        assert set.score_frame(categories, period="2026") == expected
    # Every batch may have categories of its own.
    batches = [
        pyarrow.record_batch({**columns, "cases": pyarrow.array(columns["cases"]).dictionary_encode()})
        for columns in ({name: values[at : at + 1] for name, values in COLUMNS.items()} for at in range(2))
    ]
    reader = pyarrow.RecordBatchReader.from_batches(batches[0].schema, batches)
    assert set.score_frame(reader, period="2026") == expected
    words = pyarrow.DictionaryArray.from_arrays(pyarrow.array([1, 0]), pyarrow.array([1, None]))
    missing = pyarrow.table({**COLUMNS, "late": words})
    found = set.score_frame(missing, period="2026")
    assert found["a"].state == "incomplete" and found["b"]["self"]["2"].points == 0


def test_an_index_of_pandas_is_looked_at_where_it_is_named() -> None:
    set = chamdiem.loads(SET)
    frame = pandas.DataFrame(COLUMNS, index=[5, 3]).iloc[[1, 0]]
    assert "__index_level_0__" in pyarrow.table(frame).column_names
    assert set.score_frame(frame, period="2026").ids == ("b", "a")
    assert set.score_frame(frame, period="2026", ignore=["__index_level_0__"]).ids == ("b", "a")
    late = pandas.DataFrame({name: COLUMNS[name] for name in ("unit", "1", "cases")}, index=[0, 1])
    assert set.score_frame(late, period="2026", columns={"__index_level_0__": "late"})["b"]["self"]["2"].points == 0


def test_the_ledgers_of_some_units_are_asked_for() -> None:
    set, frame = chamdiem.loads(SET), pandas.DataFrame(COLUMNS)
    results = set.score_frame(frame, period="2026", detail="ledger", ledgers=["b"])
    assert results["a"].ledger is None and results["b"].ledger is not None
    with pytest.raises(chamdiem.ChamdiemError, match="no unit `bb` to explain, did you mean `b`"):
        set.score_frame(frame, period="2026", detail="ledger", ledgers=["b", "bb"])


def test_numbers_of_arrays_are_numbers() -> None:
    set = chamdiem.loads(SET)
    round = json.loads(ROUND)
    round["units"][0]["facts"] = {"cases": numpy.int64(10), "late": numpy.float64(0)}
    round["units"][1]["facts"] = {"cases": numpy.float32(7), "late": numpy.uint8(1)}
    round["units"][0]["submissions"][0]["answers"]["1"] = numpy.bool_(True)
    assert set.score(round) == set.score(ROUND)
