"""Live forms."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import chamdiem
import pytest
from demo import ROUND, SET


def test_a_form_tells_what_each_value_changes() -> None:
    set = chamdiem.loads(SET)
    sheet = set.sheet("b", stage="self", lang="vi")
    assert sheet.result().unit.state == "incomplete" and "2 missing" not in repr(sheet)
    change = sheet.set("1", True)
    assert change.indicators == ("1",) and "total" in change.figures
    assert sheet.set_fact("cases", Decimal(7)).indicators == ()
    assert sheet.set_fact("late", 1).indicators == ("2",)
    assert sheet.result().missing == () and sheet.ledger("1")["1"].points == 2
    assert sheet.result().unit["self"].total == set.score(ROUND)["b"]["self"].total
    assert sheet._repr_html_()


def test_what_is_refused_changes_nothing() -> None:
    sheet = chamdiem.loads(SET).sheet("b", stage="self")
    sheet.set("1", "yes")
    before = sheet.result()
    for key, value in [("1", "perhaps"), ("9", 1), ("2", 1), ("1", [])]:
        with pytest.raises(chamdiem.ChamdiemError):
            sheet.set(key, value)
    with pytest.raises(chamdiem.ChamdiemError):
        sheet.set_fact("late", 0.1234567890123456)
    with pytest.raises(TypeError):
        sheet.set("1", object())
    assert sheet.result() == before
    assert sheet.unset("answers", "1").indicators == ("1",)


def test_problems_have_their_place_and_the_language_of_the_form() -> None:
    sheet = chamdiem.loads(SET).sheet("b", stage="self", lang="vi")
    asked: list[tuple[Callable[[Any], Any], str]] = [
        (lambda value: sheet.set("1", value), "/answers/1"),
        (lambda value: sheet.set_fact("a/b", value), "/facts/a~1b"),
        (lambda value: sheet.set_class(value), "/class"),
    ]
    for ask, place in asked:
        with pytest.raises(chamdiem.ChamdiemError) as caught:
            ask({"value": float("nan")})
        (problem,) = caught.value.diagnostics
        assert problem.path == f"{place}/value" and "không" in problem.message
        with pytest.raises(TypeError, match=f"^{place}/value: object cannot be written"):
            ask({"value": object()})


def test_a_form_is_gone_on_with_and_becomes_a_submission() -> None:
    set = chamdiem.loads(SET)
    unit = {"id": "a", "facts": {"cases": 10, "late": 0}}
    sheet = set.sheet(unit, stage="self", by="a", at="2026-12-31", period={"id": "2026", "from": "2026-01-01"})
    sheet.set("1", {"value": "yes", "reason": "quyết định 12"})
    submission = sheet.submission()
    assert submission["answers"]["1"]["reason"] == "quyết định 12" and submission["at"] == "2026-12-31"
    round = json.loads(ROUND)
    round["units"] = [{**unit, "submissions": [submission]}]
    assert set.score(round)["a"].stages == sheet.result().unit.stages
    again = set.sheet(round["units"][0], stage="self")
    assert again.result().unit == sheet.result().unit


def test_a_form_is_judged_against_other_units() -> None:
    bands = '"scale": {"bands": [{"to": 0, "points": 3}, {"above": 0, "points": 0}]}'
    relative = SET.replace(bands, '"scale": {"relative": "min_max"}, "rounding": {"digits": 2}')
    set = chamdiem.loads(relative)
    statistics = set.statistics(ROUND)
    for given in (statistics, statistics.to_json(), json.loads(statistics.to_json())):
        sheet = set.sheet({"id": "c", "facts": {"cases": 14, "late": 1}}, stage="self", statistics=given)
        assert sheet.result().unit["self"]["2"].points == Decimal("1.5")
    with pytest.raises(chamdiem.ChamdiemError, match="statistics.other"):
        chamdiem.loads(SET).sheet("c", stage="self", statistics=statistics)


def test_wrong_ways_to_open_one() -> None:
    set = chamdiem.loads(SET)
    with pytest.raises(chamdiem.ChamdiemError, match="stage.unknown"):
        set.sheet("a", stage="final")
    with pytest.raises(TypeError, match="an id, a str, or a unit of a round"):
        set.sheet(1, stage="self")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="period has no key 'until_'"):
        set.sheet("a", stage="self", period={"id": "2026", "until_": "2026-12-31"})
    with pytest.raises(TypeError, match="as_of is a date"):
        set.sheet("a", stage="self", as_of="31/12/2026")
    with pytest.raises(ValueError, match="section is 'answers' or .* or 'class', not 'tables'"):
        set.sheet("a", stage="self").unset("tables")  # type: ignore[arg-type]
