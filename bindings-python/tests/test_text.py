"""Objects as text: exact numbers stay exact, and what JSON cannot say is refused with its place."""

from __future__ import annotations

import json
import types
from collections import OrderedDict
from datetime import date, datetime, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import chamdiem
import hypothesis.strategies as some
import numpy
import pandas
import pytest
from chamdiem._native import write
from demo import ROUND, SET
from hypothesis import given

JSON = some.recursive(
    some.none() | some.booleans() | some.integers(-(10**14), 10**14) | some.text() | some.floats(-1e10, 1e10),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
)


@given(JSON)
def test_what_json_can_say_is_written_as_json_says_it(value: Any) -> None:
    assert json.loads(write(value, None)) == value


@given(some.decimals(-(10**27), 10**27, allow_nan=False) | some.integers(-(10**27), 10**27))
def test_an_exact_number_keeps_every_digit(number: Decimal | int) -> None:
    written = json.loads(write(number, None), parse_float=Decimal, parse_int=Decimal)
    assert Decimal(written) == number


def test_everything_that_stands_for_json() -> None:
    cases: list[tuple[Any, str]] = [
        ((1, [2], True, None), "[1,[2],true,null]"),
        (OrderedDict(a=1), '{"a":1}'),
        (types.MappingProxyType({"a": {"b": "c"}}), '{"a":{"b":"c"}}'),
        (Decimal("1E+2"), "100"),
        (Decimal("0.10"), "0.10"),
        (Decimal("1.2345678901234567"), '"1.2345678901234567"'),
        (10**15, '"1000000000000000"'),
        (date(2026, 1, 2), '"2026-01-02"'),
        (datetime(2026, 1, 2, 3, 4, tzinfo=timezone.utc), '"2026-01-02T03:04:00+00:00"'),
        (pandas.Timestamp("2026-01-02"), '"2026-01-02"'),
        (pandas.Timestamp("2026-01-02", tz="Asia/Ho_Chi_Minh"), '"2026-01-02"'),
        (pandas.Timestamp("2026-01-02 00:00:01"), '"2026-01-02T00:00:01"'),
        (datetime(2026, 1, 2, tzinfo=timezone.utc), '"2026-01-02T00:00:00+00:00"'),
        (numpy.int16(-3), "-3"),
        (numpy.float32(0.5), "0.5"),
        (numpy.bool_(False), "false"),
        (numpy.datetime64("2026-01-02"), '"2026-01-02"'),
        (numpy.datetime64("2026-01-02T03:04:05", "ns"), '"2026-01-02T03:04:05"'),
        (numpy.float32(0.1), "0.1"),
        (numpy.float32(16_777_217), "16777216"),
        (2.5e-7, "2.5e-7"),
        (-0.0, "-0"),
        ('ế"\\\n\u0001', json.dumps('ế"\\\n\u0001', ensure_ascii=False)),
    ]
    for value, text in cases:
        assert write(value, None) == text
    with pytest.raises(chamdiem.ChamdiemError, match="json"):
        chamdiem.from_dict({"id": "\ud800"})
    with pytest.raises(chamdiem.ChamdiemError, match=r"json\.encoding"):
        chamdiem.loads('"\ud800"')


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, b"bytes", 1j, Fraction(1, 3), numpy.array([1]), pandas.NA, {1: 2}, Path(), print]
    + [pandas.NaT, numpy.datetime64("NaT"), numpy.timedelta64(5, "ns"), pandas.Timedelta("1D")],
)
def test_what_json_cannot_say_is_refused_with_its_place(value: Any) -> None:
    round = json.loads(ROUND)
    round["units"][1]["facts"]["a/b"] = value
    with pytest.raises(TypeError, match="^/units/1/facts/a~1b"):
        chamdiem.loads(SET).score(round)


def test_numbers_that_are_none_are_named() -> None:
    round = json.loads(ROUND)
    round["units"][0]["facts"] = {"cases": float("nan"), "late": Decimal("-Infinity")}
    with pytest.raises(chamdiem.ChamdiemError) as caught:
        chamdiem.loads(SET).score(round, lang="vi")
    assert [one.path for one in caught.value.diagnostics] == ["/units/0/facts/cases", "/units/0/facts/late"]
    assert "nan" in caught.value.diagnostics[0].message.lower()


class Boasting(Decimal):
    """Says what it likes of itself."""

    def __format__(self, spec: str, /, *_: Any) -> str:
        return '1}, "x": {'

    def __str__(self) -> str:
        return "12 points"


class Whole(int):
    """Says what it likes of itself."""

    def __index__(self) -> int:
        return 13

    def __str__(self) -> str:
        return "thirteen"


def test_classes_that_are_derived_from_numbers_are_their_numbers() -> None:
    assert write({"a": Boasting("2.50"), "b": Whole(7)}, None) == '{"a":2.50,"b":7}'
    assert write(Boasting("1E+2000"), None) == '"1E+2000"'
    with pytest.raises(chamdiem.ChamdiemError, match="`NaN`"):
        write(Boasting("NaN"), None)


def test_a_day_is_a_date_a_midnight_or_its_text() -> None:
    set = chamdiem.loads(SET)
    for day in (date(2026, 12, 31), "2026-12-31", datetime(2026, 12, 31), pandas.Timestamp("2026-12-31")):
        assert set.score(ROUND, as_of=day)
    wrong: list[Any] = [20261231, 2026.5, datetime(2026, 12, 31, 8), "31/12/2026", "2026-12-31T00:00:00", pandas.NaT]
    wrong += ["2026-1-1", "-0001-01-01", "+2026-01-01", " 2026-01-01", "10000-01-01", "0000-01-01", "\ud800"]
    for day in (*wrong, object()):
        with pytest.raises(TypeError, match="as_of is a date, or its text such as '2026-12-31', not "):
            set.score(ROUND, as_of=day)


def test_a_float_of_too_many_digits_is_named() -> None:
    round = json.loads(ROUND)
    round["units"][1]["facts"]["late"] = 0.1 + 0.2
    with pytest.raises(chamdiem.ChamdiemError) as caught:
        chamdiem.loads(SET).score(round)
    assert [(one.code, one.path) for one in caught.value.diagnostics] == [("number.inexact", "/units/1/facts/late")]
    round["units"][1]["facts"]["late"] = Decimal("0.3000000000000000400")
    assert chamdiem.loads(SET).score(round)["b"]["self"]["2"].points == 0


def test_what_is_nested_deeply_is_refused() -> None:
    nested: Any = []
    for _ in range(100_000):
        nested = [nested]
    endless: dict[str, Any] = {}
    endless["tree"] = [endless, endless]
    for document in ({"tree": nested}, endless):
        with pytest.raises(chamdiem.ChamdiemError) as caught:
            chamdiem.from_dict(document)
        assert [one.code for one in caught.value.diagnostics] == ["json.depth"]
    for text in ("[" * 100_000, '{"a":' * 100_000, '{"tree": ' + "[" * 500 + "]" * 500 + "}"):
        with pytest.raises(chamdiem.ChamdiemError):
            chamdiem.loads(text)
    # Endless digits are not written out.
    with pytest.raises(chamdiem.ChamdiemError):
        chamdiem.from_dict({"format": Decimal("1E+1000000")})
