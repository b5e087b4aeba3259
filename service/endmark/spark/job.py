"""A job for spark-submit: WARC archives, or a column of Parquet, to Parquet.

spark-submit job.py --archives paths.txt --out s3://bucket/bodies
spark-submit job.py --parquet s3://bucket/pages --html-col html --url-col url --out s3://bucket/bodies
"""

import argparse
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from endmark.spark import strip_archives, strip_dataframe


def main(given: list[str] | None = None) -> None:
    """Do what the command line says."""
    args = _parser().parse_args(given)
    # Pages are large: a batch of Spark's ten thousand would be gigabytes.
    builder = SparkSession.builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "256")
    spark = builder.appName("endmark").getOrCreate()
    _stripped(spark, args).write.parquet(args.out)


def _stripped(spark: SparkSession, args: argparse.Namespace) -> DataFrame:
    if args.archives:
        lines = spark.read.text(args.archives).collect()
        paths = [line.value.strip() for line in lines if line.value.strip()]
        return strip_archives(spark, paths, keep=args.keep, rules=args.rules).drop(*args.drop)
    return strip_dataframe(
        spark.read.parquet(args.parquet),
        text_col=args.text_col,
        html_col=args.html_col,
        url_col=args.url_col,
        keep=args.keep,
        rules=args.rules,
        prefix=args.prefix,
        drop=args.drop,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--archives", metavar="FILE", help="the WARC archives' paths, one a line")
    source.add_argument("--parquet", metavar="PATH")
    parser.add_argument("--out", required=True, metavar="PATH")
    for name in ("--text-col", "--html-col", "--url-col"):
        parser.add_argument(name, metavar="NAME")
    parser.add_argument("--prefix", default="", help="before the names of the columns that are added")
    parser.add_argument("--drop", action="append", default=[], metavar="NAME", help="not to be written (repeatable)")
    parser.add_argument("--keep", action="append", default=[], metavar="KIND")
    parser.add_argument("--rules", action="append", default=[], type=Path, metavar="DIR")
    return parser


if __name__ == "__main__":
    main()
