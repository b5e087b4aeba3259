"""Checking rules against fixtures: what each text is expected to lose, and what it does lose."""

from endmark.checking.differences import differences
from endmark.checking.running import Outcome, Report, check

__all__ = ["Outcome", "Report", "check", "differences"]
