"""chamdiem: the criteria set, and a frame with a row for what each unit reports and a row for its appraisal; or the text of
the round."""

import os

import chamdiem

from answers import write_columns
from communes import text
from communes.rules import LEAVES, facts, kind
from engine import Engine


def frame(place):
    os.environ["POLARS_MAX_THREADS"] = str(place.threads)
    import polars as pl  # reads the number of threads

    units = text.units(place.folder)
    ids = (place.folder / "units.txt").read_text().split()
    decimal = pl.Decimal(6, 2)
    columns = {
        "unit": [unit for unit in ids for _ in range(2)],
        "stage": ["self", "appraisal"] * len(ids),
        "reason": ["theo hồ sơ"] * (2 * len(ids)),
    }

    def rows(values, kind_of, stage=0):
        pairs = ((value, None) if stage == 0 else (None, value) for value in values)
        return pl.Series([value for pair in pairs for value in pair], dtype=kind_of, strict=False)

    for at, leaf in enumerate(LEAVES):
        reports = [unit.reports[at] for unit in units]
        if kind(at) == "yes_no":
            columns[leaf] = rows(reports, pl.Boolean)
        elif kind(at) == "deduction":
            columns[f"{leaf}/case"] = rows(reports, pl.Int64)
        for number, fact in enumerate(facts(at)):
            columns[fact] = rows((report[number] for report in reports), pl.Int64)
        columns[f"not_applicable/{leaf}"] = rows((True if at in unit.left_out else None for unit in units), pl.Boolean)
        columns[f"points/{leaf}"] = rows((unit.appraised.get(at) for unit in units), pl.String, 1).cast(decimal)
    for at in range(3):
        columns[f"B{at + 1}"] = rows((unit.bonus[at] for unit in units), pl.String).cast(decimal)
    for at in range(2):
        columns[f"P{at + 1}"] = rows((unit.penalty[at] for unit in units), pl.String).cast(decimal)
    return pl.DataFrame(columns)


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
