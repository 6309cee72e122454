"""Progress of long calls: told to a function, or shown as a bar where tqdm is there."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: ``True`` shows a bar if tqdm is installed; a function is called now and then with the number of units (of rows,
#: where rows are gathered) done.
Progress = bool | Callable[[int], object]


@contextmanager
def told(progress: Progress | None, of: str = "units") -> Iterator[Callable[[int], object] | None]:
    """What is called with the number of units done. Where they are gone through again, it begins again."""
    if progress is None or progress is False:
        yield None
    elif progress is not True:
        if not callable(progress):
            raise TypeError(f"progress is True, False or a function of one int, not {type(progress).__name__}")
        yield progress
    else:
        try:
            with warnings.catch_warnings():
                # A notebook without widgets has a bar of signs.
                warnings.simplefilter("ignore")
                from tqdm.auto import tqdm
        except ImportError:
            yield None
            return
        with tqdm(unit=f" {of}") as bar:
            yield lambda done: bar.update(done - bar.n)
