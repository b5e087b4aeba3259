"""Which rules a job is done by."""

from endmark.bulk.job import Job
from endmark.rules.book import RuleBook


def load_rules(job: Job) -> RuleBook:
    """The built-in rules, with the job's folders over them. Raises `RuleError`."""
    return RuleBook.load(*job.rules) if job.rules else RuleBook.builtin()
