"""The data of W2, W3 and W4 in memory, as arrays."""

import numpy as np

from points import rules as known


def hundredths(folder):
    """Points in hundredths, a row a unit."""
    columns = np.fromfile(folder / "points.bin", "<i8").reshape(len(known.of(folder).leaves), -1)
    return np.ascontiguousarray(columns.T)


def floats(place):
    """Points as a reader of CSV gives them: the float nearest to each decimal."""
    if place.text:
        columns = range(2, 2 + len(known.of(place.folder).leaves))
        return np.loadtxt(place.folder / "points.csv", delimiter=",", skiprows=1, usecols=columns)
    return hundredths(place.folder) / 100


def group_codes(place):
    if place.text:
        code = {group: at for at, group in enumerate(known.of(place.folder).groups)}
        with open(place.folder / "points.csv", encoding="utf-8") as file:
            next(file)
            return np.array([code[line.split(",", 2)[1]] for line in file], np.uint8)
    return np.fromfile(place.folder / "groups.bin", np.uint8)


def lines(folder, name):
    return (folder / name).read_text().splitlines()


def leaf_weights(rules):
    """The weight of each leaf's area."""
    return np.array([float(weight) for area, weight in enumerate(rules.weights) for _ in rules.of_area(area)])


def leaf_weights_in_hundredths(rules):
    return np.array([weight for area, weight in enumerate(rules.weights_in_hundredths) for _ in rules.of_area(area)])


def within(groups):
    """The rows of each group that has any."""
    order = np.argsort(groups, kind="stable")
    cuts = np.flatnonzero(np.diff(groups[order])) + 1
    return np.split(order, cuts)


def ranks_within(groups, index):
    """The competition rank of each unit in its group: 1 + how many of the group are higher."""
    rank = np.empty(len(index), np.int64)
    for rows in within(groups):
        figures = index[rows]
        rank[rows] = 1 + len(figures) - np.searchsorted(np.sort(figures), figures, side="right")
    return rank


def classes_within(rules, groups, index, one=1):
    """The class of each unit after the quota, as its place among the bands; None where there are none. `one` is how many
    parts of the index make a point."""
    if not rules.bands:
        return None
    least = [band * one for _, band in rules.bands if band is not None]
    given = np.select([index >= band for band in least], range(len(least)), len(least)).astype(np.int8)
    for rows in within(groups):
        of_group = given[rows]
        best = rows[of_group == 0]
        figures = np.sort(index[best])
        allowed = (np.count_nonzero(of_group == 1) + len(best)) // (rules.one_in + 1)
        # How many of the candidates are as high, or higher.
        place = len(figures) - np.searchsorted(figures, index[best], side="left")
        given[best[place > allowed]] = 1
    return given


def names_of(rules, classes):
    return None if classes is None else [rules.bands[at][0] for at in classes]
