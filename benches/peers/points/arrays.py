"""The data of W2 in memory, as arrays."""

import numpy as np

from points.rules import LEAVES, WEIGHTS, WEIGHTS_IN_HUNDREDTHS, of_area


def hundredths(folder):
    """Points in hundredths, a row a unit."""
    columns = np.fromfile(folder / "points.bin", "<i8").reshape(len(LEAVES), -1)
    return np.ascontiguousarray(columns.T)


def floats(folder):
    """Points as a CSV reader would give them: the float nearest to each decimal."""
    return hundredths(folder) / 100


def group_codes(folder):
    return np.fromfile(folder / "groups.bin", np.uint8)


def lines(folder, name):
    return (folder / name).read_text().splitlines()


def leaf_weights():
    """The weight of each leaf's area."""
    return np.array([float(weight) for area, weight in enumerate(WEIGHTS) for _ in of_area(area)])


def leaf_weights_in_hundredths():
    return np.array([weight for area, weight in enumerate(WEIGHTS_IN_HUNDREDTHS) for _ in of_area(area)])


def ranks_within(groups, index):
    """The competition rank of each unit in its group: 1 + how many of the group are higher."""
    rank = np.empty(len(index), np.int64)
    for group in np.unique(groups):
        of_group = groups == group
        figures = index[of_group]
        rank[of_group] = 1 + len(figures) - np.searchsorted(np.sort(figures), figures, side="right")
    return rank
