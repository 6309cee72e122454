"""Criteria sets, results and what is in them as Python objects: they never change, compare, travel, and convert."""

from __future__ import annotations

import copy
import importlib.metadata
import json
import pickle
import time
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import chamdiem
import pandas
import polars
import pyarrow
import pytest
from cases import GOOD
from demo import REPOSITORY, ROUND, SET

EXAMPLE = REPOSITORY / "examples" / "tien-giang-2022"


@pytest.fixture(scope="module")
def set() -> chamdiem.CriteriaSet:
    return chamdiem.loads(SET)


@pytest.fixture(scope="module")
def results(set: chamdiem.CriteriaSet) -> chamdiem.Results:
    return set.score(ROUND)


def test_the_version_is_that_of_the_crate() -> None:
    cargo = (REPOSITORY / "Cargo.toml").read_text(encoding="utf-8")
    assert f'version = "{chamdiem.__version__}"' in cargo
    assert importlib.metadata.version("chamdiem") == chamdiem.__version__


def test_the_wheel_serves_every_python_that_it_asks_for() -> None:
    wheel = importlib.metadata.distribution("chamdiem").read_text("WHEEL")
    assert wheel is not None and "Tag: cp310-abi3-" in wheel
    assert importlib.metadata.metadata("chamdiem")["Requires-Python"] == ">=3.10"
    # What is needed is needed by extras only.
    assert all("extra ==" in needed for needed in importlib.metadata.requires("chamdiem") or [])


def test_a_set_is_read_from_text_bytes_file_and_objects(tmp_path: Path, set: chamdiem.CriteriaSet) -> None:
    file = tmp_path / "criteria.json"
    file.write_bytes(b"\xef\xbb\xbf" + SET.encode())
    same = [
        chamdiem.loads(SET.encode()),
        chamdiem.load(file),
        chamdiem.load(str(file)),
        chamdiem.from_dict(json.loads(SET)),
    ]
    assert all(one == set and hash(one) == hash(set) for one in same)
    assert set.title("vi") == "Bộ tiêu chí" and set.title() == "Criteria"
    assert (set.id, set.version, set.stages) == ("demo", "1", ("self",))
    assert chamdiem.from_dict(set.to_dict()) == set
    assert set != chamdiem.loads(SET.replace('"max": 2', '"max": 3')) and set != SET


def test_text_is_never_a_path(tmp_path: Path, set: chamdiem.CriteriaSet) -> None:
    file = tmp_path / "round.json"
    file.write_text(ROUND, encoding="utf-8")
    with pytest.raises(chamdiem.ChamdiemError):
        set.score(str(file))
    assert set.score(file) == set.score(ROUND)
    with pytest.raises(FileNotFoundError):
        chamdiem.load(tmp_path / "nothing.json")


def test_a_round_of_objects_is_the_round(set: chamdiem.CriteriaSet, results: chamdiem.Results) -> None:
    assert set.score(json.loads(ROUND)) == results
    assert set.score(json.loads(ROUND, parse_float=Decimal)) == results


def test_results_are_a_sequence_of_units(results: chamdiem.Results) -> None:
    assert len(results) == 2 and results.ids == ("a", "b")
    assert [unit.id for unit in results] == ["a", "b"] and results[-1] == results["b"] == results[1]
    assert results[:1] == (results["a"],) and "a" in results and results["a"] in results and "c" not in results
    with pytest.raises(KeyError, match="did you mean 'a'"):
        results["aa"]
    with pytest.raises(IndexError):
        results[2]
    unit = results["a"]
    assert unit["self"].total == Decimal(5) and unit["self"]["1"].points == 2 and len(unit["self"]) == 2
    assert unit["self"].index == Decimal(100) and str(unit["self"].index) == "100"
    assert unit.class_ is None and unit.name is None and unit.gates == ()
    with pytest.raises(KeyError):
        unit["final"]


