"""A cluster on this machine: two executor processes of one core each."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark
import pytest
from pyspark.sql import SparkSession

_SETTINGS: dict[str, bool | float | int | str | None] = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.default.parallelism": "2",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.files.maxPartitionBytes": "8m",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "256",
    "spark.log.level": "ERROR",
}


@contextmanager
def local_cluster(folder: Path) -> Iterator[SparkSession]:
    """Its session; what it writes lies in the folder, which is the working directory meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_HOME", str(Path(pyspark.__file__).parent))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_WORKER_DIR", str(folder / "work"))
        patch.chdir(folder)
        session = SparkSession.builder.master("local-cluster[2,1,1024]").config(map=_SETTINGS).getOrCreate()
        yield session
        session.stop()
