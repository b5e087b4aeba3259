"""Bulk: a file of many articles to a file of their bodies, on all cores of one machine."""

from endmark.bulk.job import Columns, Job
from endmark.bulk.running import Step, run
from endmark.bulk.tally import Tally

__all__ = ["Columns", "Job", "Step", "Tally", "run"]
