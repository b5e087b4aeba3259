"""Rule books of passage rules for the tests: written as a folder of rule files, loaded the public way."""

import json
from collections.abc import Iterable
from pathlib import Path

from tests.passages.materials import Appeal
from tests.passages.scoring import Span

from endmark import RuleBook, Segment, strip

EVERY_SITE = "every.example"


def write_site(folder: Path, host: str, appeals: Iterable[Appeal]) -> None:
    """A site file; JSON is YAML."""
    rules = [{"id": a.name, "kind": a.kind, "passage": a.passage} for a in appeals]
    content = {"site": host, "hosts": [host], "rules": rules}
    path = folder / "sites" / f"{host}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def host_of(name: str) -> str:
    return f"{name}.example"


def write_book(folder: Path, appeals: Iterable[Appeal]) -> RuleBook:
    """A book with a site for each appeal, and one site (`EVERY_SITE`) that has them all."""
    appeals = tuple(appeals)
    for appeal in appeals:
        write_site(folder, host_of(appeal.name), [appeal])
    write_site(folder, EVERY_SITE, appeals)
    return RuleBook.only(folder)


def removed(text: str, host: str, book: RuleBook) -> tuple[Segment, ...]:
    return strip(text, url=f"https://{host}/2024/05/03/story", book=book).removed


def cuts(text: str, host: str, book: RuleBook) -> list[Span]:
    return [(segment.start, segment.end) for segment in removed(text, host, book)]
