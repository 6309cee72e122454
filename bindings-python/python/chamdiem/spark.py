"""Rows by the hundred million on a Spark cluster: ``pip install chamdiem[spark]``, on the executors too.

Rows are gathered where they lie: each task reads its batches into the engine and hands on what they come to, one row
of bytes. The engine puts these together, and the round is scored on the driver: the same digits, ranks and bytes as on
one machine, however the rows are split and whichever executor is lost on the way.

>>> cases = spark.createDataFrame([("a", False), ("a", True), ("b", False)], "unit string, late boolean")
>>> head = {"format": 1, "criteria_set": {"id": "cases", "version": "1"}, "period": {"id": "2026"}}
>>> found = chamdiem.spark.facts(cases, CASES, "cases", head)
>>> results = CASES.score({**head, "units": [{"id": "a"}, {"id": "b"}]},
...     tables={"cases": chamdiem.spark.merge(found, CASES)})
>>> chamdiem.spark.dataframe(results.ranking(), spark).select("rank", "unit", "total").show()
+----+----+-----+
|rank|unit|total|
+----+----+-----+
|   1|   b|    2|
|   2|   a|    1|
+----+----+-----+
<BLANKLINE>
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from .criteria import CriteriaSet
from .frame import FrameLike, Period
from .rows import Partial, Rows
from .text import Language, Text, given, text_of

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession

    from .results import Results

__all__ = ["dataframe", "facts", "merge", "score"]

#: The columns of what ``facts`` makes: the partition of the rows, how many there are, and what they come to as bytes.
_FACTS = "partition int, rows long, partial binary"

#: In so many tasks what the partitions come to is put together before the driver gets it.
_TASKS = 8

#: So many partials are held at once while they are put together.
_AT_ONCE = 32


def facts(
    df: DataFrame,
    set: CriteriaSet,
    table: str,
    round: Text,
    *,
    columns: Mapping[str, str] | None = None,
    line: str | None = None,
    lang: Language | None = None,
    as_of: date | str | None = None,
    calendar: Text | None = None,
) -> DataFrame:
    """What the rows of a DataFrame come to, a row for each partition: ``partition``, ``rows``, the bytes ``partial``.

    Nothing is shuffled, and what comes out grows with the units, not with the rows. It is as lazy as any DataFrame, and
    can be cached, or written as Parquet and merged later; ``merge`` puts it together. One more row, of no rows, has the
    partition -1.

    ``round`` is the round, or its head without units. ``columns`` says which column of the table a column of ``df`` is,
    where that is not what the set says. Select the columns that the set asks for: whatever else is in ``df`` travels
    for nothing, and is warned of. ``line`` names a column of whole numbers from 0 on, by which results name the rows
    that do not count; without it they are counted in each partition, so that their places depend on how the rows are
    split.

    Raises ``ChamdiemError`` before the cluster works where the columns or the round do not fit.
    """
    text = text_of(round, lang)
    options = given(lang=lang, as_of=as_of, calendar=None if calendar is None else text_of(calendar, lang))

    def gather(source: str, rows: FrameLike) -> Partial:
        return set.gather(table, {source: rows}, text, columns=columns, line=line, **options)

    def gathered(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow
        from pyspark import TaskContext

        context = TaskContext.get()
        partition = context.partitionId() if context else 0
        source = table if line else f"{table}, partition {partition}"
        for first in islice(batches, 1):
            rows = pyarrow.RecordBatchReader.from_batches(first.schema, chain((first,), batches))
            yield _row(partition, gather(source, rows))

    # What does not fit is told here; and where there are no rows, there is what none come to.
    none = gather(table, df.limit(0).toArrow())
    return df.mapInArrow(gathered, _FACTS).unionAll(df.sparkSession.createDataFrame([(-1, 0, none.to_bytes())], _FACTS))


def merge(facts: DataFrame, set: CriteriaSet) -> Partial:
    """Puts together what ``facts`` made, in the engine: in a few tasks first, then on the driver.

    The DataFrame is computed here. What several of them come to is put together by ``Partial.merge``.
    """

    def merged(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        rows = (row for batch in batches for row in batch.to_pylist())
        for first in islice(rows, 1):
            partials = (row["partial"] for row in chain((first,), rows))
            yield _row(first["partition"], _merged(partials, set))

    together = facts.repartition(_TASKS, "partition").mapInArrow(merged, _FACTS).toArrow()
    if not together.num_rows:
        raise ValueError("facts are what chamdiem.spark.facts made, and there is none")
    return _merged(together.sort_by("partition").column("partial").to_pylist(), set)


def score(
    df: DataFrame,
    set: CriteriaSet,
    *,
    period: Period,
    tables: Mapping[str, DataFrame | Rows | Partial] | None = None,
    **options: Any,
) -> Results:
    """Scores a DataFrame of units as ``CriteriaSet.score_frame`` does, which says what its columns and ``options`` are.

    Units are thousands where rows are millions: they are scored and ranked on the driver, all at once and exactly.
    ``tables`` may give what ``facts`` made of their rows.
    """
    from pyspark.sql import DataFrame

    found = {id: merge(rows, set) if isinstance(rows, DataFrame) else rows for id, rows in (tables or {}).items()}
    return set.score_frame(df.toArrow(), period=period, tables=found, **options)


def dataframe(table: FrameLike, spark: SparkSession) -> DataFrame:
    """A table of results as a DataFrame: figures are decimals, ranks and counts whole numbers.

    ``table`` is ``results.ranking()``, ``results.table("stages")``, the results themselves (a row for each unit),
    or any other frame.
    """
    import pyarrow

    found = pyarrow.table(table)
    # Spark has no numbers without a sign.
    signed = [field.with_type(pyarrow.int64()) if field.type == pyarrow.uint32() else field for field in found.schema]
    return spark.createDataFrame(found.cast(pyarrow.schema(signed)))


def _merged(partials: Iterable[bytes], set: CriteriaSet) -> Partial:
    """What at least one partial and others come to together."""
    read = map(set.partial, partials)
    merged = next(read)
    while some := tuple(islice(read, _AT_ONCE)):
        merged = merged.merge(*some)
    return merged


def _row(partition: int, partial: Partial) -> pyarrow.RecordBatch:
    import pyarrow

    columns = {"partition": pyarrow.int32(), "rows": pyarrow.int64(), "partial": pyarrow.binary()}
    row = {"partition": partition, "rows": partial.rows, "partial": partial.to_bytes()}
    return pyarrow.RecordBatch.from_pylist([row], schema=pyarrow.schema(columns.items()))
