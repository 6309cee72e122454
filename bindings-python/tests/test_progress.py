"""Long calls say how far they are."""

from __future__ import annotations

import sys

import chamdiem
import pytest
from chamdiem.progress import watched
from demo import ROUND, SET


def test_a_function_is_told_the_units_done() -> None:
    told: list[int] = []
    results = chamdiem.loads(SET).score(ROUND, progress=told.append)
    assert told[-1] == len(results) == 2
    assert told == sorted(told)


def test_a_bar_comes_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    chamdiem.loads(SET).score(ROUND, progress=True)
    assert "2 units" in capsys.readouterr().err
    with watched(True, 8) as told:
        assert told is not None
        told(3)
        told(8)
    assert "8/8" in capsys.readouterr().err


def test_without_tqdm_there_is_no_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    assert len(chamdiem.loads(SET).score(ROUND, progress=True)) == 2
    assert capsys.readouterr().err == ""


def test_no_bar_is_shown_unless_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert chamdiem.loads(SET).score(ROUND, progress=False) == chamdiem.loads(SET).score(ROUND)
    assert capsys.readouterr().err == ""


def test_progress_is_a_bool_or_a_function() -> None:
    with pytest.raises(TypeError, match="progress is True or a function of the number of units done, not str"):
        chamdiem.loads(SET).score(ROUND, progress="yes")  # type: ignore[arg-type]


def test_what_a_function_raises_is_raised() -> None:
    def refuse(done: int) -> None:
        raise RuntimeError(f"{done} are enough")

    with pytest.raises(RuntimeError, match="2 are enough"):
        chamdiem.loads(SET).score(ROUND, progress=refuse)
