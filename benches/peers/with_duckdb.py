"""The facts of W2 by DuckDB: with_duckdb.py CSV OUTPUT THREADS; prints the seconds of the query."""

import sys
import time

import duckdb

source, output, threads = sys.argv[1:]
connection = duckdb.connect()
connection.execute(f"set threads = {threads}")
begun = time.perf_counter()
connection.execute(f"""
    copy (
        select unit,
            count(*) as cases_all,
            count(*) filter (status = 'done') as done,
            round(100.0 * count(*) filter (finished <= due) / count(finished), 6) as on_time,
            round(avg(finished - received), 6) as days,
            sum(fee) as fees,
            max(late_minutes) as worst,
            count(*) filter (channel = 'online' and status = 'done') as online,
            count(*) filter (status = 'open' and due < date '2026-12-31') as open_late
        from read_csv('{source}', header = true, columns = {{
            'unit': 'varchar', 'received': 'date', 'due': 'date', 'finished': 'date', 'status': 'varchar',
            'channel': 'varchar', 'fee': 'decimal(18, 2)', 'late_minutes': 'bigint'}})
        group by unit order by unit
    ) to '{output}' (header true)
""")
print(time.perf_counter() - begun)
