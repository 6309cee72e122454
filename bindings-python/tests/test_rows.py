"""Rows of tables from outside of the round: as dicts and as frames, in parts, on other machines."""

from __future__ import annotations

import pickle
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import chamdiem
import numpy
import pandas
import polars
import pyarrow
import pytest

SET = chamdiem.from_dict(
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
                    {"id": "due", "type": "date"},
                    {"id": "done", "type": "date", "optional": True},
                    {"id": "fee", "type": "number", "optional": True, "source": "lệ phí"},
                    {"id": "online", "type": "boolean", "optional": True},
                ],
                "valid": [{"id": "in_time", "condition": "due >= period.from"}],
            }
        ],
        "tree": [
            {
                "id": "1",
                "max": 10,
                "measure": "count(cases, done <= due) / count(cases) * 10",
                "if_empty": "zero",
                "scale": {"value": {"from": 0, "to": 10, "outside": "clamp"}},
                "rounding": {"digits": 2},
            }
        ],
        "outputs": [{"id": "fees", "formula": "sum(cases, fee)"}, {"id": "online", "formula": "count(cases, online)"}],
    }
)
ROUND = {
    "format": 1,
    "criteria_set": {"id": "cases", "version": "1"},
    "period": {"id": "2026", "from": "2026-01-01"},
    "units": [{"id": "a"}, {"id": "7"}],
}
ROWS: list[dict[str, Any]] = [
    {"office": "a", "due": date(2026, 2, 1), "done": date(2026, 1, 31), "lệ phí": Decimal("10.50"), "online": True},
    {"office": "a", "due": date(2026, 2, 1), "done": date(2026, 2, 2), "lệ phí": None, "online": None},
    {"office": "a", "due": date(2025, 2, 1), "done": None, "lệ phí": Decimal("99.00"), "online": False},
    {"office": "b", "due": date(2026, 2, 1), "done": None, "lệ phí": None, "online": False},
    {"office": "7", "due": date(2026, 2, 1), "done": date(2026, 2, 1), "lệ phí": Decimal("0.25"), "online": True},
]


def scored(rows: Any) -> chamdiem.Results:
    """The results of the round with rows."""
    return SET.score(ROUND, tables={"cases": rows})


def test_rows_as_dicts() -> None:
    results = scored(ROWS)
    assert results["a"]["self"].total == 5 and results["7"]["self"].total == 10
    assert [one.value for one in results["a"].outputs] == ["10.5", "1"]
    (table,) = results.tables
    assert (table.table, table.rows, table.counted) == ("cases", 5, 3)
    assert {(one.rule, one.first[0].source, one.first[0].line) for one in table.rejected} == {
        ("in_time", "cases", 3),
        ("unit", "cases", 4),
    }
    assert results.explain("a")["1"].lines and pickle.loads(pickle.dumps(results)).explain("a") == results.explain("a")
    assert SET.audit(ROUND, tables={"cases": ROWS}).results.period == "2026"
    assert SET.explain(ROUND, "a", tables={"cases": ROWS}) == results.explain("a")


def test_a_newer_set_is_tried_with_rows() -> None:
    document = SET.to_dict()
    newer = chamdiem.from_dict({**document, "version": "2", "tables": [{**document["tables"][0], "valid": []}]})
    head = {**ROUND, "criteria_set": {"id": "cases", "version": "2"}}
    tables, newer_tables = {"cases": ROWS}, {"cases": newer.gather("cases", ROWS, head)}
    trial = SET.try_round(newer, ROUND, tables=tables, newer_tables=newer_tables)
    assert trial.comparison is not None
    # The case of 2025 counts, and was not done.
    (change,) = trial.comparison.units
    assert change.id == "a"
    again = SET.try_round(SET, ROUND, tables=tables, newer_tables={"cases": SET.gather("cases", ROWS, ROUND)})
    assert again.comparison is not None and again.comparison.units == ()
    with pytest.raises(TypeError, match="newer_tables|tables"):
        SET.try_round(newer, ROUND, newer_tables=5)  # type: ignore[arg-type]


def test_rows_as_frames_of_any_library() -> None:
    arrow = pyarrow.Table.from_pylist(ROWS)
    frame = polars.DataFrame(arrow)
    for rows in (arrow, frame, pandas.DataFrame(ROWS), arrow.to_reader(max_chunksize=2), (dict(row) for row in ROWS)):
        assert scored(rows) == scored(ROWS)
    # Programs give days as midnights, and ids as numbers.
    midnights = frame.with_columns(polars.col("due", "done").cast(polars.Datetime("ns")))
    assert scored(midnights) == scored(ROWS)
    only = frame.filter(polars.col("office") == "7").with_columns(polars.col("office").cast(polars.Int64))
    assert scored(only)["7"]["self"].total == 10


def csv(rows: pandas.DataFrame) -> list[dict[str, str]]:
    """What a file of the rows holds."""
    text = rows.to_csv(index=False, date_format="%Y-%m-%d").splitlines()
    names = text[0].split(",")
    lines = [line.replace("True", "true").replace("False", "false").split(",") for line in text[1:]]
    return [dict(zip(names, line, strict=True)) for line in lines]


