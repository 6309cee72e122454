"""What other libraries hand over as Arrow data: columns of nothing, types of their own, what they cannot hand over."""

from __future__ import annotations

import pickle
import subprocess
import sys
from decimal import Decimal
from typing import Any

import chamdiem
import numpy
import pandas
import polars
import pyarrow
import pytest
from demo import ROUND, SET

COLUMNS: dict[str, list[Any]] = {"unit": ["a", "b"], "1": ["yes", "yes"], "cases": [10, 7], "late": [0, 1]}

CASES = chamdiem.from_dict(
    {
        "format": 1,
        "id": "cases",
        "version": "1",
        "rounding": {"index": {"digits": 2}},
        "tables": [
            {
                "id": "cases",
                "unit": "office",
                "columns": [
                    {"id": "fee", "type": "number", "optional": True},
                    {"id": "online", "type": "boolean", "optional": True},
                    {"id": "kind", "type": "text", "optional": True},
                ],
            }
        ],
        "tree": [
            {
                "id": "1",
                "max": 9,
                "measure": "count(cases, online)",
                "if_empty": "zero",
                "scale": {"value": {"from": 0, "to": 9, "outside": "clamp"}},
            }
        ],
        "outputs": [{"id": "fees", "formula": "sum(cases, fee)"}, {"id": "kinds", "formula": "distinct(cases, kind)"}],
    }
)
OFFICES = {
    "format": 1,
    "criteria_set": {"id": "cases", "version": "1"},
    "period": {"id": "2026"},
    "units": [{"id": "a"}],
}


def score(frame: Any, **options: Any) -> chamdiem.Results:
    return chamdiem.loads(SET).score_frame(frame, period="2026", **options)


def test_a_column_of_nothing_is_missing_whoever_hands_it_over() -> None:
    expected = score(pyarrow.table({**COLUMNS, "late": pyarrow.nulls(2)}))
    assert [unit.state for unit in expected] == ["incomplete"] * 2
    nothing: list[Any] = [None, None]
    assert score(polars.DataFrame({**COLUMNS, "late": nothing})) == expected
    assert score(pandas.DataFrame({**COLUMNS, "late": nothing})) == expected
    # In columns that are not looked at, nothing may stand deeper.
    deep = polars.DataFrame({**COLUMNS, "deep": [{"a": [None]}, {"a": [None]}]})
    assert score(deep, ignore=["deep"]) == score(pyarrow.table(COLUMNS)) == chamdiem.loads(SET).score(ROUND)
    rows = polars.DataFrame({"office": ["a", "a"], "fee": nothing, "online": [True, None]})
    assert CASES.score(OFFICES, tables={"cases": rows})["a"]["self"].total == 1


def test_a_type_of_another_library_is_no_number() -> None:
    months = pandas.DataFrame(COLUMNS).assign(cases=pandas.period_range("2026-01", periods=2, freq="M"))
    with pytest.raises(TypeError, match=r"column cases: accepted are numbers.*, not pandas\.period"):
        score(months)
    assert score(months.assign(cases=[10, 7], note=months["cases"]), ignore=["note"]) == score(
        pandas.DataFrame(COLUMNS)
    )
    rows = pandas.DataFrame({"office": ["a"], "fee": pandas.period_range("2026-01", periods=1, freq="M")})
    with pytest.raises(TypeError, match=r"column fee: .*pandas\.period"):
        CASES.gather("cases", rows, OFFICES)


def test_types_that_say_how_a_value_is_kept_are_read() -> None:
    truths = pyarrow.array([True, False]).cast(pyarrow.int8())
    bool8 = pyarrow.ExtensionArray.from_storage(pyarrow.bool8(), truths)
    expected = score(pyarrow.table({**COLUMNS, "1": [True, False]}))
    assert score(pyarrow.table({**COLUMNS, "1": bool8})) == expected
    json = pyarrow.ExtensionArray.from_storage(pyarrow.json_(), pyarrow.array(["yes", "no"]))
    opaque = pyarrow.opaque(pyarrow.string(), "answer", "database")
    for texts in (json, pyarrow.ExtensionArray.from_storage(opaque, pyarrow.array(["yes", "no"]))):
        assert score(pyarrow.table({**COLUMNS, "1": texts})) == expected
    hidden = pyarrow.ExtensionArray.from_storage(
        pyarrow.opaque(pyarrow.int64(), "moment", "database"), pyarrow.array([1, 2])
    )
    with pytest.raises(TypeError, match=r"column cases: .*arrow\.opaque"):
        score(pyarrow.table({**COLUMNS, "cases": hidden}))


def test_a_frame_of_rows_is_read_in_parts() -> None:
    rows = 400_000
    lines = numpy.arange(rows, dtype=float)
    lines[-1] = numpy.nan
    frame = pyarrow.table({"office": ["a"] * rows, "fee": ["0.25"] * rows, "line": lines})

    def stop(done: int) -> None:
        raise LookupError(f"after {done}")

    # Who stops it is heard before the last row is read, of which the line is wrong.
    with pytest.raises(LookupError, match=r"after \d+"):
        CASES.gather("cases", frame.combine_chunks(), OFFICES, line="line", progress=stop)
    with pytest.raises(TypeError, match="column line: lines are whole numbers"):
        CASES.gather("cases", frame, OFFICES, line="line")