def test_a_real_office() -> None:
    set = chamdiem.load(EXAMPLE / "criteria.json", lang="vi")
    results = set.score(EXAMPLE / "cai-lay.json")
    office = results["cai-lay"]
    assert [stage.total for stage in office.stages] == [Decimal("124.4"), Decimal("118.4")]
    assert results.adjustments().column("indicator") == ("a7/a7.6", "d2/d2.3")
    ledger = results.explain("cai-lay", lang="vi")
    assert ledger.language == "vi" and ledger["total"].points == Fraction("118.4")
    assert sum(line.amount for line in ledger["total"].lines if line.amount is not None) == ledger["total"].points
    assert ledger == set.explain(EXAMPLE / "cai-lay.json", "cai-lay", lang="vi")
    assert [entry.id for entry in results.explain("cai-lay", "d2")] == ["d2"]
    earlier = set.score(EXAMPLE / "cai-lay.json", stage=set.stages[0])
    assert earlier.final == set.stages[0]
    moved = earlier.compare(results)
    assert moved.units[0].id == "cai-lay"
    printed = chamdiem.load(EXAMPLE / "criteria-printed.json")
    assert set.compare(printed).changes and printed.compare(printed).changes == ()
    assert set.try_round(set, EXAMPLE / "cai-lay.json").read
    assert set.audit(EXAMPLE / "cai-lay.json", near="0.05").ties == ()


ITEMS: list[Callable[[chamdiem.CriteriaSet], Any]] = [
    lambda set: set,
    lambda set: set.score(ROUND),
    lambda set: chamdiem.Results.loads(set.score(ROUND).to_json()),
    lambda set: set.score(ROUND)["a"],
    lambda set: set.score(ROUND).explain("a"),
    lambda set: set.score(ROUND)["b"].stages[0].indicators[1],
    lambda set: set.audit(ROUND),
    lambda set: set.outline(),
    lambda set: set.statistics(ROUND),
    lambda set: set.sheet("a", stage="self").result(),
    lambda set: set.score(ROUND).ranking(),
    lambda set: set.score(ROUND).table("checks"),
]


@pytest.mark.parametrize("item", ITEMS)
def test_what_is_made_never_changes_and_travels(
    item: Callable[[chamdiem.CriteriaSet], Any], set: chamdiem.CriteriaSet
) -> None:
    made, again = item(set), item(chamdiem.loads(SET))
    assert made == again and hash(made) == hash(again) and made != object()
    for other in (pickle.loads(pickle.dumps(made)), copy.copy(made), copy.deepcopy(made)):
        assert other == made and type(other) is type(made) and other.to_json() == made.to_json()
    with pytest.raises(AttributeError):
        made.id = "other"
    with pytest.raises(AttributeError):
        made.anything = 1
    assert len(repr(made)) < 500 and ("demo" in repr(made) or "=" in repr(made) or "rows of" in repr(made))
    assert isinstance(made.to_dict(), dict) and json.loads(made.to_json()) is not None


def test_results_explain_themselves_after_a_journey(results: chamdiem.Results) -> None:
    there = pickle.loads(pickle.dumps(results))
    assert there.explain("b") == results.explain("b")
    read = chamdiem.Results.loads(results.to_json())
    assert read == results
    with pytest.raises(ValueError, match="read, not scored"):
        read.explain("b")


def test_dicts_have_decimals(results: chamdiem.Results) -> None:
    found = results.to_dict()
    assert found["units"][0]["stages"][0]["index"] == Decimal(100)
    assert json.loads(json.dumps(found, default=str)) == json.loads(results.to_json())


def written(figure: Decimal | Fraction) -> str:
    """A figure as documents have it."""
    if isinstance(figure, Fraction) and 10**28 % figure.denominator == 0:
        return str(figure.numerator / Decimal(figure.denominator))
    return str(figure)


