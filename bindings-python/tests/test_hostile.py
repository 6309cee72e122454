"""Anything in: an answer, or an error that says what is accepted. Never a panic, never a crash."""

from __future__ import annotations

import json
import pickle
import random
import re
from collections.abc import Callable, Mapping
from typing import Any

import chamdiem
import hypothesis.strategies as some
import polars
import pyarrow
import pytest
from cases import GOOD
from chamdiem import _native
from demo import ROUND, SET
from hypothesis import given, settings


class Angry:
    """Everything that is asked of it raises."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)


class Liar(dict[str, Any]):
    """Says that it has members, and has none."""

    def items(self) -> Any:
        return [1, 2]


class Stream:
    """Gives something as a stream of Arrow data."""

    def __init__(self, given: Any) -> None:
        self.given = given

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self.given


class Odd(Mapping[str, Any]):
    """A mapping whose members raise."""

    def __getitem__(self, key: str) -> Any:
        raise RuntimeError(key)

    def __iter__(self) -> Any:
        return iter(["a"])

    def __len__(self) -> int:
        return 1


ODD: dict[str, Any] = {
    "none": None,
    "object": object(),
    "angry": Angry(),
    "liar": Liar(a=1),
    "odd": Odd(),
    "a stream of nothing": Stream(None),
    "a stream of text": Stream("x"),
    "1": 1,
    "1.5": 1.5,
    "true": True,
    "bytes": b"\xff",
    "empty": "",
    "x": "x",
    "half": "\ud800",
    "list": [],
    "lists": [[]],
    "tuple": (),
    "dict": {},
    "an angry dict": {"a": Angry()},
    "class": set,
    "function": print,
    "module": chamdiem,
    "array": pyarrow.array([1]),
    "frame": polars.DataFrame(),
    "bytearray": bytearray(b"{}"),
    "view": memoryview(b"{}"),
    "range": range(3),
    "nan": float("nan"),
    "endless": 10**400,
}

CRITERIA = chamdiem.loads(SET)
RESULTS = CRITERIA.score(ROUND)

CALLS: dict[str, Callable[[Any], Any]] = {
    "load": chamdiem.load,
    "loads": chamdiem.loads,
    "loads, lang": lambda odd: chamdiem.loads(SET, lang=odd),
    "from_dict": chamdiem.from_dict,
    "schema": chamdiem.schema,
    "CriteriaSet": chamdiem.CriteriaSet,
    "Results": chamdiem.Results,
    "Results.loads": chamdiem.Results.loads,
    "Table": chamdiem.Table,
    "Partial": lambda odd: chamdiem.Partial(odd, odd),
    "Sheet": chamdiem.Sheet,
    "Frame": lambda odd: chamdiem.Frame(odd, period="2026"),
    "check": lambda odd: CRITERIA.check(lang=odd),
    "title": CRITERIA.title,
    "score": CRITERIA.score,
    **{
        f"score, {name}": lambda odd, name=name: CRITERIA.score(ROUND, **{name: odd})  # type: ignore[misc]
        for name in ("stage", "detail", "ledgers", "lang", "as_of", "calendar", "tables", "progress")
    },
    "tables of": lambda odd: CRITERIA.score(ROUND, tables={"cases": odd}),
    "score_frame": lambda odd: CRITERIA.score_frame(odd, period="2026"),
    **{
        f"score_frame, {name}": lambda odd, name=name: CRITERIA.score_frame(  # type: ignore[misc]
            polars.DataFrame({"unit": ["a"], "1": ["yes"]}), **{"period": "2026", name: odd}
        )
        for name in ("period", "form", "columns", "ignore", "default_stage", "stage", "as_of", "calendar", "tables")
    },
    "explain": lambda odd: CRITERIA.explain(ROUND, odd),
    "explain, indicator": lambda odd: CRITERIA.explain(ROUND, "a", odd),
    "audit": CRITERIA.audit,
    "audit, near": lambda odd: CRITERIA.audit(ROUND, near=odd),
    "compare": CRITERIA.compare,
    "try_round": lambda odd: CRITERIA.try_round(odd, ROUND),
    **{
        f"try_round, {name}": lambda odd, name=name: CRITERIA.try_round(CRITERIA, ROUND, **{name: odd})  # type: ignore[misc]
        for name in ("lang", "as_of", "calendar", "tables", "newer_tables", "progress")
    },
    "statistics": CRITERIA.statistics,
    "outline": CRITERIA.outline,
    "gather": lambda odd: CRITERIA.gather(odd, [], ROUND),
    "gather, rows": lambda odd: CRITERIA.gather("cases", odd, ROUND),
    "gather, columns": lambda odd: CRITERIA.gather("cases", [], ROUND, columns=odd),
    "partial": CRITERIA.partial,
    "sheet": lambda odd: CRITERIA.sheet(odd, stage="self"),
    **{
        f"sheet, {name}": lambda odd, name=name: CRITERIA.sheet("a", **{"stage": "self", name: odd})  # type: ignore[misc]
        for name in ("stage", "by", "at", "role", "home", "period", "as_of", "calendar", "statistics", "lang")
    },
    "sheet.set": lambda odd: CRITERIA.sheet("a", stage="self").set(odd, "yes"),
    "sheet.set, value": lambda odd: CRITERIA.sheet("a", stage="self").set("1", odd),
    "sheet.unset": lambda odd: CRITERIA.sheet("a", stage="self").unset(odd, odd),
    "sheet.ledger": lambda odd: CRITERIA.sheet("a", stage="self").ledger(odd),
    "results": lambda odd: RESULTS[odd],
    "results.explain": RESULTS.explain,
    "results.compare": RESULTS.compare,
    "results.table": RESULTS.table,
    "results.ranking": RESULTS.ranking,
    "ranking": lambda odd: RESULTS.ranking()[odd],
    "ranking.column": lambda odd: RESULTS.ranking().column(odd),
    "to_pandas": lambda odd: RESULTS.to_pandas(figures=odd),
    "_native.Plan": lambda odd: _native.Plan.compile(odd, odd),
    "_native.Scored": lambda odd: _native.Scored.read(odd, odd, odd),
    "_native.Gathered": lambda odd: _native.Gathered.of(odd, odd, odd, odd, odd, odd),
    "_native.FrameRound": lambda odd: _native.FrameRound.of(odd, odd),
}


#: What each call takes of it; nothing where it is not named.
TAKEN: dict[str, str] = {
    "loads, lang": "none",
    "Frame": "frame",
    "check": "none",
    "title": "none",
    **dict.fromkeys([f"score, {name}" for name in ("stage", "detail", "lang", "as_of", "calendar")], "none"),
    # What says that it has the member `a` names a unit of the round.
    "score, ledgers": "none liar odd list tuple dict an angry dict frame",
    "score, tables": "none dict",
    "score, progress": "none true function",
    "score_frame, period": "empty x",
    **dict.fromkeys(
        [f"score_frame, {name}" for name in ("form", "default_stage", "stage", "as_of", "calendar")], "none"
    ),
    "score_frame, columns": "none dict",
    "score_frame, ignore": "none list tuple dict frame",
    "score_frame, tables": "none dict",
    "explain, indicator": "none",
    "audit, near": "none 1",
    **dict.fromkeys([f"try_round, {name}" for name in ("lang", "as_of", "calendar")], "none"),
    **dict.fromkeys([f"try_round, {name}" for name in ("tables", "newer_tables")], "none dict"),
    "try_round, progress": "none true class function",
    "outline": "none empty x",
    "sheet": "x",
    **dict.fromkeys([f"sheet, {name}" for name in ("by", "role", "home", "period")], "none empty x"),
    **dict.fromkeys([f"sheet, {name}" for name in ("at", "as_of", "calendar", "statistics", "lang")], "none"),
    "sheet.set, value": "none true",
    "sheet.ledger": "none",
    "results": "1",
    "results.ranking": "none",
    "ranking": "1",
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.filterwarnings("ignore")
def test_odd_objects(name: str) -> None:
    taken = []
    for called, odd in ODD.items():
        try:
            CALLS[name](odd)
            taken.append(called)
        except (TypeError, ValueError, LookupError, OSError) as error:
            assert str(error), called
        except RuntimeError as error:
            # What the object itself raised.
            assert called in ("angry", "odd", "an angry dict") and str(error) in ("a", "dtype", "__arrow_c_stream__")
    assert " ".join(taken) == TAKEN.get(name, "")
    assert CRITERIA.score(ROUND) == RESULTS


PIECES = [
    "{",
    "}",
    "[",
    "]",
    '"',
    ",",
    ":",
    "null",
    "true",
    "-1",
    "1e400",
    '"1/0"',
    "{}",
    "[]",
    "\\",
    "\\ud800",
    "ế",
    "9" * 40,
    '"sum(t, x)"',
    "\0",
]


def damaged(text: str, dice: random.Random) -> bytes:
    """The text with some of it cut out, doubled, or exchanged."""
    parts = bytearray(text.encode())
    for _ in range(dice.randint(1, 5)):
        piece = bytes([dice.randrange(256)]) if dice.random() < 0.25 else dice.choice(PIECES).encode()
        at = dice.randint(0, len(parts))
        parts[at : at + dice.randrange(12)] = piece
    return bytes(parts[: dice.randint(0, len(parts))] if dice.random() < 0.125 else parts)


def exchanged(text: str, dice: random.Random) -> str:
    """The text with one of its values exchanged for another."""
    values = list(re.finditer(r'"[^"\\]*"(?!\s*:)|-?\d+(\.\d+)?|true|false|null', text))
    found, other = dice.choice(values), dice.choice(values)
    return text[: found.start()] + other.group() + text[found.end() :]


def test_damaged_documents() -> None:
    dice = random.Random(20_261_122)
    counts = {"answered": 0, "refused": 0}
    for _ in range(3_000):
        _, *documents = dice.choice(GOOD)
        which = dice.randrange(2)
        texts: list[Any] = list(documents)
        texts[which] = dice.choice([damaged, exchanged])(documents[which], dice)
        try:
            set = chamdiem.loads(texts[0])
            set.check(lang="vi")
            results = set.score(texts[1], detail="ledger")
            results.explain(results[0].id)
            counts["answered"] += 1
        except chamdiem.ChamdiemError as error:
            assert error.diagnostics and str(error)
            counts["refused"] += 1
    assert counts["answered"] > 50 and counts["refused"] > 1_000, counts


@settings(max_examples=200, deadline=None)
@given(
    some.recursive(
        some.none() | some.booleans() | some.floats() | some.text() | some.integers(),
        lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    )
)
def test_any_objects(value: Any) -> None:
    round = json.loads(ROUND)
    round["units"][0]["facts"]["late"] = value
    round["units"][1]["submissions"] = value
    with pytest.raises((chamdiem.ChamdiemError, UnicodeEncodeError)):
        CRITERIA.score({**round, "x": value})
    try:
        CRITERIA.score(round)
    except chamdiem.ChamdiemError as error:
        assert error.diagnostics


def test_sets_are_compiled_within_limits() -> None:
    def codes(limits: Any) -> list[str]:
        with pytest.raises(chamdiem.ChamdiemError) as caught:
            chamdiem.loads(SET, limits=limits).score(ROUND)
        return [one.code for one in caught.value.diagnostics]

    assert codes({"nodes": 0}) == ["limit.nodes"]
    assert codes({"units": 0}) == ["limit.units"]
    assert codes({"node": 0}) == ["key.unknown"]
    travelled = pickle.loads(pickle.dumps(chamdiem.loads(SET, limits={"units": 1})))
    with pytest.raises(chamdiem.ChamdiemError, match="limit.units"):
        travelled.score(ROUND)
    with pytest.raises(chamdiem.ChamdiemError, match="known keys: .*`nodes`, .*`rows`"):
        chamdiem.loads(SET, limits={"node": 0})
    odd: list[Any] = [{"nodes": wrong} for wrong in (-1, "1", 1.5, True, 2**64)]
    for wrong in odd:
        found = re.escape(str(wrong["nodes"]))
        with pytest.raises(TypeError, match=rf"^limits\['nodes'\] is a whole number from 0 to \d+, not {found}$"):
            chamdiem.loads(SET, limits=wrong)
    with pytest.raises(TypeError, match="each name of limits is a str, not int"):
        chamdiem.loads(SET, limits={1: 1})  # type: ignore[dict-item]
