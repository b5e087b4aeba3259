"""Checking rules against fixtures: what each text is expected to lose, and what it does lose."""

from endmark.checking.differences import differences
from endmark.checking.running import Outcome, Report, check, outcome_of, uncovered_in
from endmark.checking.untested import untested

__all__ = ["Outcome", "Report", "check", "differences", "outcome_of", "uncovered_in", "untested"]