def test_every_good_case_converts_back_to_itself() -> None:
    assert len(GOOD) > 300
    for case, set, round in GOOD:
        results = chamdiem.loads(set).score(round)
        told = json.loads(json.dumps(results.to_dict(), default=written))
        assert told == json.loads(results.to_json()), case.name
        for name in ("units", "stages", "indicators", "ranks", "adjustments", "outputs", "checks", "groups"):
            table = results.table(name)
            assert table.to_arrow().to_pylist() == [dict(row) for row in table], (case.name, name)


def test_tables_go_to_every_library(results: chamdiem.Results) -> None:
    ranking = results.ranking()
    assert ranking.column("rank") == (Decimal(1), Decimal(2)) and ranking[0]["unit"] == "a" and len(ranking) == 2
    arrow = ranking.to_arrow()
    assert pyarrow.types.is_decimal128(arrow.schema.field("index").type)
    assert arrow.column("index").to_pylist() == [Decimal(100), Decimal(40)]
    assert pyarrow.table(results) == results.to_arrow()
    frame = ranking.to_polars()
    assert frame.schema["index"] == polars.Decimal(38, 0) and frame["unit"].to_list() == ["a", "b"]
    # Without a value, too: whoever takes rows instead of columns does not know the type.
    assert (
        frame["class"].is_null().all()
        and frame.schema["class"] == polars.String
        and polars.DataFrame(ranking).equals(frame)
    )
    pandas_frame = results.to_pandas()
    assert isinstance(pandas_frame, pandas.DataFrame) and list(pandas_frame["total"]) == [Decimal(5), Decimal(2)]
    assert results.to_pandas(figures="float")["total"].mean() == 3.5
    assert json.loads(ranking.to_json())[1]["index"] == "40"
    assert ranking == results.ranking("rank") and ranking != results.table("units")
    assert "unit" in str(ranking) and "2 rows" in repr(ranking)
    with pytest.raises(KeyError, match="no ranking 'x'"):
        results.ranking("x")
    assert [ranking[at] for at in (-1, -2)] == list(ranking)[::-1] == ranking[::-1] and ranking[5:] == []
    with pytest.raises(IndexError):
        ranking[2]
    with pytest.raises(KeyError, match="no table 'unit'"):
        results.table("unit")
    with pytest.raises(KeyError):
        ranking.column("nothing")
    with pytest.raises(ValueError, match="'decimal' or 'float'"):
        ranking.to_pandas(figures="int")  # type: ignore[arg-type]


OUTPUTS = """{"format": 1, "id": "outputs", "version": "1", "rounding": {"index": {"digits": 2}},
    "ranking": [{"id": "best"}],
    "facts": [{"id": "n"}, {"id": "day", "type": "date"}, {"id": "moment", "type": "datetime"},
        {"id": "word", "type": "text"}],
    "tree": [{"id": "1", "max": 2, "scale": "yes_no"}],
    "outputs": [{"id": "n", "formula": "n * 2"}, {"id": "day", "formula": "day"}, {"id": "moment", "formula": "moment"},
        {"id": "word", "formula": "word"}, {"id": "sure", "formula": "n > 1"}]}"""


def outputs(*units: dict[str, Any]) -> chamdiem.Results:
    """The results of units of a set with outputs of every kind."""
    head = {"format": 1, "criteria_set": {"id": "outputs", "version": "1"}, "period": {"id": "2026"}}
    return chamdiem.loads(OUTPUTS).score({**head, "units": [{"id": f"u{at}", **unit} for at, unit in enumerate(units)]})


