"""What no fixture shows: rules that cut nothing in any, and endings that stand in none."""

from collections.abc import Collection, Iterator, Sequence

from endmark.checking.coverage import Owners
from endmark.errors import InputError, Problem
from endmark.folding import fold
from endmark.rules.book import RuleBook
from endmark.rules.compiling import patterns
from endmark.rules.fixtures import Fixture
from endmark.rules.format import Rule, Status
from endmark.rules.loading import LoadedFile
from endmark.rules.regexes import compile_regex
from endmark.rules.variables import to_regex
from endmark.strip import strip


def untested(files: Collection[LoadedFile], fixtures: Sequence[Fixture], book: RuleBook) -> Iterator[Problem]:
    """A problem for every rule of these files that cuts nothing in any fixture, and for each unseen ending of one.

    Sites without fixtures are `uncovered`'s, and rules that only report are not looked at.
    """
    owners, seen = Owners(book), _rules_that_cut(fixtures, book)
    for file in files:
        own = [fixture for fixture in fixtures if file.group or owners.of(fixture.host) is file]
        if not own or file.is_generic:
            continue
        for number, rule in enumerate(file.model.rules):
            if rule.status is Status.STABLE and rule.verb != "keep":
                yield from _unseen(file, number, rule, seen, own)


def _rules_that_cut(fixtures: Sequence[Fixture], book: RuleBook) -> set[str]:
    seen: set[str] = set()
    for fixture in fixtures:
        try:
            removed = strip(fixture.document, url=fixture.url, site=fixture.site, book=book).removed
        except InputError:  # a URL that is none: `check` tells
            continue
        seen.update(name for segment in removed if segment.cut for name in (segment.cut.rule, *segment.also))
    return seen


def _unseen(
    file: LoadedFile, number: int, rule: Rule, seen: set[str], fixtures: Sequence[Fixture]
) -> Iterator[Problem]:
    if f"{file.path.stem}/{rule.id}" not in seen:
        yield file.problem(("rules", number, "id"), "no fixture shows what this rule cuts")
        return
    endings = patterns(rule.through)
    for i, ending in enumerate(endings if len(endings) > 1 else ()):
        regex = compile_regex(to_regex(ending) if isinstance(ending, str) else ending.regex)
        if not any(regex.search(fold(fixture.text).text) for fixture in fixtures):
            yield file.problem(("rules", number, "through", i), "this ending stands in no fixture")
