"""Endmark on a cluster: columns of texts or pages, and archives, stripped where they are."""

from endmark.spark.archives import strip_archives
from endmark.spark.frames import strip_dataframe

__all__ = ["strip_archives", "strip_dataframe"]