def test_outputs_are_what_their_formulas_say() -> None:
    facts = {"n": "0.75", "day": "2026-02-03", "moment": "2026-02-03T04:05:06", "word": "007"}
    results = outputs({"facts": facts}, {"facts": {"n": 20}}, {})
    units = results.table("units")
    assert units.column("output/n") == (Decimal("1.5"), Decimal(40), None)
    assert units.column("output/day") == (date(2026, 2, 3), None, None)
    assert units.column("output/moment") == (datetime(2026, 2, 3, 4, 5, 6), None, None)
    assert units.column("output/word") == ("007", None, None) and units.column("output/sure") == (False, True, None)
    kinds = {field.name: str(field.type) for field in units.to_arrow().schema if field.name.startswith("output/")}
    assert kinds == {
        "output/n": "decimal128(38, 1)",
        "output/day": "date32[day]",
        "output/moment": "timestamp[us]",
        "output/word": "string",
        "output/sure": "bool",
    }
    assert json.loads(units.to_json())[0]["output/moment"] == "2026-02-03T04:05:06"
    there = pickle.loads(pickle.dumps(results))
    assert there.table("units") == pickle.loads(pickle.dumps(units)) == units
    # A column has its type where nobody has a value; who only reads results knows no formulas.
    assert outputs({}).to_arrow().schema.field("output/day").type == "date32[day]"
    assert chamdiem.Results.loads(results.to_json()).table("units").column("output/n") == ("1.5", "40", None)
    # What has no room among decimals stays a text.
    assert outputs({"facts": {"n": "9" * 28}}).table("units").column("output/n") == (Decimal(2 * int("9" * 28)),)


def test_a_ranking_of_nobody_is_empty() -> None:
    results = outputs({}, {})
    for ranking in (results.ranking(), results.ranking("best")):
        assert len(ranking) == 0 and ranking.columns[:4] == ("rank", "of", "tied", "unit")
        assert ranking.to_arrow().schema.field("rank").type == pyarrow.decimal128(38, 0) and list(ranking) == []
    assert results.table("units").column("rank/best") == (None, None)
    assert len(chamdiem.Results.loads(results.to_json()).ranking()) == 0
    with pytest.raises(KeyError, match="no ranking 'rank'; there are: best"):
        results.ranking("rank")
    with pytest.raises(KeyError, match="the criteria set has no ranking"):
        chamdiem.loads(SET.replace('"ranking": {}, ', "")).score(ROUND).ranking()


def test_long_tables_are_read_row_by_row() -> None:
    units = [{"facts": {"n": at}} for at in range(20_000)]
    table = outputs(*units).table("units")
    start = time.monotonic()
    found = [table[at]["output/n"] for at in range(0, 20_000, 10)]
    took = time.monotonic() - start
    assert found == [Decimal(at * 2) for at in range(0, 20_000, 10)]
    # A row costs a row, not the table: that would be minutes.
    assert took < 10, took


def test_ledgers_that_came_out_are_at_hand(set: chamdiem.CriteriaSet) -> None:
    results = set.score(ROUND, detail="ledger", lang="vi")
    assert results.explain("a") == set.explain(ROUND, "a", lang="vi") == results["a"].ledger
    assert results.explain("a", "2") == set.explain(ROUND, "a", "2", lang="vi")
    assert results.explain("a", lang="en").language == "en"
    # They are part of what is written, and need no round.
    read = chamdiem.Results.loads(results.to_json())
    assert read.explain("b", "1") == results.explain("b", "1")
    with pytest.raises(ValueError, match="read, not scored"):
        read.explain("b", lang="en")
    some = set.score(ROUND, detail="ledger", ledgers=["a"])
    assert some.explain("a") == set.explain(ROUND, "a") and some.explain("b") == set.explain(ROUND, "b")
    for wrong in (("aa", None), ("a", "3")):
        with pytest.raises(chamdiem.ChamdiemError, match="ledger.unknown"):
            results.explain(*wrong)


def test_names_that_nobody_has_are_told(set: chamdiem.CriteriaSet) -> None:
    with pytest.raises(chamdiem.ChamdiemError, match="there is no unit `c` to explain"):
        set.score(ROUND, detail="ledger", ledgers=["a", "c"])
    grouped = chamdiem.loads(SET.replace('"ranking"', '"groups": [{"id": "north"}, {"id": "south"}], "ranking"'))
    assert grouped.outline("south").group == "south" and grouped.outline().group is None
    with pytest.raises(chamdiem.ChamdiemError, match="`sout` is not a group, did you mean `south`"):
        grouped.outline("sout")
    # Where none are declared, any text names one.
    assert set.outline("any").group == "any"


