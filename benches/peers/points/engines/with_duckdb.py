"""DuckDB: one query over a table of decimals."""

import duckdb
import polars as pl

from engine import Engine
from points import arrays
from points.answers import write_columns
from points.rules import AREAS, GROUPS, LEAVES, MAXIMUM, WEIGHTS, of_area


def load(place):
    points = arrays.hundredths(place.folder)
    frame = pl.DataFrame({leaf: points[:, at].copy() for at, leaf in enumerate(LEAVES)})
    frame = frame.with_columns(group=pl.Series(GROUPS).gather(arrays.group_codes(place.folder)))
    connection = duckdb.connect()
    connection.execute(f"set threads = {place.threads}")
    # An integer divided by 100 is a double here, and the cast rounds it to the decimal that it stands for.
    columns = ", ".join(f'("{leaf}" / 100)::decimal(6, 2) as "{leaf}"' for leaf in LEAVES)
    connection.execute(f'create table marks as select row_number() over () as row, "group", {columns} from frame')
    return connection


def score(connection):
    area = " + ".join(
        f"{WEIGHTS[area]} * (" + " + ".join(f'"{LEAVES[leaf]}"' for leaf in of_area(area)) + ")" for area in range(len(AREAS))
    )
    return connection.execute(f"""
        with totals as (select row, "group", round({area}, 2) as total from marks),
        indexes as (select *, round(total * 100 / {MAXIMUM}, 2) as index from totals)
        select total, index, rank() over (partition by "group" order by index desc) as rank from indexes order by row
    """).fetchnumpy()


def write(result, place):
    write_columns(result["total"], result["index"], result["rank"], place)


ENGINES = {"decimal": Engine("duckdb", load, score, write, recipe="`round(x, 2)`: decimals, the quotient a double")}
