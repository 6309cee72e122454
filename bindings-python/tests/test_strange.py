"""Values that are not what they seem, documents that change while they are read, names that are more than names."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import chamdiem
import numpy
import pytest
from demo import ROUND, SET

CRITERIA = chamdiem.loads(SET)
RESULTS = CRITERIA.score(ROUND)


class Sized(list[Any]):
    """Says another length than it has."""

    def __len__(self) -> int:
        return 2**62


class Number(int):
    """A number that answers with something else."""

    def __index__(self) -> Any:
        raise RuntimeError("__index__")

    def __str__(self) -> str:
        raise RuntimeError("__str__")


class Exact(Decimal):
    """A decimal that answers with something else."""

    def is_finite(self) -> bool:
        raise RuntimeError("is_finite")

    def adjusted(self) -> int:
        return -(2**63)

    def __format__(self, spec: str, context: Any = None, /) -> str:
        return "[" * 1_000


class Endless(datetime):
    """A moment that is further away than there are numbers."""

    def __sub__(self, other: Any) -> Any:
        return SimpleNamespace(days=2**62, seconds=2**62, microseconds=2**62)


class Clears(Mapping[str, Any]):
    """A mapping that empties, and fills, the dict in which it stands."""

    def __init__(self, holder: dict[str, Any]) -> None:
        self.holder = holder

    def __getitem__(self, key: str) -> Any:
        return 1

    def __iter__(self) -> Any:
        self.holder.clear()
        self.holder.update((f"k{at}", at) for at in range(1_000))
        return iter(["a"])

    def __len__(self) -> int:
        return 1


class Stops(Mapping[str, Any]):
    """A mapping in which somebody presses Ctrl-C."""

    def __getitem__(self, key: str) -> Any:
        raise KeyboardInterrupt

    def __iter__(self) -> Any:
        return iter(["a"])

    def __len__(self) -> int:
        return 1


#: Values that are numbers, texts or moments, and not what they seem.
STRANGE: dict[str, Any] = {
    **{str(one): Decimal(one) for one in ("NaN", "-NaN", "sNaN", "NaN123", "Infinity", "-Infinity", "-0", "0E+999999")},
    **{str(one): Decimal(one) for one in ("1E+999999999999999999", "1E-999999999999999999", "9" * 10_000)},
    "1e5000": 10**5_000,
    "-1e5000": -(10**5_000),
    "infinite": float("-inf"),
    "half a pair": "a\udc80b",
    "a key of half a pair": {"\ud800": 1},
    "nul": "a\0b",
    "a number that answers": Number(3),
    "a decimal that answers": Exact("3"),
    "a list that lies": Sized([1]),
    "an endless moment": Endless(2026, 1, 1),
    "the last moment": datetime.max.replace(tzinfo=timezone(timedelta(hours=-23))),
    "a released view": memoryview(b"x"),
    "a complex number": 1j,
    "a fraction": Fraction(1, 3),
    "keys of numbers": {1: 1},
    "a generator": (one for one in "x"),
    "numpy": numpy.float64("nan"),
    "numpy text": numpy.str_("x"),
    "numpy moment": numpy.datetime64("NaT"),
}

ROWS = chamdiem.loads(
    """{"format": 1, "id": "r", "version": "1", "rounding": {"index": {"digits": 2}},
    "tables": [{"id": "t", "columns": [{"id": "n", "type": "number", "optional": true},
        {"id": "d", "type": "datetime", "optional": true}, {"id": "s", "type": "text", "optional": true}]}],
    "tree": [{"id": "1", "max": 9, "measure": "count(t)", "scale": {"value": {}}}]}"""
)
ROWS_ROUND = {"format": 1, "criteria_set": {"id": "r", "version": "1"}, "period": {"id": "p"}, "units": [{"id": "a"}]}

#: Where a value can stand.
PLACES: dict[str, Callable[[Any], Any]] = {
    "a fact": lambda odd: CRITERIA.score(placed(odd, "units", 0, "facts", "late")),
    "an id": lambda odd: CRITERIA.score(placed(odd, "units", 0, "id")),
    "an answer": lambda odd: CRITERIA.score(placed(odd, "units", 0, "submissions", 0, "answers", "1")),
    "a reason": lambda odd: CRITERIA.score(
        placed({"value": "yes", "reason": odd}, "units", 0, "submissions", 0, "answers", "1")
    ),
    "a party": lambda odd: CRITERIA.score(placed(odd, "units", 0, "submissions", 0, "by")),
    "the period": lambda odd: CRITERIA.score(placed(odd, "period", "id")),
    "a maximum": lambda odd: chamdiem.from_dict({**json.loads(SET), "max": odd}),
    "a form": lambda odd: CRITERIA.sheet("a", stage="self").set("1", odd),
    "a unit of a form": lambda odd: CRITERIA.sheet({"id": "a", "facts": {"late": odd}}, stage="self"),
    "rows": lambda odd: ROWS.gather("t", [{"unit": "a", "n": odd, "d": odd, "s": odd}], ROWS_ROUND),
    "a unit of rows": lambda odd: ROWS.gather("t", [{"unit": odd}], ROWS_ROUND),
    "a row": lambda odd: ROWS.gather("t", [odd], ROWS_ROUND),
    "a name of rows": lambda odd: ROWS.gather("t", [], ROWS_ROUND, columns={"n": odd}),
}


def placed(odd: Any, *place: Any) -> dict[str, Any]:
    """The round with something else at a place."""
    round: dict[str, Any] = json.loads(ROUND)
    holder: Any = round
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = odd
    return round


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.filterwarnings("ignore")
def test_strange_values(place: str) -> None:
    STRANGE["a released view"].release()
    for called, odd in STRANGE.items():
        try:
            PLACES[place](odd)
        # An error of Python's own; a panic is none.
        except Exception as error:
            assert str(error) or isinstance(error, InvalidOperation), called
    assert CRITERIA.score(ROUND) == RESULTS


def test_documents_that_change_while_they_are_read() -> None:
    for depth in range(5):
        document: dict[str, Any] = {"format": 1, "id": "x", "version": "1"}
        document["facts"] = Clears(document)
        for _ in range(depth):
            document = {"a": document, "b": Clears(document)}
        with pytest.raises(chamdiem.ChamdiemError):
            chamdiem.from_dict(document)
    row: dict[str, Any] = {"unit": "a", "n": 1}
    row["s"] = Clears(row)
    assert ROWS.gather("t", [row], ROWS_ROUND).rows == 1


def test_ctrl_c_inside_of_an_object_is_raised() -> None:
    for place in ("a fact", "an answer", "a form", "rows", "a row"):
        with pytest.raises(KeyboardInterrupt):
            PLACES[place](Stops())
    assert CRITERIA.score(ROUND) == RESULTS


#: Names that want to be more than names, and how they are shown.
HIDDEN = {"\x1b[2J": "\\u001b[2J", "\x9b2J": "\\u009b2J", "\u202eA": "\\u202eA", "a\u200bb": "a\\u200bb", "a\nb": "a b"}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_nobody_sees_is_shown(hidden: str) -> None:
    set = json.loads(SET) | {"version": hidden, "title": hidden}
    for indicator in set["tree"]:
        indicator["title"] = hidden
    round = json.loads(ROUND)
    round["criteria_set"]["version"] = round["period"]["id"] = hidden
    for unit in round["units"]:
        unit["name"] = hidden
    criteria = chamdiem.from_dict(set)
    results = criteria.score(round)
    ledger = results.explain("a")
    printed = [criteria, results, results[0], ledger, results.ranking(), results.table("units")]
    for shown in [*map(str, printed), *map(repr, printed[:2])]:
        assert HIDDEN[hidden] in shown and hidden not in shown.replace("\n", "") and "\x1b" not in shown
    for page in [one._repr_html_() for one in (criteria, results, results[0], ledger, results.ranking())]:
        assert page is not None and HIDDEN[hidden] in page and hidden not in page
    with pytest.raises(chamdiem.ChamdiemError) as caught:
        chamdiem.loads(json.dumps({**set, hidden: 1}))
    assert hidden not in str(caught.value) and HIDDEN[hidden] in str(caught.value)
    # Data stay what they are.
    assert results[0].name == hidden and json.loads(results.to_json())["units"][0]["name"] == hidden


def test_a_file_that_is_written_to_while_it_is_read(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "set.json"
    path.write_text(SET, encoding="utf-8")
    assert chamdiem.load(path) == CRITERIA
    real, asked = os.fstat, []

    def written(file: int) -> os.stat_result:
        asked.append(file)
        if len(asked) == 2:
            with open(path, "ab") as more:
                more.write(b" ")
        return real(file)

    monkeypatch.setattr(os, "fstat", written)
    with pytest.raises(OSError, match="was changed while it was read"):
        chamdiem.load(path)
    monkeypatch.undo()
    assert chamdiem.load(path) == CRITERIA


def test_a_cell_that_is_no_value_rejects_its_row_alone() -> None:
    odd: list[dict[str, Any]] = [{"s": "x\ud800"}, {"n": 10**5_000}, {"n": -(10**5_000)}, {"\ud800": 1}]
    odd += [{"n": "\ud800", "d": "\ud800"}]
    rows: list[dict[str, Any]] = [{"unit": "a", "n": 1}, *({"unit": "a", **one} for one in odd)]
    rows += [{"unit": "\ud800"}, {"unit": "a", "x": "\ud800"}]
    (table,) = ROWS.score(ROWS_ROUND, tables={"t": rows}).tables
    # What stands in no column is nobody's business.
    assert (table.rows, table.counted) == (8, 2)
    told = {(one.rule, first.line, first.column) for one in table.rejected for first in one.first}
    columns = [(2, "s"), (3, "n"), (4, "n"), (5, None), (6, "n")]
    assert told == {*(("type", line, column) for line, column in columns), ("unit", 7, None)}
    assert all(len(first.value or "") <= 81 for one in table.rejected for first in one.first)
    # An id may be a number of any length.
    assert ROWS.gather("t", [{"unit": 10**5_000}], ROWS_ROUND).rows == 1


def test_a_number_of_thousands_of_digits_is_refused_with_its_place() -> None:
    for number in (10**5_000, -(10**100_000), Number(10**5_000)):
        with pytest.raises(chamdiem.ChamdiemError) as caught:
            CRITERIA.score(placed(number, "units", 0, "facts", "late"))
        assert [(one.code, one.path) for one in caught.value.diagnostics] == [("number.syntax", "/units/0/facts/late")]


def test_half_of_a_pair_of_surrogates_is_no_text_of_an_option() -> None:
    calls: dict[str, Callable[[], Any]] = {
        "/stage": lambda: CRITERIA.score(ROUND, stage="\ud800"),
        "/ledgers/1": lambda: CRITERIA.score(ROUND, detail="ledger", ledgers=["a", "\udfff"]),
        "/by": lambda: CRITERIA.sheet("a", stage="self", by="\ud800"),
        "/near": lambda: CRITERIA.audit(ROUND, near="\ud800"),
        "/lang": lambda: CRITERIA.score(ROUND, lang="\ud800"),  # type: ignore[arg-type]
        "/limits": lambda: chamdiem.loads(SET, limits={"\ud800": 1}),
    }
    for path, call in calls.items():
        with pytest.raises(chamdiem.ChamdiemError) as caught:
            call()
        assert [(one.code, one.path) for one in caught.value.diagnostics] == [("json.encoding", path)]
