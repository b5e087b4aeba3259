"""Elements of pages that stand in or next to the stories of one site, by a class or an id that people gave them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from endmark.judging.pages import builtin, named_kind, weigh
from endmark.model import Document, Kind
from endmark.page import Page
from endmark.selectors.css import Css, compile_css
from endmark.selectors.naming import SelectorError
from endmark.suggesting.candidates import Candidate
from endmark.suggesting.kinds import KindGuesser
from endmark.suggesting.repeats import LEAST, SURELY_MORE
from endmark.suggesting.rows import Row

_AWAY = frozenset(("nav", "footer", "header"))  # which judging pages takes off anyway
_NOT_FOR_RULES = {Kind.NAVIGATION, Kind.HEADLINE, Kind.BYLINE, Kind.CAPTION, Kind.MEDIA_PLAYER, Kind.CONSENT}
_NAME = re.compile(r"-?[A-Za-z_][\w-]*", re.ASCII)
_WORDY = re.compile(r"[A-Za-z_-]{5,}")  # a name that tells no kind, and is no measure of a grid
_MOST = 0.5  # share of the pages, and of letters

Extent = tuple[int, int]


@dataclass(frozen=True)
class StoryPage:
    """A page, the number of its article, its blocks as rows, and those that are judged to be its story's."""

    number: int
    page: Page
    rows: dict[int, Row]
    body: frozenset[int]

    @classmethod
    def of(cls, number: int, document: Document, rows: Iterable[Row]) -> "StoryPage | None":
        """None for what is no page, or has no story."""
        page = document.page
        if page is None or not page.blocks.texts:
            return None
        body = frozenset(weigh(page, builtin()).decision.body.nonzero()[0].tolist())
        return cls(number, page, {row.block: row for row in rows}, body) if body else None

    @cached_property
    def near(self) -> frozenset[str]:
        """The names of elements in the story or right beside it, where nothing around them says that they are not."""
        elements, around = self.page.elements, self._story
        away, found = list[bool](), set[str]()
        for element, parent in enumerate(elements.parents):
            away.append(elements.tags[element] in _AWAY or (element > 0 and away[parent]))
            first, last = elements.firsts[element], elements.lasts[element]
            inside = elements.firsts[around] <= first < last <= elements.lasts[around]
            beside = first < last and parent == elements.parents[around]
            if element != around and (inside or beside) and not away[element]:
                found.update(elements.classes[element].split())
        return frozenset(found)

    @property
    def _story(self) -> int:
        """The innermost element that holds all of the story."""
        elements, first, last = self.page.elements, min(self.body), max(self.body)
        held = zip(elements.firsts, elements.lasts, strict=True)
        return max(number for number, (start, end) in enumerate(held) if start <= first and last < end)

    def extents(self, selector: Css) -> frozenset[Extent]:
        """The blocks of what a selector selects."""
        found = map(self.page.extent, selector.find(self.page).values())
        return frozenset(extent for extent in found if extent)


