"""The data of W1 as arrays, the leaves of one kind together: python -m communes.arrays FOLDER keeps them as
`columns.npz`, for programs that have them in memory."""

import sys
from pathlib import Path

import numpy as np

from communes import text
from communes.rules import KINDS


def of_units(units):
    """For each kind an array of 20 leaves × units (surveys and rates: figures × 20 × units); points that override, or NaN,
    and leaves that do not apply, 100 × units; sums of bonus and penalty. The floats nearest to what the text says."""
    columns = {}
    for at, kind in enumerate(KINDS):
        reports = np.array([unit.reports[at::5] for unit in units], np.float64)
        columns[kind] = np.ascontiguousarray(np.moveaxis(reports, 0, -1) if reports.ndim == 2 else reports.transpose(2, 1, 0))
    appraised, left_out = np.full((100, len(units)), np.nan), np.zeros((100, len(units)), bool)
    for at, unit in enumerate(units):
        for leaf, points in unit.appraised.items():
            appraised[leaf, at] = float(points)
        left_out[list(unit.left_out), at] = True
    columns["appraised"], columns["left_out"] = appraised, left_out
    columns["bonus"] = np.array([[float(points) for points in unit.bonus] for unit in units]).sum(1)
    columns["penalty"] = -np.array([[float(points) for points in unit.penalty] for unit in units]).sum(1)
    return columns


def read(place):
    if place.text:
        return of_units(text.units(place.folder))
    with np.load(place.folder / "columns.npz") as kept:
        return {name: kept[name] for name in kept.files}


def ids(place):
    return (place.folder / "units.txt").read_text().split()


def each(columns):
    """The columns by leaf, for engines that take a column each: name, values; nulls are NaN."""
    for at in range(100):
        kind, one = KINDS[at % 5], at // 5
        figures = columns[kind]
        for number, values in enumerate(figures[:, one] if figures.ndim == 3 else [figures[one]]):
            yield f"r{at}_{number}", values
        yield f"a{at}", columns["appraised"][at]
        yield f"x{at}", columns["left_out"][at]
    yield "bonus", columns["bonus"]
    yield "penalty", columns["penalty"]


def main():
    folder = Path(sys.argv[1])
    np.savez(folder / "columns.npz", **of_units(text.units(folder)))


if __name__ == "__main__":
    main()
