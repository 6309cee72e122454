"""polars: one lazy query."""

import os

from engine import Engine
from points import arrays
from points.answers import write_columns
from points.rules import AREAS, GROUPS, LEAVES, MAXIMUM, WEIGHTS, of_area


def load(place):
    os.environ["POLARS_MAX_THREADS"] = str(place.threads)
    import polars as pl  # reads the number of threads

    points = arrays.floats(place.folder)
    groups = pl.Series(GROUPS).gather(arrays.group_codes(place.folder))
    frame = pl.DataFrame({leaf: points[:, at].copy() for at, leaf in enumerate(LEAVES)})
    return frame.with_columns(group=groups.cast(pl.Enum(GROUPS)))


def scoring(mode):
    def score(frame):
        import polars as pl

        total = sum(float(WEIGHTS[area]) * pl.sum_horizontal(LEAVES[leaf] for leaf in of_area(area)) for area in range(len(AREAS)))
        return (
            frame.lazy()
            .select("group", total=total.round(2, mode=mode))
            .with_columns(index=(pl.col("total") / float(MAXIMUM) * 100).round(2, mode=mode))
            .with_columns(rank=pl.col("index").rank("min", descending=True).over("group"))
            .collect()
        )

    return score


def write(result, place):
    write_columns(result["total"], result["index"], result["rank"], place)


ENGINES = {
    "round": Engine("polars", load, scoring("half_to_even"), write, recipe="`round(2)`"),
    "away": Engine("polars", load, scoring("half_away_from_zero"), write, recipe='`round(2, mode="half_away_from_zero")`'),
}
