"""Rules as cosmetic filters of uBlock Origin."""

from collections.abc import Iterator

from endmark.rules.book import RuleBook
from endmark.rules.format import Rule, Status
from endmark.rules.loading import LoadedFile


def filters(book: RuleBook, files: list[LoadedFile]) -> Iterator[str]:
    """A list of filters that hide on the sites of these files what their rules cut by `css` and `xpath`.

    Rules by words have no counterpart; how many there are is said in a comment. What is only reported is left out.
    """
    yield "! Title: Endmark"
    yield "! Made by `endmark export ublock`: what rules cut by css and xpath."
    for file in files:
        members = [member for member in book.rules_of(file) if member.rule.status is Status.STABLE]
        made = [line for member in members for line in _filters(member.rule, ",".join(file.hosts))]
        worded = sum(not (m.rule.css or m.rule.xpath) for m in members)
        if made:
            yield f"! {file.model.site or file.host}" + (f" (and by words: {worded})" if worded else "")
            yield from made


def _filters(rule: Rule, hosts: str) -> Iterator[str]:
    climb = f":upward({rule.up_to})" if rule.up_to else ""
    for selector in _listed(rule.css):
        yield f"{hosts}##{selector}{climb}"
    for expression in _listed(rule.xpath):
        yield f"{hosts}##:xpath({expression}){climb}"


def _listed(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])
