"""Which rules a job is done by."""

import hashlib

from endmark.bulk.job import Job
from endmark.rules.book import RuleBook


def load_rules(job: Job) -> RuleBook:
    """The built-in rules, with the job's folders over them. Raises `RuleError`."""
    return RuleBook.load(*job.rules) if job.rules else RuleBook.builtin()


def version(book: RuleBook) -> str:
    """Which set of rules a book is: twelve hexadecimal digits."""
    said = "".join(f"{file.name}\0{hashlib.sha256(file.path.read_bytes()).hexdigest()}\n" for file in book.files)
    return hashlib.sha256(said.encode()).hexdigest()[:12]
