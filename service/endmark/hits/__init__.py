"""Counting what each rule cuts, from day to day: rules that never hit, hit less, or match texts that were reworded."""

from endmark.hits.store import Hits
from endmark.hits.tally import Tally
from endmark.hits.trends import Finding, Sort, findings

__all__ = ["Finding", "Hits", "Sort", "Tally", "findings"]
