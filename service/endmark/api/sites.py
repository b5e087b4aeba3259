"""What is told about the rules in force: the rule set, the sites, and the rules of one site."""

from datetime import UTC, datetime
from typing import Any

from endmark.api.problems import RequestError
from endmark.api.rule_set import Rules
from endmark.errors import FieldError, quote
from endmark.rules.compiling import Member
from endmark.rules.hosts import ascii_host
from endmark.rules.loading import LoadedFile


def readiness(rules: Rules) -> dict[str, Any]:
    """Which rule set serves, and whether newer rules are broken: then it is stale, and says why."""
    failure = rules.failure
    return {
        "status": "stale" if failure else "ready",
        "rule_set": rules.current.version,
        "since": _moment(rules.current.since),
        "broken_since": _moment(failure.since) if failure else None,
        "problems": list(failure.problems) if failure else [],
    }


def all_sites(rules: Rules) -> dict[str, Any]:
    """Every site that a rule file names, by host, with what `readiness` says."""
    book = rules.current.book
    sites = sorted((_summary(file) for file in book.sites), key=lambda site: str(site["host"]))
    return {**readiness(rules), "sites": sites}


def one_site(rules: Rules, host: str) -> dict[str, Any]:
    """The site that a host belongs to, with its rules; raises RequestError(404) or FieldError."""
    book = rules.current.book
    try:
        plain = ascii_host(host)
    except ValueError as error:
        raise FieldError("host", f"{error}; send a host such as example.org") from None
    file = book.file_of(plain)
    if file is None:
        raise RequestError(404, f"no rule file names {quote(host)}; the generic rules judge its texts")
    return {
        **_summary(file),
        "fingerprints": list(file.fingerprints),
        "rules": [_rule(member) for member in book.rules_of(file)],
        "rule_set": book.version,
    }


def _summary(file: LoadedFile) -> dict[str, Any]:
    return {
        "host": file.host,
        "name": file.model.site,
        "hosts": list(file.hosts),
        "languages": list(file.model.languages),
        "file": file.name,
    }


def _rule(member: Member) -> dict[str, Any]:
    rule = member.rule
    return {
        "id": rule.id,
        "kind": rule.kind,
        "verb": rule.verb,
        "where": rule.where,
        "status": rule.status,
        "note": rule.note,
        "file": member.file.name,
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
