"""What to cut, as verbs of the rule format: passages, headings, lines, lines in which something changes, suffixes."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from endmark.folding import fold
from endmark.model import Kind, Position
from endmark.suggesting.changing import changing_lines, variants
from endmark.suggesting.kinds import KindGuesser
from endmark.suggesting.repeats import LEAST, Repeats
from endmark.suggesting.rows import Row, key_of

_PASSAGE = 100  # letters
_PASSAGE_LINE = 18  # letters on average, under which lines in a row are a menu rather than a text
_SENTENCE = 40  # letters
_LONE_SENTENCES = 3
_AROUND = 2  # short lines above and below a text that are its own
_HEADING = 60  # characters
_LINK = 140  # characters
_LINKS = 2  # under a heading, at least
_AMBIGUOUS = 12  # letters up to which a line is cut only with nothing but furniture beyond it
_BRACKETED = re.compile(r"\([^()]{2,60}\)$")
_MARK = re.compile(r"(?<=[.!?…][\"”» ])\s*(\S{1,20}(?: \S{1,20}){0,2})$|(?<=[.!?…]) (\S{1,20}(?: \S{1,20}){0,2})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A rule in the making: its verb and what it says, the rows that it is for, and where these stand."""

    verb: str
    texts: tuple[str, ...]
    kind: Kind
    rows: tuple[Row, ...]
    where: Position | None = None

    @property
    def articles(self) -> frozenset[int]:
        """The articles in which it occurs."""
        return frozenset(row.article for row in self.rows)


def candidates(repeats: Repeats, guesser: KindGuesser) -> Iterator[Candidate]:
    """What to cut from articles of one site, in the order in which it first stands in them, longest verbs first."""
    single: list[str] = []
    for chain in repeats.chains:
        for part, is_passage in _parts(repeats, chain):
            if is_passage:
                yield _passage(repeats, part, guesser)
            else:
                single += part
    for key in single:
        yield from _line(repeats, key, guesser)
    for changing in changing_lines(repeats):
        kind = guesser.guess(changing.rows, Kind.SITE_NOTE)
        yield Candidate(verb="line", texts=(changing.literal,), kind=kind, rows=tuple(changing.rows))
    yield from _suffixes(repeats)


def _parts(repeats: Repeats, chain: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """A chain's passages, and what stands before and behind them."""
    firsts = [repeats.rows[key][0] for key in chain]
    texts = [i for i, row in enumerate(firsts) if len(row.key) >= _SENTENCE and row.is_sentence]
    if not texts:
        yield list(chain), False
        return
    low, high = _widened(repeats, firsts, texts[0], texts[-1] + 1)
    letters = sum(len(key) for key in chain[low:high])
    is_text = high - low > 1 or _sentences(firsts[low].text) >= _LONE_SENTENCES
    is_passage = is_text and letters >= max(_PASSAGE, _PASSAGE_LINE * (high - low))
    yield list(chain[:low]), False
    yield list(chain[low:high]), is_passage
    yield list(chain[high:]), False


def _widened(repeats: Repeats, firsts: Sequence[Row], low: int, high: int) -> tuple[int, int]:
    """Take in a heading and a salutation above a text, and what closes it: a button and a dismiss line."""
    for _ in range(_AROUND):
        if low and len(firsts[low - 1].text) <= _HEADING:
            low -= 1
        if high < len(firsts) and firsts[high].kind is None and not _links(repeats, firsts[high]):
            high += 1
    return low, high


def _sentences(text: str) -> int:
    return len(re.findall(r"[.!?…。！？](?=\s|$)", text))


def _passage(repeats: Repeats, chain: Sequence[str], guesser: KindGuesser) -> Candidate:
    rows = tuple(row for key in chain for row in repeats.rows[key])
    text = "\n".join(_best(repeats.rows[key]) for key in chain)
    kind = guesser.guess(rows, Kind.SITE_NOTE)
    return Candidate(verb="passage", texts=(text,), kind=kind, rows=rows)


def _best(rows: Sequence[Row]) -> str:
    """The wording that most copies have."""
    return Counter(row.text for row in rows).most_common(1)[0][0]


def _line(repeats: Repeats, key: str, guesser: KindGuesser) -> Iterator[Candidate]:
    rows = tuple(repeats.rows[key])
    linked = [_links(repeats, row) for row in rows]
    places = repeats.places(rows)
    lists = {row.article for row, links in zip(rows, linked, strict=True) if links}
    listed = len(lists) >= LEAST and sum(map(bool, linked)) >= len(rows) / 2 and len(rows[0].text) <= _HEADING
    if listed and places == {Position.TAIL}:  # elsewhere the next headline, or a byline, may look like one more link
        kind = guesser.guess(rows, Kind.RELATED_LINKS)
        under = tuple(row for links in linked for row in links)
        yield Candidate(verb="heading", texts=variants(rows), kind=kind, rows=(*rows, *under))
        return
    otherwise = Kind.NAVIGATION if places == {Position.HEAD} else Kind.SITE_NOTE
    kind = guesser.guess(rows, otherwise)
    yield from _as_line(repeats, rows, kind)


def _as_line(repeats: Repeats, rows: tuple[Row, ...], kind: Kind) -> Iterator[Candidate]:
    """A line by itself; a short one that any story may have only where nothing but furniture is beyond it."""
    if len(rows[0].key) > _AMBIGUOUS or any(row.kind for row in rows):
        yield Candidate(verb="line", texts=variants(rows), kind=kind, rows=rows)
        return
    places = repeats.places(rows)
    for place in sorted(places - {Position.INSET}):
        here = tuple(row for row in rows if repeats.place(row) is place)
        yield Candidate(verb="line", texts=variants(here), kind=kind, rows=here, where=place)


def split(repeats: Repeats, candidate: Candidate) -> Iterator[Candidate]:
    """The lines of a passage, or a list's heading, each as a candidate of its own."""
    said = {key_of(line) for text in candidate.texts for line in text.splitlines()}
    for key in dict.fromkeys(row.key for row in candidate.rows):
        rows = tuple(row for row in candidate.rows if row.key == key)
        if any(key_of(row.text) in said for row in rows):
            yield from _as_line(repeats, rows, candidate.kind)


def _links(repeats: Repeats, heading: Row) -> list[Row]:
    """The changing short lines under a heading, if there are enough."""
    found: list[Row] = []
    if heading.is_sentence or repeats.place(heading) is Position.HEAD:
        return found
    for row in repeats.behind(heading):
        if repeats.repeats(row) or row.is_sentence or len(row.text) > _LINK:
            break
        found.append(row)
    enough = len(found) >= _LINKS and fmean(row.odds for row in found) > 0
    return found if enough else []


def _suffixes(repeats: Repeats) -> Iterator[Candidate]:
    """What closes the last paragraph of several stories."""
    found: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for rows in repeats.articles:
        own = [row for row in rows if not repeats.repeats(row) and len(row.key) >= _SENTENCE]
        ending = _ending(own[-1].text) if own else None
        if ending:
            found[fold(ending).text].append((ending, own[-1]))
    for said in found.values():
        if len({row.article for _, row in said}) >= LEAST:
            text = said[0][0]
            kind = Kind.AGENCY_CREDIT if text.startswith("(") else Kind.END_MARK
            yield Candidate(verb="suffix", texts=(text,), kind=kind, rows=tuple(row for _, row in said))


def _ending(text: str) -> str | None:
    if bracketed := _BRACKETED.search(text):
        return bracketed[0]
    mark = _MARK.search(text)
    return (mark[1] or mark[2]) if mark and (mark[1] or mark[2])[-1].isalnum() else None
