"""The rules of W2, once: eight areas of eleven leaves, each area with a weight."""

# Leaves are marked with two decimals from 0 to their maximum. The weights are shares, as provinces write them (12 %, 15 %, …).
WEIGHTS = ["0.12", "0.15", "0.10", "0.13", "0.08", "0.16", "0.14", "0.12"]
MAXIMA = [2, 3, 4, 5, 6, 8, 10]
LEAVES_PER_AREA = 11
# The six regions of the country; a unit is ranked within its own.
GROUPS = ["northern_midlands", "red_river", "north_central", "south_central", "southeast", "mekong"]

AREAS = [str(area + 1) for area in range(len(WEIGHTS))]
LEAVES = [f"{area}.{leaf + 1}" for area in AREAS for leaf in range(LEAVES_PER_AREA)]
LEAF_MAXIMA = [MAXIMA[(3 * (at // LEAVES_PER_AREA) + at) % len(MAXIMA)] for at in range(len(LEAVES))]


def of_area(area):
    """The places of an area's leaves."""
    return range(area * LEAVES_PER_AREA, (area + 1) * LEAVES_PER_AREA)


# Hundredths: a weight has two decimals, a maximum none.
WEIGHTS_IN_HUNDREDTHS = [int(weight.replace(".", "")) for weight in WEIGHTS]
MAXIMUM_IN_HUNDREDTHS = sum(
    weight * LEAF_MAXIMA[leaf] for area, weight in enumerate(WEIGHTS_IN_HUNDREDTHS) for leaf in of_area(area)
)
MAXIMUM = f"{MAXIMUM_IN_HUNDREDTHS // 100}.{MAXIMUM_IN_HUNDREDTHS % 100:02}"


def criteria_set():
    """The same as a criteria set."""
    return {
        "format": 1,
        "id": "w2",
        "version": "1",
        "title": "W2, synthetic",
        "groups": [{"id": group} for group in GROUPS],
        "tree": [
            {
                "id": AREAS[area],
                "weight": weight,
                "children": [
                    {
                        "id": LEAVES[leaf],
                        "max": LEAF_MAXIMA[leaf],
                        "scale": {"entered": {"from": 0, "to": LEAF_MAXIMA[leaf]}},
                    }
                    for leaf in of_area(area)
                ],
            }
            for area, weight in enumerate(WEIGHTS)
        ],
        "rounding": {"total": {"digits": 2}, "index": {"digits": 2}},
        "ranking": {"within": "group"},
    }
