"""The facts of W6 by DuckDB, from CSV to CSV."""

import duckdb

from engine import Engine


def load(place):
    connection = duckdb.connect()
    connection.execute(f"set threads = {place.threads}")
    return connection, place


def score(held):
    connection, place = held
    connection.execute(f"""
        copy (
            select unit as id,
                count(*) as cases_all,
                count(*) filter (status = 'done') as done,
                round(100.0 * count(*) filter (finished <= due) / nullif(count(finished), 0), 6) as on_time,
                round(avg(finished - received), 6) as days,
                sum(fee) as fees,
                max(late_minutes) as worst,
                count(*) filter (channel = 'online' and status = 'done') as online,
                count(*) filter (status = 'open' and due < date '2026-12-31') as open_late
            from read_csv('{place.folder / "cases.csv"}', header = true, columns = {{
                'unit': 'varchar', 'received': 'date', 'due': 'date', 'finished': 'date', 'status': 'varchar',
                'channel': 'varchar', 'fee': 'decimal(18, 2)', 'late_minutes': 'bigint'}})
            group by unit order by unit
        ) to '{place.output}' (header true)
    """)


ENGINES = {"decimal": Engine("duckdb", load, score)}