def test_a_path_is_no_text_and_says_what_reads_it(set: chamdiem.CriteriaSet) -> None:
    hint = r"json.syntax.*\n.*never taken for a path; use chamdiem\.load\(…\)"
    with pytest.raises(chamdiem.ChamdiemError, match=hint) as caught:
        chamdiem.loads("criteria.json")
    assert "use chamdiem.load(…)" in str(pickle.loads(pickle.dumps(caught.value)))
    with pytest.raises(chamdiem.ChamdiemError, match=r"không bao giờ được coi là đường dẫn; hãy dùng chamdiem\.load"):
        chamdiem.loads(b"criteria.json", lang="vi")
    with pytest.raises(chamdiem.ChamdiemError, match=r"never taken for a path; use pathlib\.Path\(…\)"):
        set.score("round.jsonl")
    with pytest.raises(chamdiem.ChamdiemError) as other:
        chamdiem.loads("{")
    assert other.value.hint is None


def test_ledgers_and_units_are_printed_line_by_line() -> None:
    set = chamdiem.load(EXAMPLE / "criteria.json", lang="vi")
    results = set.score(EXAMPLE / "cai-lay.json", lang="vi")
    printed = str(results.explain("cai-lay", "d2")).splitlines()
    assert printed[1:4] == [
        "d2 Giải quyết đơn thư, phản ánh: 11 / 7",
        "    Điểm gốc  7",
        "    Vận động rút đơn thành công, mỗi vụ  4 × 1  4",
    ]
    office = str(results["cai-lay"]).splitlines()
    assert office[0].startswith(f"{results['cai-lay'].name} (cai-lay): scored")
    assert office[1].split() == [*set.stages, "maximum"]
    assert [line.split() for line in office if line.startswith("total")] == [["total", "124.4", "118.4", "100"]]
    # The others show themselves as always.
    assert str(results["cai-lay"].stages[0]) == repr(results["cai-lay"].stages[0])


def test_a_form_does_not_travel(set: chamdiem.CriteriaSet) -> None:
    with pytest.raises(TypeError, match=r"submission\(\) gives what was set"):
        pickle.dumps(set.sheet("a", stage="self"))


def test_errors_carry_their_diagnostics(set: chamdiem.CriteriaSet) -> None:
    with pytest.raises(ValueError) as caught:
        set.score(ROUND.replace('"late": 1', '"late": "x1"').replace('"cases": 10', '"cases": []'), lang="vi")
    error = caught.value
    assert isinstance(error, chamdiem.ChamdiemError) and error.omitted == 0
    first, second = error.diagnostics
    assert (first.path, second.path) == ("/units/0/facts/cases", "/units/1/facts/late")
    assert first.severity == "error" and first.help and first.related == ()
    assert str(error).splitlines()[0].startswith(f"error[{first.code}] /units/0/facts/cases: ")
    there = pickle.loads(pickle.dumps(error))
    assert there.diagnostics == error.diagnostics and str(there) == str(error)
    assert isinstance(error.diagnostics.errors, chamdiem.Diagnostics) and "key" not in repr(error.diagnostics)


def test_what_is_suspicious_is_found() -> None:
    odd = chamdiem.loads(SET.replace('"id": "2"', '"id": "3"'))
    found = odd.check(lang="vi")
    assert "lint.id.gap" in [one.code for one in found] and found.errors == ()


def test_schemas() -> None:
    assert chamdiem.schema("results")["title"] == "chamdiem results"
    assert chamdiem.CriteriaSet.schema() == chamdiem.schema("criteria-set")
    with pytest.raises(KeyError, match="no schema 'result'"):
        chamdiem.schema("result")
