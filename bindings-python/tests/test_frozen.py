"""What is made stays as it is, and what is asked of it wrongly is told what is accepted."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import chamdiem
import numpy
import pandas
import polars
import pyarrow
import pytest
from demo import ROUND, SET

CRITERIA = chamdiem.loads(SET)
RESULTS = CRITERIA.score(ROUND)
FRAME = chamdiem.Frame(pyarrow.table({"unit": ["a"], "cases": [1]}), period="2026")

MADE: dict[str, tuple[Any, str]] = {
    "CriteriaSet": (CRITERIA, "_plan"),
    "Results": (RESULTS, "_scored"),
    "Table": (RESULTS.ranking(), "_columns"),
    "Frame": (FRAME, "_round"),
    "Sheet": (CRITERIA.sheet("a", stage="self"), "_sheet"),
    "UnitResult": (RESULTS["a"], "_members"),
}


@pytest.mark.parametrize("name", MADE)
def test_nothing_is_changed_once_it_is_made(name: str) -> None:
    made, member = MADE[name]
    again: dict[str, Callable[[], Any]] = {
        "CriteriaSet": lambda: made.__init__(chamdiem.loads(SET.replace("demo", "other"))._plan),
        "Results": lambda: made.__init__(CRITERIA.score(ROUND)._scored),
        "Table": lambda: made.__init__(RESULTS.table("units")._columns),
        "Frame": lambda: made.__init__(pyarrow.table({"unit": ["b"]}), period="2027"),
        "Sheet": lambda: made.__init__(CRITERIA.sheet("b", stage="self")._sheet),
        "UnitResult": lambda: made.__init__({"id": "z", "state": "scored"}),
    }
    before = repr(made)
    for change in (lambda: setattr(made, member, None), lambda: delattr(made, member), again[name]):
        with pytest.raises(AttributeError, match=f"{name} cannot be changed"):
            change()
    assert repr(made) == before


def test_results_are_a_table_of_units_to_other_libraries() -> None:
    units = RESULTS.table("units")
    assert polars.DataFrame(RESULTS).equals(units.to_polars()) and pyarrow.table(RESULTS) == units.to_arrow()
    with pytest.raises(TypeError, match=r"to_pandas\(\) makes a frame"):
        pandas.DataFrame(RESULTS)
    # They are gone through as before.
    a, b = RESULTS
    assert [*reversed(RESULTS)] == [b, a] and RESULTS.index(b) == 1 and RESULTS.count(a) == 1
    with pytest.raises(ValueError, match="is not in"):
        CRITERIA.score(ROUND.replace('"late": 1', '"late": 2')).index(b)


def test_places_are_integers_of_any_kind() -> None:
    for places in (RESULTS, RESULTS.ranking()):
        assert places[numpy.int64(-1)] == places[1]
        for odd in (True, 1.0, "x" if places is not RESULTS else None):
            with pytest.raises(TypeError, match=f"an int or a slice, not {type(odd).__name__}"):
                places[odd]  # type: ignore[index]
    with pytest.raises(KeyError, match="there is no 'units'; did you mean 'unit'"):
        RESULTS.ranking().column("units")


def test_wrong_options_are_told_what_is_accepted() -> None:
    with pytest.raises(TypeError, match="progress is True, False or a function of one int, not int"):
        CRITERIA.score(ROUND, progress=5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="each of ledgers is a str, not int"):
        CRITERIA.score(ROUND, ledgers=[1])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="a Decimal, an int or a str such as '0.05', not bool"):
        CRITERIA.audit(ROUND, near=True)
    for near in ("-1", "-1/3", Decimal("-0.01"), -1):
        with pytest.raises(ValueError, match="near is how far keys lie apart, a number from 0 on, not -"):
            CRITERIA.audit(ROUND, near=near)
    assert CRITERIA.audit(ROUND, near="-0") == CRITERIA.audit(ROUND, near=0)


def test_units_that_are_named_have_their_ledgers() -> None:
    results = CRITERIA.score(ROUND, ledgers=["b"])
    assert results["b"].ledger == CRITERIA.explain(ROUND, "b") and results["a"].ledger is None
    assert results["a"] == RESULTS["a"]


def test_problems_are_cut_where_they_are_shown_and_all_there() -> None:
    with pytest.raises(chamdiem.ChamdiemError) as caught:
        frame = polars.DataFrame({"unit": [f"u{at}" for at in range(3000)], "late": [0.1 + 0.2] * 3000})
        CRITERIA.score_frame(frame, period="2026")
    error = pickle.loads(pickle.dumps(caught.value))
    problems = error.diagnostics
    hidden = 3000 - 60
    assert len(problems) + error.omitted == 3000 and str(error).count("\n") == 60
    assert str(error).endswith(f"and {hidden} more") and f"… {hidden} more" in error._repr_html_()
    assert error._repr_html_().count("<tr") == 60
    first = problems[:2]
    assert isinstance(first, chamdiem.Diagnostics) and str(first).count("\n") == 1 and first[0] == problems[0]
    hinted = pytest.raises(chamdiem.ChamdiemError, chamdiem.loads, "criteria.json")
    assert "use chamdiem.load(…)" in hinted.value._repr_html_()


def test_a_unit_is_shown_in_the_language_of_its_results() -> None:
    unit = CRITERIA.score(ROUND, lang="vi")["a"]
    for one in (unit, pickle.loads(pickle.dumps(unit))):
        page = one._repr_html_()
        assert page is not None and "tình trạng: đã chấm đủ" in page and "Tổng điểm" in page
    assert "Total" in (RESULTS["a"]._repr_html_() or "")
    problems = pytest.raises(chamdiem.ChamdiemError, CRITERIA.score, json.loads(ROUND) | {"units": []}, lang="vi").value
    assert "Problem" not in problems._repr_html_() and "<th" not in problems._repr_html_()
