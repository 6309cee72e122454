"""chamdiem: the criteria set, and a frame with a row for what each unit reports and a row for its appraisal; or the text of
the round."""

import os

import chamdiem

from answers import write_columns
from engine import Engine


def frame(place):
    os.environ["POLARS_MAX_THREADS"] = str(place.threads)
    import polars as pl  # reads the number of threads

    return pl.read_ipc(place.folder / "frame.arrow")


def load(place):
    """From file to file it takes the text as it is: that is its shortest way."""
    given = (place.folder / "round.json").read_text() if place.text else frame(place)
    return chamdiem.load(place.folder / "set.json"), given


def score(held):
    criteria, given = held
    if isinstance(given, str):
        return criteria.score(given, detail="totals")
    return criteria.score_frame(given, period="2025", detail="totals").to_polars()


def write(result, place):
    result = result if hasattr(result, "columns") else result.to_polars()
    result = result.filter(result["stage"] == "appraisal") if "stage" in result.columns else result
    write_columns(result["total"], result["index"], result["rank"], place, result["class"], digits=4)


def load_text(place):
    return chamdiem.load(place.folder / "set.json"), (place.folder / "round.json").read_text()


def score_text(held):
    criteria, given = held
    results = criteria.score(given, detail="totals")
    return results, results.to_json()


RECIPE = "declared in the set: half up"
ENGINES = {
    "frame": Engine("chamdiem", load, score, write, recipe=RECIPE, exact=True),
    "text": Engine("chamdiem", load_text, score_text, lambda result, place: write(result[0], place), recipe=RECIPE, exact=True),
}