def test_parts_of_a_frame_come_to_what_its_rows_do() -> None:
    rows = 150_000
    frame = pandas.DataFrame(
        {
            "office": pandas.Categorical(numpy.where(numpy.arange(rows) % 3 == 0, "b", "a")),
            "fee": numpy.arange(rows) % 7,
            "online": numpy.arange(rows) % 70_000 == 1,
            "kind": pandas.Categorical([f"k{at % 90_000}" if at % 11 else None for at in range(rows)]),
        }
    )
    found = CASES.gather("cases", frame, OFFICES)
    parts = [CASES.gather("cases", frame[at : at + 50_000], OFFICES) for at in range(0, rows, 50_000)]
    results = CASES.score(OFFICES, tables={"cases": found})
    assert found.rows == rows
    a = frame[frame["office"] == "a"]
    assert [one.value for one in results["a"].outputs] == [str(a["fee"].sum()), str(a["kind"].nunique())]
    assert results["a"]["self"].total == int(a["online"].sum())
    # Their lines begin anew in each part.
    merged = CASES.score(OFFICES, tables={"cases": parts[0].merge(*parts[1:])})
    assert merged["a"].outputs == results["a"].outputs
    (table,) = results.tables
    (rejected,) = table.rejected
    assert (rejected.rule, rejected.rows, rejected.first[0].line) == ("unit", rows - len(a), 1)


def test_what_a_library_cannot_hand_over_is_said_with_its_column() -> None:
    mixed = pandas.DataFrame({**COLUMNS, "note": pandas.Series([10, "x"], dtype=object)})
    with pytest.raises(TypeError, match=r"frame: .*column note.*astype\(str\).*drop\(columns=…\)") as caught:
        score(mixed)
    assert isinstance(caught.value.__cause__, pyarrow.ArrowException)
    assert score(mixed, ignore=["note"]) == score(pandas.DataFrame(COLUMNS))
    wide = polars.DataFrame(COLUMNS).with_columns(note=polars.col("cases").cast(polars.Int128))
    assert score(wide, ignore=["note"]) == score(pandas.DataFrame(COLUMNS))
    with pytest.raises(TypeError, match=r"cases: .*column fee"):
        CASES.gather("cases", pandas.DataFrame({"office": ["a", "a"], "fee": pandas.Series([1, "x"])}), OFFICES)
    # A name that is twice there, and one that is not.
    twice = pandas.concat([pandas.DataFrame(COLUMNS), pandas.DataFrame([[1, 2]] * 2, columns=["n", "n"])], axis=1)
    assert score(twice, ignore=["n"]) == score(pandas.DataFrame(COLUMNS))
    with pytest.raises(chamdiem.ChamdiemError, match=r"frame\.column\.missing"):
        score(twice, ignore=["n", "m"])


def test_pandas_without_pyarrow_is_told_what_it_needs() -> None:
    script = """if True:
        import sys
        sys.modules["pyarrow"] = None
        import chamdiem, pandas
        try:
            chamdiem.Frame(pandas.DataFrame({"unit": ["a"]}), period="2026")
        except ImportError as error:
            print(error)
    """
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told.startswith("frame: ") and "hands its columns over through another library" in told and "pyarrow" in told


def test_frames_compare_by_what_they_say() -> None:
    def frame(late: int = 1, **options: Any) -> chamdiem.Frame:
        return chamdiem.Frame(pyarrow.table({**COLUMNS, "late": [0, late]}), **{"period": "2026", **options})

    one = frame()
    assert one == frame() == pickle.loads(pickle.dumps(one)) and len({one, frame()}) == 1
    assert one != frame(2) and one != frame(period="2027") and one != frame(ignore=["late"]) and one != 1
    assert repr(one) == "<Frame: 2 rows of unit, 1, cases, late>"
    assert frame(ignore=["late"]).columns == ("unit", "1", "cases")


def test_a_calendar_is_refused_as_one() -> None:
    frame = polars.DataFrame(COLUMNS)
    for lang, told in (
        ("en", "this is wrong with the `calendar`, not with the round"),
        ("vi", "lỗi nằm trong `calendar`"),
    ):
        with pytest.raises(chamdiem.ChamdiemError, match=told):
            score(frame, calendar={"id": 5}, lang=lang)
        with pytest.raises(chamdiem.ChamdiemError, match=told):
            chamdiem.loads(SET).score(ROUND, calendar={"id": 5}, lang=lang)  # type: ignore[arg-type]


def test_a_column_that_is_not_there_is_missing() -> None:
    results = score(polars.DataFrame({name: COLUMNS[name] for name in ("unit", "1", "cases")}))
    assert [unit.state for unit in results] == ["incomplete"] * 2 and not results.diagnostics
    assert results["a"]["self"].total == Decimal(2)
