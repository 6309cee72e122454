"""How far a long call is: a bar, or a function that is told."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .text import same_type

__all__ = ["Progress"]

#: ``True`` shows a bar, if tqdm is installed. A function is told now and then, and at the end, how many units are done.
Progress = bool | Callable[[int], object]


@contextmanager
def watched(progress: Progress | None, total: int | None = None) -> Iterator[Callable[[int], object] | None]:
    """Who is told how many units are done, of ``total`` where that is known."""
    if progress is not None and not callable(progress):
        same_type("progress", progress, bool, "True or a function of the number of units done")
    bar = _bar() if progress is True else None
    if bar is None:
        yield None if isinstance(progress, bool) else progress
        return
    with bar(total=total, unit=" units") as shown:
        yield lambda done: shown.update(done - shown.n)


def _bar() -> Any:
    try:
        with warnings.catch_warnings():
            # A notebook without widgets has a bar of signs.
            warnings.simplefilter("ignore")
            from tqdm.auto import tqdm
    except ModuleNotFoundError:
        return None
    return tqdm
