"""DuckDB: one query over a table of whole numbers and decimals."""

import duckdb

from answers import write_columns
from communes import arrays
from communes.rules import CLASSES, FIRST_FIELD, POINTS, kind
from engine import Engine


def load(place):
    import polars as pl

    frame = pl.DataFrame(dict(arrays.each(arrays.read(place))), nan_to_null=True)  # noqa: F841: the query reads it
    connection = duckdb.connect()
    connection.execute(f"set threads = {place.threads}")
    kept = []
    for name in frame.columns:
        kind_of = "boolean" if name[0] == "x" else "integer" if name[0] == "r" else "decimal(6, 2)"
        kept.append(f"{name}::{kind_of} as {name}")
    connection.execute(f"create table reports as select row_number() over () as row, {', '.join(kept)} from frame")
    return connection


def earned(at):
    most, report = POINTS[at], [f"r{at}_{number}" for number in range(5)]
    if kind(at) == "yes_no":
        return f"{report[0]} * {most}"
    if kind(at) == "bands":
        tiers = " ".join(
            f"when {report[0]} * 100 >= {least} * {report[1]} then {share} * {most}"
            for least, share in ((90, "1"), (75, "0.75"), (50, "0.5"))
        )
        return f"case {tiers} else 0 end"
    if kind(at) == "proportional":
        return f"case when 2 * {report[0]} >= {report[1]} then round({most} * {report[0]} / {report[1]}, 2)::decimal(6, 2) else 0 end"
    if kind(at) == "deduction":
        return f"greatest({most} - 0.1 * {report[0]}, 0)"
    weighted = " + ".join(f"{number + 1} * {count}" for number, count in enumerate(report))
    return f"round({most} * ({weighted}) / (5 * ({' + '.join(report)})), 2)::decimal(6, 2)"


def score(connection):
    points = ", ".join(f"case when x{at} then 0 else coalesce(a{at}, {earned(at)}) end::decimal(8, 4) as p{at}" for at in range(100))
    maximum = " + ".join(f"case when x{at} then 0 else {most} end" for at, most in enumerate(POINTS))
    together = lambda count: " + ".join(f"p{at}" for at in range(count))  # noqa: E731
    classes = " ".join(f"when index >= {least} then '{name}'" for name, least in CLASSES[:-1])
    return connection.execute(f"""
        with leaves as (select row, bonus, penalty, {maximum} as maximum, {points} from reports),
        totals as (
            select row, penalty, maximum, {together(FIRST_FIELD)} as first,
                greatest({together(100)} + least(bonus, 5) - penalty, 0) as total
            from leaves
        ),
        indexes as (select *, round(total * 100 / maximum, 2) as index from totals)
        select total, index, case {classes} else '{CLASSES[-1][0]}' end as class,
            dense_rank() over (order by least(index, 100) desc, first desc, penalty) as rank
        from indexes order by row
    """).fetchnumpy()


def write(result, place):
    write_columns(result["total"], result["index"], result["rank"], place, result["class"], digits=4)


ENGINES = {"decimal": Engine("duckdb", load, score, write, recipe="`round(x, 2)`: sums of decimals, quotients doubles")}
