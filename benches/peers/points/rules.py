"""The rules of W2, W3 and W4, once: areas with a weight each, and leaves that are marked with two decimals from 0 to their
maximum. W3 has classes beside it, and a quota: the best class for one in so many of those in the second, inside each group;
who is beyond it, or level with someone beyond it, is in the second."""

from dataclasses import dataclass
from functools import cached_property

# The weights are shares, as provinces write them (12 %, 15 %, …).
PROVINCE_WEIGHTS = ("0.12", "0.15", "0.10", "0.13", "0.08", "0.16", "0.14", "0.12")
MAXIMA = (2, 3, 4, 5, 6, 8, 10)
# The six regions of the country; a unit is ranked within its own.
REGIONS = ("northern_midlands", "red_river", "north_central", "south_central", "southeast", "mekong")


@dataclass(frozen=True)
class Rules:
    """`areas` are the maxima of the leaves of each area; `bands` the classes from the best, each with the index from which
    it is had; `one_in` the quota of the first."""

    name: str
    weights: tuple
    areas: tuple
    groups: tuple
    bands: tuple = ()
    one_in: int = 0

    @cached_property
    def area_ids(self):
        return [str(area + 1) for area in range(len(self.areas))]

    @cached_property
    def leaves(self):
        return [f"{area + 1}.{leaf + 1}" for area, maxima in enumerate(self.areas) for leaf in range(len(maxima))]

    @cached_property
    def leaf_maxima(self):
        return [most for maxima in self.areas for most in maxima]

    def of_area(self, area):
        """The places of an area's leaves."""
        before = sum(map(len, self.areas[:area]))
        return range(before, before + len(self.areas[area]))

    # Hundredths: a weight has two decimals, a maximum none.
    @cached_property
    def weights_in_hundredths(self):
        return [int(weight.replace(".", "")) for weight in self.weights]

    @cached_property
    def maximum_in_hundredths(self):
        return sum(weight * sum(maxima) for weight, maxima in zip(self.weights_in_hundredths, self.areas))

    @cached_property
    def maximum(self):
        return f"{self.maximum_in_hundredths // 100}.{self.maximum_in_hundredths % 100:02}"

    def criteria_set(self):
        """The same as a criteria set."""

        def leaf(at):
            most = self.leaf_maxima[at]
            return {"id": self.leaves[at], "max": most, "scale": {"entered": {"from": 0, "to": most}}}

        tree = [
            {"id": self.area_ids[area], "weight": weight, "children": [leaf(at) for at in self.of_area(area)]}
            for area, weight in enumerate(self.weights)
        ]
        written = {
            "format": 1, "id": self.name, "version": "1", "title": f"{self.name}, synthetic",
            "groups": [{"id": group} for group in self.groups], "tree": tree,
            "rounding": {"total": {"digits": 2}, "index": {"digits": 2}}, "ranking": {"within": "group"},
        }
        if self.bands:
            bands = [{"id": name, "from": least} if least else {"id": name} for name, least in self.bands]
            written["classes"] = {"of": "index", "bands": bands}
            written["quotas"] = [{"id": "best", "class": self.bands[0][0], "share": f"1/{self.one_in}",
                                  "of": [self.bands[1][0]], "within": ["group"], "mode": "demote"}]
        return written


PROVINCES = Rules(
    "points",
    PROVINCE_WEIGHTS,
    tuple(tuple(MAXIMA[(3 * area + area * 11 + leaf) % len(MAXIMA)] for leaf in range(11)) for area in range(8)),
    REGIONS,
)
# Conduct and results of staff, month by month: 20 agencies of 12 months are 240 populations.
STAFF = Rules(
    "staff",
    ("0.30", "0.70"),
    ((10, 15, 20, 15, 20, 20), (25, 15, 20, 10, 15, 15)),
    tuple(f"agency_{agency:02}_month_{month:02}" for agency in range(1, 21) for month in range(1, 13)),
    (("A", 85), ("B", 65), ("C", 50), ("D", None)),
    5,
)
KNOWN = {rules.name: rules for rules in (PROVINCES, STAFF)}


def of(folder):
    """The rules that the data of a folder were made for."""
    return KNOWN[(folder / "rules.txt").read_text().strip()]
