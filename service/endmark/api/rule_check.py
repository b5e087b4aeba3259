"""Checking a rule file that somebody is still writing: what `endmark lint` says of it, by HTTP."""

import re
import tempfile
from pathlib import Path
from typing import Any

from flask import Request

from endmark.api.problems import RequestError
from endmark.api.submission import refuse_query, wrong_type
from endmark.errors import FieldError, quote
from endmark.reading import read
from endmark.rules.book import RuleBook
from endmark.rules.lint import Level, lint

YAML = "application/yaml"

_TYPES = (YAML, "application/x-yaml", "text/yaml", "text/plain")
_NAME = re.compile(r"(sites|groups|generic)/[\w-][\w.-]{0,200}\.yaml")


def file_name(request: Request) -> str:
    """Which rule file is posted; raises FieldError, or RequestError for what is no YAML."""
    refuse_query(request, ("file",))
    if request.mimetype not in _TYPES:
        raise wrong_type(request, ", ".join(_TYPES))
    name = request.args.get("file", "")
    if not _NAME.fullmatch(name):
        raise FieldError(
            "file", f"`file` is {quote(name)}; say which file this is, such as file=sites/example.org.yaml"
        )
    return name


def check(name: str, body: bytes, book: RuleBook) -> dict[str, Any]:
    """What lint says of the file, laid over the rules in force; nothing of it stays."""
    read(body)  # what is no text is told as it is of articles
    with tempfile.TemporaryDirectory(prefix="endmark-check-") as folder:
        file = Path(folder) / name
        file.parent.mkdir()
        try:
            file.write_bytes(body)
        except OSError as error:
            raise RequestError(507, f"{error.strerror} in {tempfile.gettempdir()}") from None
        findings = lint(Path(folder), beneath=[other for other in book.files if other.name != name])
    return {
        "usable": all(finding.level is not Level.ERROR for finding in findings),
        "findings": [
            {
                "level": finding.level,
                "line": finding.problem.line,
                "column": finding.problem.column,
                "message": finding.problem.message,
            }
            for finding in findings
        ],
        "rule_set": book.version,
    }
