"""chamdiem: the criteria set, and the frame that the others compute with; for ledgers, the text of a round."""

import os

import chamdiem

from answers import write_columns
from engine import Engine
from points import arrays
from points import rules as known


def frame_of(place, decimals):
    os.environ["POLARS_MAX_THREADS"] = str(place.threads)
    import polars as pl  # reads the number of threads

    rules = known.of(place.folder)
    kind = pl.Decimal(6, 2) if decimals else pl.Float64
    if place.text:
        return pl.read_csv(place.folder / "points.csv", schema_overrides=dict.fromkeys(rules.leaves, kind))
    points = arrays.floats(place)
    groups = pl.Series(rules.groups).gather(arrays.group_codes(place))
    frame = pl.DataFrame({"unit": arrays.lines(place.folder, "units.txt"), "group": groups})
    return frame.with_columns(pl.Series(leaf, points[:, at].copy()).cast(kind) for at, leaf in enumerate(rules.leaves))


def loading(decimals):
    def load(place):
        return chamdiem.load(place.folder / "set.json"), frame_of(place, decimals)

    return load


def score(held):
    criteria, frame = held
    return criteria.score_frame(frame, period="2026", detail="totals").to_polars()


def write(result, place):
    classes = result["class"] if "class" in result.columns else None
    write_columns(result["total"], result["index"], result["rank"], place, classes)


def load_text(place):
    return chamdiem.load(place.folder / "set.json"), (place.folder / "round.json").read_text()


def score_ledgers(held):
    criteria, text = held
    results = criteria.score(text, detail="ledger")
    return results, results.to_json()


def write_ledgers(result, place):
    write(result[0].to_polars(), place)


RECIPE = "declared in the set: half up"
ENGINES = {
    "floats": Engine("chamdiem", loading(False), score, write, recipe=RECIPE, exact=True),
    "decimals": Engine("chamdiem", loading(True), score, write, recipe=RECIPE, exact=True),
    "ledgers": Engine("chamdiem", load_text, score_ledgers, write_ledgers, recipe=RECIPE, exact=True),
}
