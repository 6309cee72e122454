"""What a cluster makes of rows is what one process makes of them, byte for byte."""

from __future__ import annotations

import doctest
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chamdiem
import chamdiem.spark
import numpy as np
import pyarrow as pa
import pytest
from cases import DONE, OFFICES, SCHEMA, cases, deadly, made
from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F

REPOSITORY = Path(__file__).parents[2]
REAL = REPOSITORY / "examples" / "one-stop-tt01-2018"

#: How many cases there are, in how many partitions.
CASES, PARTITIONS = 2_000_000, 40


@pytest.fixture(scope="module")
def criteria() -> chamdiem.CriteriaSet:
    return chamdiem.load(REAL / "criteria.json")


@pytest.fixture(scope="module")
def round() -> dict[str, Any]:
    """The offices whose cases these are."""
    head: dict[str, Any] = json.loads((REAL / "synthetic-offices.json").read_text("utf-8"))
    units = [{"id": f"U{office:03}", "name": f"Synthetic office {office}"} for office in range(OFFICES)]
    return {**head, "units": units}


CALENDAR = REAL / "synthetic-calendar-vn-2026.json"


def numbers() -> Iterator[pa.RecordBatch]:
    """The numbers of all cases."""
    for start in range(0, CASES, 10_000):
        yield pa.RecordBatch.from_pydict({"id": pa.array(range(start, start + 10_000), pa.int64())})


def happened(events: Path) -> list[dict[str, Any]]:
    """What happened so far: whatever began has ended."""
    for _ in range(600):
        written = [file.read_text("utf-8") for file in events.rglob("*") if file.is_file()]
        found = [json.loads(line) for text in written for line in text.splitlines(keepends=True) if line.endswith("\n")]
        jobs = Counter(event["Event"] for event in found)
        if 0 < jobs["SparkListenerJobStart"] == jobs["SparkListenerJobEnd"]:
            return found
        time.sleep(0.1)
    raise AssertionError("the cluster is not done")


def test_two_million_cases_and_a_killed_executor(
    spark: SparkSession, events: Path, tmp_path: Path, criteria: chamdiem.CriteriaSet, round: dict[str, Any]
) -> None:
    rows = spark.range(0, CASES, 1, PARTITIONS).mapInArrow(deadly(tmp_path), SCHEMA)
    facts = chamdiem.spark.facts(rows, criteria, "cases", round, calendar=CALENDAR, line="no")
    together = chamdiem.spark.merge(facts, criteria)
    cluster = criteria.score(round, tables={"cases": together}, calendar=CALENDAR)

    alone = pa.RecordBatchReader.from_batches(cases(np.empty(0, np.int64)).schema, made(numbers()))
    gathered = criteria.gather("cases", alone, round, calendar=CALENDAR, line="no")
    single = criteria.score(round, tables={"cases": gathered}, calendar=CALENDAR)
    assert together.rows == gathered.rows == CASES
    assert cluster.to_json() == single.to_json()

    # There is something to lose: figures of every office, and rows that do not count, by their numbers.
    assert all(unit.stages[0].total for unit in single)
    processed = sum(int(output.value or 0) for unit in single for output in unit.outputs if output.id == "to_process")
    assert 0.95 * CASES < processed < CASES
    assert {rejected.rule for rejected in single.tables[0].rejected} >= {"unit", "column", "returned-before-received"}

    told = happened(events)
    ends = [event for event in told if event["Event"] == "SparkListenerTaskEnd"]
    reasons = [event["Task End Reason"] for event in ends]
    lost = [reason for reason in reasons if reason["Reason"] == "ExecutorLostFailure"]
    removed = [event for event in told if event["Event"] == "SparkListenerExecutorRemoved"]
    assert [reason["Executor ID"] for reason in lost] == [event["Executor ID"] for event in removed]
    assert len(lost) == 1 and "137" in lost[0]["Loss Reason"]
    # What the executor had done was lost with it, and done again.
    assert sum(reason["Reason"] == "Resubmitted" for reason in reasons) >= DONE


def test_examples(spark: SparkSession) -> None:
    criteria = chamdiem.loads(
        """{"format": 1, "id": "cases", "version": "1", "rounding": {"index": {"digits": 2}},
            "ranking": {"by": "total"},
            "tables": [{"id": "cases", "columns": [{"id": "late", "type": "boolean"}]}],
            "tree": [{"id": "1", "max": 2, "measure": "count(cases, late)",
                "scale": {"bands": [{"from": 1, "points": 1}, {"below": 1, "points": 2}]}}]}"""
    )
    found = doctest.testmod(chamdiem.spark, extraglobs={"chamdiem": chamdiem, "spark": spark, "CASES": criteria})
    assert found.attempted and not found.failed


