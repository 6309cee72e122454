"""What an engine is to the worker that times it: three functions and what is to be said about it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Place:
    """Where an engine finds its data and leaves its answers, and how many threads it may have.

    With `text` it reads the text that all are given, else what was made of it before for programs to hold in memory.
    """

    folder: Path
    output: Path
    threads: int
    text: bool = False


@dataclass(frozen=True)
class Engine:
    """One way to score with one package.

    `load` puts the data into the package's own form, `score` scores, `write` leaves the answers as CSV (where scoring
    does not already). Computing alone is `score`; from file to file is all three. `host` is what the package cannot do and
    the code around it does. An `exact` engine must have no wrong answer.
    """

    package: str
    load: Callable[[Place], Any]
    score: Callable[[Any], Any]
    write: Callable[[Any, Place], None] | None = None
    recipe: str = ""
    host: str = ""
    exact: bool = False
