"""chamdiem: the criteria set, and the frame that the others compute with."""

import os

import chamdiem

from engine import Engine
from points import arrays
from points.answers import write_columns
from points.rules import GROUPS, LEAVES


def frame_of(place, decimals):
    os.environ["POLARS_MAX_THREADS"] = str(place.threads)
    import polars as pl  # reads the number of threads

    points = arrays.floats(place.folder)
    kind = pl.Decimal(6, 2) if decimals else pl.Float64
    groups = pl.Series(GROUPS).gather(arrays.group_codes(place.folder))
    frame = pl.DataFrame({"unit": arrays.lines(place.folder, "units.txt"), "group": groups})
    return frame.with_columns(pl.Series(leaf, points[:, at].copy()).cast(kind) for at, leaf in enumerate(LEAVES))


def loading(decimals):
    def load(place):
        return chamdiem.load(place.folder / "set.json"), frame_of(place, decimals)

    return load


def score(held):
    criteria, frame = held
    return criteria.score_frame(frame, period="2026", detail="totals").to_polars()


def write(result, place):
    write_columns(result["total"], result["index"], result["rank"], place)


RECIPE = "declared in the set: half up"
ENGINES = {
    "floats": Engine("chamdiem", loading(False), score, write, recipe=RECIPE, exact=True),
    "decimals": Engine("chamdiem", loading(True), score, write, recipe=RECIPE, exact=True),
}
