"""News that quotes an appeal, or letters that open like one: nothing in them may be cut."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tests.passages.copies import Copy, seeded
from tests.passages.distorting import Join, Placement
from tests.passages.materials import Appeal, Story
from tests.passages.phrases import PHRASES, SALUTATIONS, Phrases
from tests.passages.wording import letters, sentences


@dataclass(frozen=True)
class Negative:
    """A text in which an engine may cut nothing."""

    appeal: str
    style: str
    story: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.appeal}/{self.style}/{self.story}"


MARKS = {
    "curly": ("“", "”"),
    "straight": ('"', '"'),
    "german": ("„", "“"),
    "guillemets": ("«", "»"),
    "french": ("«\u00a0", "\u00a0»"),
    "inward guillemets": ("»", "«"),
    "single": ("‘", "’"),
    "corner": ("「", "」"),
}
_CORNER_FOR_JAPANESE = {"ja": ("corner", "curly")}
_USUAL = ("curly", "straight", "german", "guillemets", "french", "inward guillemets", "single")


@dataclass(frozen=True)
class _Quotation:
    """One or two sentences in a row out of an appeal, to be quoted."""

    parts: tuple[str, ...]
    language: str
    outlet: str

    @property
    def bare(self) -> str:
        """The words as they go on inside another sentence."""
        text = "".join(self.parts).strip().rstrip(".!?。…")
        return text[:1].lower() + text[1:]

    def quoted(self, marks: tuple[str, str]) -> str:
        return _in_marks("".join(self.parts), marks)


def _in_marks(text: str, marks: tuple[str, str]) -> str:
    """In quotation marks; quotations inside get single ones, as editors do."""
    inner = text.strip().translate(dict.fromkeys(map(ord, '“”„«»"'), "'"))
    return f"{marks[0]}{inner}{marks[1]}"


_JOINS = {"newline": "\n", "blank line": "\n\n", "one line": " "}

Style = Callable[[_Quotation, tuple[str, str], Phrases, Random], list[str]]


def _before(q: _Quotation, marks: tuple[str, str], p: Phrases, rng: Random) -> list[str]:
    return [rng.choice(p.before).format(q=q.quoted(marks), n=q.outlet)]


def _after(q: _Quotation, marks: tuple[str, str], p: Phrases, rng: Random) -> list[str]:
    return [rng.choice(p.after).format(q=q.quoted(marks))]


def _own_paragraph(q: _Quotation, marks: tuple[str, str], p: Phrases, _: Random) -> list[str]:
    return [p.colon, q.quoted(marks)]


def _paragraph_without_colon(q: _Quotation, marks: tuple[str, str], _: Phrases, __: Random) -> list[str]:
    return [q.quoted(marks)]


def _split(q: _Quotation, marks: tuple[str, str], p: Phrases, _: Random) -> list[str]:
    """Two quoted halves with the attribution between them."""
    return [p.between.format(q=_in_marks(q.parts[0], marks), r=_in_marks(q.parts[-1], marks))]


def _open_paragraphs(q: _Quotation, marks: tuple[str, str], p: Phrases, _: Random) -> list[str]:
    """A quotation over two paragraphs: each opens it, only the last closes it."""
    first = _in_marks(q.parts[0], (marks[0], ""))
    return [p.before[0].format(q=first, n=q.outlet), _in_marks(q.parts[-1], marks)]


def _block(q: _Quotation, _: tuple[str, str], p: Phrases, rng: Random) -> list[str]:
    return [p.colon, *(f"{rng.choice(('> ', '>'))}{part.strip()}" for part in q.parts)]


def _indirect(q: _Quotation, _: tuple[str, str], p: Phrases, rng: Random) -> list[str]:
    return [rng.choice(p.indirect).format(s=q.bare)]


_MARKED: dict[str, Style] = {
    "before": _before,
    "after": _after,
    "own paragraph": _own_paragraph,
    "paragraph without colon": _paragraph_without_colon,
    "split": _split,
    "open paragraphs": _open_paragraphs,
}
_UNMARKED: dict[str, Style] = {"block": _block, "indirect": _indirect}
_OF_TWO_SENTENCES = (_split, _open_paragraphs)


def quotation(appeal: Appeal, rng: Random, sizes: tuple[int, ...]) -> _Quotation:
    """One or two sentences of one paragraph, long enough to be worth quoting."""
    found = []
    for line in appeal.lines:
        parts = sentences(line)
        found += [parts[i : i + n] for n in sizes for i in range(len(parts) - n + 1)]
    worth = [parts for parts in found if 30 <= letters("".join(parts)) <= 260]
    outlet = appeal.names[0][0] if appeal.names else "The paper"
    return _Quotation(tuple(rng.choice(worth)), appeal.language, outlet)


def negatives(
    appeals: Iterable[Appeal], stories_for: Callable[[str], Sequence[Story]], *, seed: int = 0
) -> Iterator[Negative]:
    """For each appeal: quotations of every style and place, its heading in prose, a letter, bodies."""
    for appeal in appeals:
        yield from _quoting(appeal, stories_for(appeal.language), seed)
        yield from _mentioning(appeal, stories_for(appeal.language), seed)
        yield _letter(appeal)
        for story, (join, sign) in itertools.product(stories_for(appeal.language), _JOINS.items()):
            yield Negative(appeal.name, f"body alone, {join}", story.name, sign.join(story.lines))


def _quoting(appeal: Appeal, stories: Sequence[Story], seed: int) -> Iterator[Negative]:
    marks = _CORNER_FOR_JAPANESE.get(appeal.language, _USUAL)
    styles = [(f"{s}, {m}", _MARKED[s], MARKS[m]) for s in _MARKED for m in marks]
    styles += [(s, style, ("", "")) for s, style in _UNMARKED.items()]
    for (name, style, pair), place in itertools.product(styles, ("middle", "tail", "one line")):
        rng = seeded(seed, appeal.name, name, place)
        quoted = quotation(appeal, rng, (2,) if style in _OF_TWO_SENTENCES else (1, 2))
        paragraphs = style(quoted, pair, PHRASES[appeal.language], rng)
        if style is _block and place == "one line":
            continue
        story = rng.choice(stories)
        yield Negative(appeal.name, f"{name}, {place}", story.name, _inserted(story, paragraphs, place, rng))


def _inserted(story: Story, paragraphs: list[str], place: str, rng: Random) -> str:
    at = len(story.lines) if place == "tail" else rng.randrange(1, len(story.lines))
    lines = [*story.lines[:at], *paragraphs, *story.lines[at:]]
    return (" " if place == "one line" else "\n").join(lines)


def _mentioning(appeal: Appeal, stories: Sequence[Story], seed: int) -> Iterator[Negative]:
    heading = appeal.lines[0].rstrip(":.").lstrip("… .")
    line = PHRASES[appeal.language].mention.format(s=heading)
    for place in ("middle", "tail", "one line"):
        rng = seeded(seed, appeal.name, "mention", place)
        story = rng.choice(stories)
        text = _inserted(story, [line], place, rng)
        yield Negative(appeal.name, f"heading in prose, {place}", story.name, text)


def _letter(appeal: Appeal) -> Negative:
    """A letter to readers that shares no more than its salutation with the appeal."""
    lines = (SALUTATIONS[appeal.language], *PHRASES[appeal.language].letter)
    return Negative(appeal.name, "letter", "letter", "\n".join(lines))


def quoted_above(
    appeals: Iterable[Appeal], stories_for: Callable[[str], Sequence[Story]], *, seed: int = 0
) -> Iterator[Copy]:
    """Stories that quote the appeal and have the real one under them: only that is to be cut."""
    for appeal in appeals:
        for negative in _quoting(appeal, stories_for(appeal.language), seed):
            if ", one line" in negative.name:
                continue
            before = negative.text + "\n"
            text = before + appeal.passage
            yield Copy(
                appeal.name,
                f"quoted above, {negative.style}",
                Placement.TAIL,
                Join.NEWLINE,
                negative.story,
                text,
                len(before),
                len(text),
            )