def test_the_readme_runs(
    spark: SparkSession, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(REPOSITORY)
    text = Path("bindings-python/README.md").read_text("utf-8")
    ((code, output),) = re.findall(r"```py\n(.*?)```\n\n```text\n(.*?)```\n", text, flags=re.DOTALL)
    exec(compile(code, "README.md", "exec"), {"spark": spark})
    assert capsys.readouterr().out.rstrip() == output.rstrip()


def test_what_does_not_fit_is_told_before_the_cluster_works(
    spark: SparkSession, criteria: chamdiem.CriteriaSet, round: dict[str, Any]
) -> None:
    rows = spark.range(5).withColumnRenamed("id", "limit")
    with pytest.raises(chamdiem.ChamdiemError) as raised:
        chamdiem.spark.facts(rows, criteria, "cases", round, calendar=CALENDAR)
    missing = {one.code for one in raised.value.diagnostics}
    assert missing == {"table.column.missing"}
    assert any("`limit`" in one.message and "limit_wd" in one.message for one in raised.value.diagnostics)


def test_no_rows_come_to_nothing(
    spark: SparkSession, criteria: chamdiem.CriteriaSet, round: dict[str, Any]
) -> None:
    nothing = spark.createDataFrame([], SCHEMA).drop("no")
    facts = chamdiem.spark.facts(nothing, criteria, "cases", round, calendar=CALENDAR)
    assert chamdiem.spark.merge(facts, criteria) == criteria.gather("cases", [], round, calendar=CALENDAR)


def test_places_in_partitions_and_columns_by_other_names(
    spark: SparkSession, criteria: chamdiem.CriteriaSet, round: dict[str, Any]
) -> None:
    columns = {"official": "unit"}
    rows = spark.range(0, 4_000, 1, 2).mapInArrow(made, SCHEMA).drop("no", "unit")
    facts = chamdiem.spark.facts(rows, criteria, "cases", round, columns=columns, calendar=CALENDAR).cache()
    assert sorted(row.partition for row in facts.collect()) == [-1, 0, 1]

    def part(start: int) -> pa.Table:
        ids = np.arange(start, start + 2_000)
        return pa.Table.from_batches([cases(ids)]).drop_columns(["no", "unit"])

    sources = {"cases, partition 0": part(0), "cases, partition 1": part(2_000)}
    alone = criteria.gather("cases", sources, round, columns=columns, calendar=CALENDAR)
    officials = {**round, "units": [{"id": f"CB{official}"} for official in range(7)]}
    scored = [
        criteria.score(officials, tables={"cases": one}, calendar=CALENDAR).to_json()
        for one in (alone, chamdiem.spark.merge(facts, criteria))
    ]
    assert scored[0] == scored[1]
    assert "cases, partition 1" in scored[0]


#: A rate and a choice; many units are equal in one of the two keys of the ranking.
RATES = """{"format": 1, "id": "rates", "version": "1", "rounding": {"index": {"digits": 2}, "points": {"digits": 2}},
    "ranking": {"by": "total", "tie_break": [{"by": "spent", "order": "asc"}]},
    "facts": [{"id": "done"}, {"id": "asked"}, {"id": "spent"}],
    "tree": [{"id": "1", "max": 2, "scale": "yes_no"},
        {"id": "2", "max": 8, "measure": "done / asked",
            "scale": {"value": {"from": 0, "to": 8, "outside": "error"}}}]}"""


def test_units_of_a_dataframe_are_ranked_as_by_windows_of_decimals(spark: SparkSession) -> None:
    criteria = chamdiem.loads(RATES)
    units = spark.range(0, 3_000, 1, 7).selectExpr(
        "concat('U', id) as unit",
        "id % 3 = 0 as `1`",
        "cast(id % 89 as decimal(9, 2)) / 8 as done",
        "case when id % 50 = 0 then null else cast(11 as int) end as asked",
        "cast(id % 7 as decimal(5, 1)) / 2 as spent",
    )
    results = chamdiem.spark.score(units, criteria, period="2026")
    rows = [row.asDict() for row in units.collect()]
    written = {
        "format": 1,
        "criteria_set": {"id": "rates", "version": "1"},
        "period": {"id": "2026"},
        "units": [
            {
                "id": row["unit"],
                "facts": {fact: row[fact] for fact in ("done", "asked", "spent") if row[fact] is not None},
                "submissions": [{"stage": criteria.stages[0], "by": row["unit"], "answers": {"1": row["1"]}}],
            }
            for row in rows
        ],
    }
    assert results.to_json() == criteria.score(written).to_json()

    found = chamdiem.spark.dataframe(results, spark)
    assert dict(found.dtypes)["total"].startswith("decimal(38,")
    ranked = found.join(units.select("unit", "spent"), "unit").where("state = 'scored'")
    by_total = Window.orderBy(F.desc("total"), F.asc("spent"))
    differing = ranked.withColumn("own", F.rank().over(by_total)).where("not own <=> rank").count()
    assert ranked.count() == 2_940 and differing == 0