def test_rows_are_the_same_as_a_frame_as_records_and_as_a_file() -> None:
    frame = pandas.DataFrame(ROWS)
    # As pandas holds them: days are midnights, numbers floats, and what is missing NaN, NaT or NA.
    frame["due"], frame["done"] = pandas.to_datetime(frame["due"]), pandas.to_datetime(frame["done"])
    frame["lệ phí"] = frame["lệ phí"].astype(float)
    expected = scored(frame)
    assert expected["a"].stages == scored(ROWS)["a"].stages and expected["a"].outputs == scored(ROWS)["a"].outputs
    for rows in (frame, frame.convert_dtypes()):
        records = rows.to_dict("records")
        assert any(record["done"] is pandas.NaT for record in records)
        assert scored(rows) == expected and scored(records) == expected
    assert scored(csv(frame)) == expected
    # So do other values that stand for nothing, and moments of any zone.
    nothing: list[Any] = [None, float("nan"), pandas.NaT, pandas.NA, Decimal("NaN"), numpy.float64("nan")]
    for missing in (*nothing, numpy.datetime64("NaT")):
        rows = [{**row, "lệ phí": missing, "done": missing} for row in ROWS]
        assert scored(rows) == scored([{**row, "lệ phí": None, "done": None} for row in ROWS]), missing
    hanoi = timezone(timedelta(hours=7))
    midnight = datetime(2026, 2, 1)
    moments: list[Any] = [
        midnight,
        midnight.replace(tzinfo=hanoi),
        midnight.replace(tzinfo=hanoi).astimezone(timezone.utc),
        pandas.Timestamp(midnight),
        pandas.Timestamp(midnight, tz="Asia/Ho_Chi_Minh"),
        numpy.datetime64("2026-02-01", "D"),
        numpy.datetime64("2026-02-01", "ns"),
    ]
    for moment in moments:
        days = [{**row, "due": date(2026, 2, 1)} for row in ROWS]
        assert scored([{**row, "due": moment} for row in ROWS]) == scored(days), moment
    (table,) = scored([{"office": "a", "due": datetime(2026, 2, 1, 8)}]).tables
    assert [(one.rule, one.first[0].value) for one in table.rejected] == [("type", "2026-02-01T08:00")]


def test_numbers_stand_for_ids_and_conditions_by_their_values() -> None:
    rows = {"office": [7.0, 7.0], "due": [date(2026, 2, 1)] * 2, "online": [Decimal("1.000"), Decimal("0.000")]}
    frame = pyarrow.table({**rows, "online": pyarrow.array(rows["online"], pyarrow.decimal128(4, 3))})
    (seven,) = [unit for unit in scored(frame) if unit.id == "7"]
    assert [one.value for one in seven.outputs] == ["0", "1"]
    (table,) = scored(frame.set_column(2, "online", pyarrow.array([Decimal("0.5")] * 2))).tables
    assert [one.rule for one in table.rejected] == ["type"]


def test_an_index_of_pandas_is_no_column() -> None:
    frame = pandas.DataFrame(ROWS)
    shuffled = frame.iloc[[3, 0, 1, 4, 2]]
    assert "__index_level_0__" in pyarrow.table(shuffled).column_names
    results = scored(shuffled)
    assert [one.code for one in results.diagnostics] == [] and results["a"].stages == scored(frame)["a"].stages
    named = frame.set_index("office")
    assert scored(named) == scored(frame)


def test_progress_of_gathering_is_told() -> None:
    told: list[int] = []
    many = [{"office": "a", "due": date(2026, 2, 1)}] * 200_000
    assert SET.gather("cases", many, ROUND, progress=told.append).rows == 200_000
    assert told == sorted(told) and len(told) > 1 and told[-1] == 200_000

    def stop(done: int) -> None:
        raise LookupError(f"after {done}")

    for rows in (many, pyarrow.Table.from_pylist(many).to_reader(max_chunksize=1_000)):
        with pytest.raises(LookupError, match="after"):
            SET.gather("cases", rows, ROUND, progress=stop)


def test_parts_are_merged_in_any_order() -> None:
    parts = [SET.gather("cases", ROWS[:2], ROUND), SET.gather("cases", ROWS[2:], ROUND)]
    merged = parts[1].merge(pickle.loads(pickle.dumps(parts[0])))
    assert merged.rows == 5 and merged.table == "cases" and "5 rows of cases" in repr(merged)
    assert scored(merged)["a"].stages == scored(ROWS)["a"].stages
    assert SET.partial(parts[0].to_bytes()) == parts[0] and hash(parts[0]) == hash(SET.partial(parts[0].to_bytes()))
    # The rows of several sources are told apart.
    table = scored(
        {"tháng 1.csv": ROWS[:2], "tháng 2.csv": polars.DataFrame(ROWS[2:], infer_schema_length=None)}
    ).tables[0]
    assert {one.first[0].source for one in table.rejected} == {"tháng 2.csv"}
    with pytest.raises(chamdiem.ChamdiemError, match="partial.other"):
        parts[0].merge(SET.gather("cases", [], {**ROUND, "period": {"id": "2027", "from": "2027-01-01"}}))
    # A part counts once.
    for twice in ([parts[0]], [parts[1], parts[1]]):
        with pytest.raises(ValueError, match="would count twice"):
            parts[0].merge(*twice)
    with pytest.raises(chamdiem.ChamdiemError, match="partial.damaged"):
        SET.partial(b"rows")


