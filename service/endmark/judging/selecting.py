"""Selectors on a page: the text of the nodes that they select, as candidates, as kept spans, and as what is no body."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from endmark.judging.candidates import Candidate
from endmark.judging.program import Program, SelectorRule
from endmark.judging.settling import Kept
from endmark.judging.spans import Span, merge, minus
from endmark.page import Page
from endmark.selectors import Nodes, Search, Selector, SelectorError, Way, parent


@dataclass(frozen=True, slots=True)
class Selected:
    """What a site's selectors found on a page. `outside` is what lies outside the story's part of the page."""

    candidates: tuple[Candidate, ...] = ()
    kept: tuple[Kept, ...] = ()
    outside: tuple[Candidate, ...] = ()
    notes: tuple[str, ...] = ()

    def moved(self, place: Callable[[Span], Span]) -> "Selected":
        """The same in another text, in which `place` tells where a span stands; it is empty where nothing is left."""
        if self is NOTHING:
            return self  # as of all plain texts
        kept = ((rule, place(span)) for rule, span in self.kept)
        return Selected(
            tuple(_moved(self.candidates, place)),
            tuple((rule, (start, end)) for rule, (start, end) in kept if start < end),
            tuple(_moved(self.outside, place)),
        )

    def around(self, taken: Iterable[Span]) -> Iterator[Candidate]:
        """What lies outside the body, without what is taken."""
        for candidate in self.outside[:1]:
            spans = minus([(c.start, c.end) for c in self.outside], taken)
            yield from (replace(candidate, start=start, end=end) for start, end in spans)


def _moved(candidates: Iterable[Candidate], place: Callable[[Span], Span]) -> Iterator[Candidate]:
    for candidate in candidates:
        start, end = place((candidate.start, candidate.end))
        if start < end:
            yield replace(candidate, start=start, end=end)


NOTHING = Selected()


def select(page: Page | None, program: Program) -> Selected:
    """Run a site's selectors on a page, each once; on a text they do nothing."""
    return _Selecting(page).selected(program) if page else NOTHING


class _Selecting:
    """A page while selectors run on it, and what is to be told of them."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._search = Search(page)
        self._notes: list[str] = []

    def selected(self, program: Program) -> Selected:
        candidates = tuple(c for rule in program.selectors for c in self._candidates(rule))
        kept = tuple((k.rule, span) for k in program.keeps for span in self._spans(k.rule, k.selectors))
        outside = tuple(self._outside(program.body)) if program.body else ()
        return Selected(candidates, kept, outside, tuple(dict.fromkeys(self._notes)))

    def _candidates(self, rule: SelectorRule) -> Iterator[Candidate]:
        up_to = f", up to {rule.up_to.source}" if rule.up_to else ""
        for selector in rule.selectors:
            nodes = self._found(rule.terms.rule, selector)
            if rule.up_to:
                way = Way(parent, self._found(rule.terms.rule, rule.up_to))
                nodes = {goal.mem_id: goal for goal in map(way.goal_of, nodes.values()) if goal is not None}
            for start, end in self._texts(nodes):
                yield Candidate(start=start, end=end, terms=rule.terms, reason=f"{selector.source} selects it{up_to}")

    def _outside(self, body: SelectorRule) -> Iterator[Candidate]:
        name = body.terms.rule
        found = ((s, merge(self._spans(name, (s,)))) for s in body.selectors)
        selector, inside = next(((s, spans) for s, spans in found if spans), (None, []))
        if selector is None:
            self._notes.append(f"{name}: nothing on this page is {_listed(body.selectors)}, so nothing was cut by it")
            return
        for start, end in minus([(0, self._page.spans[-1][1])], inside):
            yield Candidate(start=start, end=end, terms=body.terms, reason=f"it lies outside {selector.source}")

    def _spans(self, rule: str, selectors: Iterable[Selector]) -> Iterator[Span]:
        for selector in selectors:
            yield from self._texts(self._found(rule, selector))

    def _found(self, rule: str, selector: Selector) -> Nodes:
        try:
            return self._search.find(selector)
        except SelectorError as error:
            self._notes.append(f"{rule}: {selector.source} was not looked for: {error}")
            return {}

    def _texts(self, nodes: Nodes) -> Iterator[Span]:
        """The text of each node that is not inside another of them."""
        way = Way(parent, nodes)
        for node in nodes.values():
            span = self._page.span(node) if way.goal_of(node) is None else None
            if span:
                yield span


def _listed(selectors: Iterable[Selector]) -> str:
    return " or ".join(selector.source for selector in selectors)
