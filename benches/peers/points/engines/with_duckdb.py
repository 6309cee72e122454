"""DuckDB: one query over a table of decimals."""

import duckdb

from answers import write_columns
from engine import Engine
from points import arrays
from points import rules as known


def load(place):
    rules = known.of(place.folder)
    connection = duckdb.connect()
    connection.execute(f"set threads = {place.threads}")
    if place.text:
        kinds = {"unit": "varchar", "group": "varchar"} | dict.fromkeys(rules.leaves, "decimal(6, 2)")
        connection.execute(
            f"create table marks as select row_number() over () as row, * from read_csv('{place.folder / 'points.csv'}', "
            f"header = true, columns = {kinds})"
        )
        return rules, connection
    import polars as pl

    points = arrays.hundredths(place.folder)
    frame = pl.DataFrame({leaf: points[:, at].copy() for at, leaf in enumerate(rules.leaves)})
    frame = frame.with_columns(group=pl.Series(rules.groups).gather(arrays.group_codes(place)))
    # An integer divided by 100 is a double here, and the cast rounds it to the decimal that it stands for.
    columns = ", ".join(f'("{leaf}" / 100)::decimal(6, 2) as "{leaf}"' for leaf in rules.leaves)
    connection.execute(f'create table marks as select row_number() over () as row, "group", {columns} from frame')
    return rules, connection


def score(held):
    rules, connection = held
    total = " + ".join(
        f"{weight} * (" + " + ".join(f'"{rules.leaves[leaf]}"' for leaf in rules.of_area(area)) + ")"
        for area, weight in enumerate(rules.weights)
    )
    return connection.execute(f"""
        with totals as (select row, "group", round({total}, 2) as total from marks),
        indexes as (select *, round(total * 100 / {rules.maximum}, 2) as index from totals)
        {classes(rules) if rules.bands else ""}
        select total, index, {"class," if rules.bands else ""} rank() over (partition by "group" order by index desc) as rank
        from {"quota" if rules.bands else "indexes"} order by row
    """).fetchnumpy()


def classes(rules):
    bands = " ".join(f"when index >= {least} then '{name}'" for name, least in rules.bands[:-1])
    best, second = rules.bands[0][0], rules.bands[1][0]
    return f"""
        , given as (select *, case {bands} else '{rules.bands[-1][0]}' end as given from indexes),
        counted as (
            select *,
                count(*) filter (given in ('{best}', '{second}')) over (partition by "group") // {rules.one_in + 1} as allowed,
                count(*) over (partition by "group", given order by index desc range unbounded preceding) as place
            from given
        ),
        quota as (select *, case when given = '{best}' and place > allowed then '{second}' else given end as class from counted)
    """


def write(result, place):
    write_columns(result["total"], result["index"], result["rank"], place, result.get("class"))


ENGINES = {"decimal": Engine("duckdb", load, score, write, recipe="`round(x, 2)`: decimals, the quotient a double")}
