"""Every conformance case through the package: as text, and as Python objects."""

from __future__ import annotations

import json
from typing import Any

import chamdiem
import pytest
from cases import ALL, Case, places

every_case = pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)


def scored(case: Case, set: Any, round: Any) -> chamdiem.Results | None:
    """What a case comes to."""
    compiled = chamdiem.loads(set) if isinstance(set, str) else chamdiem.from_dict(set)
    # The rows of a case stand in a file that has the name of the table.
    tables = {table: {f"{table}.json": rows} for table, rows in case.tables.items()}
    return None if round is None else compiled.score(round, tables=tables)


def hold(case: Case, set: Any, round: Any) -> None:
    """Compares what a case comes to with what it expects."""
    if "diagnostics" in case.expect:
        with pytest.raises(chamdiem.ChamdiemError) as caught:
            scored(case, set, round)
        assert places(caught.value.diagnostics.errors) == places(case.errors)
        return
    results = scored(case, set, round)
    if "results" not in case.expect:
        assert results is None
        return
    assert results is not None
    found = json.loads(results.to_json())
    found.pop("diagnostics", None)
    assert found == case.expect["results"]
    assert places(results.diagnostics) == places(case.expect.get("warnings", []))


def test_there_are_cases() -> None:
    assert len(ALL) >= 570


@every_case
def test_a_case_as_text(case: Case) -> None:
    set = case.document("criteria_set")
    assert set is not None
    hold(case, set, case.document("round") or case.frame())
    if "lint" in case.expect:
        found = [one for one in chamdiem.loads(set).check() if one.code.startswith("lint.")]
        assert places(found) == places(case.expect["lint"])


@every_case
def test_a_case_as_objects(case: Case) -> None:
    # What is about the text itself, no object can say.
    hold(
        case,
        case.object("criteria_set") or case.document("criteria_set"),
        case.object("round") or case.document("round") or case.frame(),
    )
