"""The facts of W2 by polars, streaming: with_polars.py CSV OUTPUT THREADS; prints the seconds of the query."""

import os
import sys
import time

source, output, threads = sys.argv[1:]
os.environ["POLARS_MAX_THREADS"] = threads
import polars as pl  # noqa: E402: the number of threads is read when it is imported

column = pl.col
schema = {
    "unit": pl.String, "received": pl.Date, "due": pl.Date, "finished": pl.Date, "status": pl.String,
    "channel": pl.String, "fee": pl.Decimal(18, 2), "late_minutes": pl.Int64,
}
begun = time.perf_counter()
facts = (
    pl.scan_csv(source, schema=schema)
    .group_by("unit")
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
    .with_columns(column("on_time").round(6), column("days").round(6))
    .sort("unit")
    .collect(engine="streaming")
)
facts.write_csv(output)
print(time.perf_counter() - begun)