def test_columns_have_other_names() -> None:
    renamed = [{("đơn vị" if name == "office" else name): value for name, value in row.items()} for row in ROWS]
    partial = SET.gather("cases", renamed, ROUND, columns={"đơn vị": "unit"})
    assert scored(partial)["a"] == scored(ROWS)["a"]
    with pytest.raises(chamdiem.ChamdiemError, match="column.unknown"):
        SET.gather("cases", renamed, ROUND, columns={"đơn vị": "office"})
    with pytest.raises(chamdiem.ChamdiemError, match="table.column.missing"):
        scored(polars.DataFrame(ROWS, infer_schema_length=None).drop("due"))


def test_a_row_that_cannot_count_is_told_of() -> None:
    wrong = [{"office": "a", "due": value} for value in (1, 1.5, "2026-13-01", [1], {"a": 1}, float("nan"), True, "")]
    results = scored(wrong)
    assert repr(results).endswith(": 2 units at stage self; 8 rows of cases do not count>")
    (table,) = results.tables
    assert table.counted == 0 and sum(one.rows for one in table.rejected) == len(wrong)
    told = {row.line: (one.rule, row.value) for one in table.rejected for row in one.first}
    assert (told[1], told[3], told[4]) == (("type", "1"), ("type", "2026-13-01"), ("type", "[1]"))
    assert told[6] == told[8] == ("column", None)
    fees = [
        {"office": "a", "due": date(2026, 2, 1), "lệ phí": value} for value in (10**20, Decimal("0.1") ** 9, 0.1 + 0.2)
    ]
    (table,) = scored(fees).tables
    assert table.counted == 2
    # A float that is not exact in 15 digits is no number of a frame either.
    (table,) = scored(pyarrow.Table.from_pylist([{"office": "a", "due": date(2026, 2, 1), "lệ phí": 0.1 + 0.2}])).tables
    assert [one.rule for one in table.rejected] == ["type"]


def test_a_column_says_at_which_line_a_row_stands() -> None:
    frame = polars.DataFrame(ROWS).with_columns(no=polars.Series([1, 9, 0, 4, 2**40], dtype=polars.UInt64))
    partial = SET.gather("cases", frame, ROUND, line="no")
    (table,) = SET.score(ROUND, tables={"cases": partial}).tables
    assert {(one.rule, one.first[0].line) for one in table.rejected} == {("unit", 4), ("in_time", 0)}
    # In which order they come means nothing.
    assert SET.score(ROUND, tables={"cases": partial}) == SET.score(
        ROUND, tables={"cases": SET.gather("cases", frame.reverse(), ROUND, line="no")}
    )
    for wrong in ([1, None, 2, 3, 4], [1, -1, 2, 3, 4], ["a"] * 5):
        with pytest.raises(TypeError, match="column no: lines are whole numbers from 0 on"):
            SET.gather("cases", frame.with_columns(no=polars.Series(wrong, strict=False)), ROUND, line="no")
    with pytest.raises(ValueError, match="row"):
        SET.gather("cases", frame, ROUND, line="row")


def test_wrong_objects_are_told_what_is_accepted() -> None:
    with pytest.raises(TypeError, match="rows are a frame"):
        scored("cases.csv")
    with pytest.raises(TypeError, match="rows are a frame"):
        scored({"cases": 1})
    with pytest.raises(TypeError, match="row 2: a row is a mapping"):
        scored([{"office": "a"}, ("a",)])
    with pytest.raises(TypeError, match="row 1: names of columns are str, not int"):
        scored([{1: "a"}])
    with pytest.raises(TypeError, match=r"row 1, due: object cannot be written"):
        scored([{"due": object()}])
    with pytest.raises(TypeError, match="tables is a dict"):
        SET.score(ROUND, tables=[ROWS])  # type: ignore[arg-type]
    with pytest.raises(chamdiem.ChamdiemError, match="table.unknown"):
        SET.score(ROUND, tables={"case": ROWS})
    with pytest.raises(ValueError, match="are rows of 'cases'"):
        SET.score(ROUND, tables={"ballots": SET.gather("cases", ROWS, ROUND)})
    with pytest.raises(TypeError, match=r"is a frame, not one column \(pandas.*Series\): to_frame\(\)"):
        scored(pandas.DataFrame(ROWS)["office"])
    with pytest.raises(TypeError, match="column due: accepted are"):
        scored(pyarrow.table({"office": ["a"], "due": [[1]]}))