@dataclass(frozen=True)
class _Hook:
    """A selector, the kind that its name tells, and what it selects on each page."""

    selector: str
    named: Kind | None
    pages: Sequence[StoryPage]
    extents: tuple[frozenset[Extent], ...]

    @cached_property
    def rows(self) -> list[list[Row]]:
        """The rows that it selects, of each page."""
        pages = zip(self.pages, self.extents, strict=True)
        return [[row for block, row in page.rows.items() if _within(block, extents)] for page, extents in pages]

    @cached_property
    def repeated(self) -> frozenset[str]:
        """What it holds on several pages."""
        holders: dict[str, set[int]] = defaultdict(set)
        for row in chain(*self.rows):
            holders[row.key].add(row.article)
        return frozenset(key for key, articles in holders.items() if len(articles) >= LEAST)

    @property
    def is_sound(self) -> bool:
        """Whether it is furniture, as far as its pages tell, and no story's."""
        return self.spares_stories and self.is_furniture and not self.may_be_story

    @property
    def spares_stories(self) -> bool:
        """Whether it selects no block of a story's but what several pages say."""
        pages = zip(self.pages, self.rows, strict=True)
        return all(row.key in self.repeated for page, rows in pages for row in rows if row.block in page.body)

    @property
    def is_furniture(self) -> bool:
        """Whether it holds the same on its pages, or links, or as many blocks of what its name says.

        A name that says nothing must be of one element, with a text or a heading that is the same.
        """
        held = [rows for rows in self.rows if rows]
        letters = sum(len(row.text) for row in chain(*held))
        same = sum(len(row.text) for row in chain(*held) if row.key in self.repeated) >= _MOST * letters
        if self.named is None:
            single = all(len(extents) <= 1 for extents in self.extents)
            return single and (same or (self.is_linked and all(rows[0].key in self.repeated for rows in held)))
        return same or self.is_linked or len({len(rows) for rows in held}) == 1

    @property
    def may_be_story(self) -> bool:
        """Whether few pages have it, and most of what it holds is likelier a story's than furniture."""
        held = [*chain(*self.rows)]
        few = sum(map(bool, self.rows)) < SURELY_MORE
        return few and sum(row.is_like_a_story for row in held) > _MOST * len(held)

    @property
    def is_linked(self) -> bool:
        """Whether most of its letters are a link's, apart from what repeats."""
        own = [(page, row) for page, rows in zip(self.pages, self.rows, strict=True) for row in rows]
        own = [(page, row) for page, row in own if row.key not in self.repeated]
        linked = sum(page.page.blocks.linked[row.block] for page, row in own)
        return bool(own) and linked >= _MOST * sum(len(row.text) for _, row in own)

    def holds(self, other: "_Hook") -> bool:
        """Whether all that another selects is inside what this one selects."""
        pages = zip(self.extents, other.extents, strict=True)
        return all(any(a <= c and d <= b for a, b in mine) for mine, theirs in pages for c, d in theirs)


def _within(block: int, extents: Iterable[Extent]) -> bool:
    return any(first <= block < last for first, last in extents)


def element_candidates(pages: Sequence[StoryPage], guesser: KindGuesser) -> Iterator[Candidate]:
    """Rules with a selector, for elements that stand on most pages; none of them touches a story on any."""
    for hook in _best([*_hooks(pages)]):
        rows = tuple(chain(*hook.rows))
        kind = hook.named or guesser.guess(rows, Kind.RELATED_LINKS if hook.is_linked else Kind.SITE_NOTE)
        if kind not in _NOT_FOR_RULES:
            yield Candidate(verb="css", texts=(hook.selector,), kind=kind, rows=rows)


def _hooks(pages: Sequence[StoryPage]) -> Iterator[_Hook]:
    least = max(LEAST, int(len(pages) * _MOST) + 1)
    names = sorted(set().union(*(page.near for page in pages)))
    for name in (name for name in names if sum(name in page.near for page in pages) >= least):
        named = named_kind(name)
        if not _NAME.fullmatch(name) or not (named or _WORDY.fullmatch(name)):
            continue
        for text in (f".{name}", f"#{name}"):
            hook = _hook(text, named, pages)
            if hook and sum(map(bool, hook.rows)) >= least and hook.is_sound:
                yield hook


def _hook(text: str, named: Kind | None, pages: Sequence[StoryPage]) -> _Hook | None:
    try:
        selector = compile_css(text)
    except SelectorError:  # a machine made the name
        return None
    return _Hook(text, named, pages, tuple(page.extents(selector) for page in pages))


def _best(hooks: Sequence[_Hook]) -> list[_Hook]:
    """Of hooks for the same elements the one that says most; of elements in each other the outer, if it is one."""
    by_extents: dict[object, list[_Hook]] = defaultdict(list)
    for hook in hooks:
        by_extents[hook.extents].append(hook)
    best = [max(same, key=lambda hook: (hook.named is not None, len(hook.selector))) for same in by_extents.values()]
    outer = [hook for hook in best if _is_one(hook, [o for o in best if o is not hook and hook.holds(o)])]
    return [hook for hook in outer if not any(other is not hook and other.holds(hook) for other in outer)]


def _is_one(hook: _Hook, inner: Sequence[_Hook]) -> bool:
    """Whether what is inside an element is of its own kind, as far as names tell."""
    return {other.named for other in inner if other.named} <= {hook.named}
