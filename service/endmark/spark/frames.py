"""A DataFrame with what was found of its rows beside them."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
from pyspark import Broadcast
from pyspark.sql import DataFrame
from pyspark.sql.types import StructType

from endmark.bulk.job import Columns
from endmark.bulk.parquet import BATCH_ROWS, articles, written
from endmark.errors import InputError
from endmark.model import Kind
from endmark.spark.rows import found_of, found_schema, in_small, with_found
from endmark.spark.shipping import Shipped


def strip_dataframe(  # noqa: PLR0913  one for each choice
    df: DataFrame,
    *,
    text_col: str | None = None,
    html_col: str | None = None,
    url_col: str | None = None,
    keep: Collection[Kind | str] = (),
    rules: Collection[Path | str] = (),
    prefix: str = "",
    drop: Collection[str] = (),
) -> DataFrame:
    """The DataFrame with `body`, `removed`, `site`, `rule_set` and `error` as further columns, `prefix` before each.

    `text_col` or `html_col` (string, or binary for pages) names what is stripped, `url_col` where it was found. A row
    that cannot be stripped has null for all of them but `error`, which says why. `rules` are folders on the driver;
    executors get their files. Columns of the same names are replaced. `drop` names columns, found or there before, that
    the result has not: pages that nobody needs any more do not travel back from Python. Raises `InputError` for columns
    that are not there, and `RuleError`.
    """
    columns = Columns(text=text_col, html=html_col, url=url_col)
    fields = found_schema(prefix)
    _check(df, columns, drop, found := frozenset(field.name for field in fields))
    replaced = found.union(drop)
    schema = StructType([*(field for field in df.schema if field.name not in replaced), *fields])
    shipped = df.sparkSession.sparkContext.broadcast(Shipped.of(tuple(map(Path, rules)), kinds(keep), prefix))
    return df.mapInArrow(partial(_stripped, shipped, columns, replaced), schema).drop(*drop)


def kinds(keep: Collection[Kind | str]) -> frozenset[Kind]:
    """The kinds of these names. Raises `InputError`."""
    return frozenset(map(Kind.parse, keep))


def _check(df: DataFrame, columns: Columns, drop: Collection[str], found: frozenset[str]) -> None:
    if (columns.text is None) == (columns.html is None):
        raise InputError("name the column of texts (text_col) or that of pages (html_col), one of them")
    for column in filter(None, (columns.text, columns.html, columns.url)):
        if column not in df.columns:
            raise InputError(f"there is no column {column!r}; there are {', '.join(df.columns)}")
    for column in drop:
        if column not in found and column not in df.columns:
            known = ", ".join([*df.columns, *sorted(found)])
            raise InputError(f"there is no column {column!r} to drop; there are {known}")


def _stripped(
    shipped: Broadcast[Shipped], columns: Columns, replaced: frozenset[str], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    stripper = shipped.value.stripper()
    for batch in in_small(batches, BATCH_ROWS):
        found = (found_of(stripper, article) for article in articles(batch, columns))
        yield with_found(written(batch, replaced), found, stripper.prefix)
