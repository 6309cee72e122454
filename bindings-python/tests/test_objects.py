"""Criteria sets, results and what is in them as Python objects: they never change, compare, travel, and convert."""

from __future__ import annotations

import copy
import importlib.metadata
import json
import pickle
from collections.abc import Callable
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
    assert len(repr(made)) < 500 and "demo" in repr(made) or "=" in repr(made)
    assert isinstance(made.to_dict(), dict) and json.loads(made.to_json())


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
    assert frame["class"].is_null().all() and frame.schema["class"] == polars.String and polars.DataFrame(ranking).equals(frame)
    pandas_frame = results.to_pandas()
    assert isinstance(pandas_frame, pandas.DataFrame) and list(pandas_frame["total"]) == [Decimal(5), Decimal(2)]
    assert results.to_pandas(figures="float")["total"].mean() == 3.5
    assert json.loads(ranking.to_json())[1]["index"] == "40"
    assert ranking == results.ranking("rank") and ranking != results.table("units")
    assert "unit" in str(ranking) and "2 rows" in repr(ranking)
    with pytest.raises(KeyError, match="no ranking 'x'"):
        results.ranking("x")
    with pytest.raises(KeyError, match="no table 'unit'"):
        results.table("unit")
    with pytest.raises(KeyError):
        ranking.column("nothing")
    with pytest.raises(ValueError, match="'decimal' or 'float'"):
        ranking.to_pandas(figures="int")  # type: ignore[arg-type]


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
