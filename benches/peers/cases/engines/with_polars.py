"""The facts of W6 by polars, streaming, from CSV to CSV."""

import os

from engine import Engine


def load(place):
    os.environ["POLARS_MAX_THREADS"] = str(place.threads)
    import polars as pl  # reads the number of threads

    return pl, place


def score(held):
    pl, place = held
    column = pl.col
    schema = {
        "unit": pl.String, "received": pl.Date, "due": pl.Date, "finished": pl.Date, "status": pl.String,
        "channel": pl.String, "fee": pl.Decimal(18, 2), "late_minutes": pl.Int64,
    }
    facts = (
        pl.scan_csv(place.folder / "cases.csv", schema=schema)
        .group_by(id="unit")
        .agg(
            cases_all=pl.len(),
            done=(column("status") == "done").sum(),
            on_time=100.0 * (column("finished") <= column("due")).sum() / column("finished").count(),
            days=(column("finished") - column("received")).dt.total_days().mean(),
            fees=column("fee").sum(),
            worst=column("late_minutes").max(),
            online=((column("channel") == "online") & (column("status") == "done")).sum(),
            open_late=((column("status") == "open") & (column("due") < pl.date(2026, 12, 31))).sum(),
        )
        .with_columns(column("on_time").fill_nan(None).round(6), column("days").round(6))
        .sort("id")
        .collect(engine="streaming")
    )
    facts.write_csv(place.output)


ENGINES = {"streaming": Engine("polars", load, score)}
