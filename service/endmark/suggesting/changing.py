"""Lines that are the same but for a name, a date or a figure: as literals with variables."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from endmark.folding import fold, letters_of
from endmark.model import Position
from endmark.rules.regexes import compile_regex
from endmark.rules.variables import has_variables, mistake, to_regex
from endmark.suggesting.repeats import LEAST, SURELY_MORE, Repeats
from endmark.suggesting.rows import Row

_LONGEST = 160  # characters of a line in which something changes
_FIXED = 10  # letters that must not change
_LABEL = 4  # ... of a label with a colon
_NAME = 60  # characters that {name} holds
_ANY = 400
_ODDS = 0.5
_MOST_VARIANTS = 5
_WORDS = (3, 2, 1)  # at the beginning or end, by which lines are brought together
_YEAR = re.compile(r"(19|20)\d\d")
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}")
_NUMBER = re.compile(r"\d[\d.,']*")


@dataclass(frozen=True, slots=True)
class Changing:
    """A line's literal, and the rows that it is for."""

    literal: str
    rows: list[Row]


def variants(rows: Sequence[Row]) -> tuple[str, ...]:
    """The literals for copies of one line: as they are, or with a variable where their figures differ."""
    said: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if not has_variables(row.text):
            said[fold(row.text).text].append(row)
    texts = [copies[-1].text for copies in said.values()]
    if len(texts) > 1 and (literal := _joined([text.split() for text in texts])):
        return (literal,)
    # What one article alone says may be its headline, of which the same words without a figure stand in the menu.
    common = [copies[-1].text for copies in said.values() if len({row.article for row in copies}) >= LEAST]
    return tuple((common or texts)[:_MOST_VARIANTS])


def _joined(lines: Sequence[list[str]]) -> str | None:
    """One literal for lines of as many words that differ in figures only."""
    if len({len(words) for words in lines}) > 1:
        return None
    words = [_word(set(column)) for column in zip(*lines, strict=True)]
    literal = " ".join(word for word in words if word)
    return literal if all(words) and mistake(literal) is None else None


def _word(column: set[str]) -> str | None:
    """A word that all share, or the variable for figures that differ; None for words that differ."""
    if len({fold(word).text for word in column}) == 1:
        return min(column)
    for pattern, name in ((_YEAR, "{year}"), (_TIME, "{time}"), (_NUMBER, "{number}")):
        around = {pattern.sub(name, word, count=1) for word in column}
        if len(around) == 1 and name in (found := around.pop()):
            return found
    return None


def changing_lines(repeats: Repeats) -> Iterator[Changing]:
    """Lines of several articles that begin or end alike, look like furniture, and are like no paragraph of a story."""
    taken: set[tuple[int, int]] = set()
    for group in _groups(repeats):
        rows = [row for row in group if (row.article, row.block) not in taken]
        differ = len({row.key for row in rows}) > 1 and len({row.article for row in rows}) >= SURELY_MORE
        literal = _literal([row.text.split() for row in rows]) if differ else None
        if literal and _is_furniture(repeats, rows) and _is_apart(repeats, literal, rows):
            taken |= {(row.article, row.block) for row in rows}
            yield Changing(literal, rows)


def _groups(repeats: Repeats) -> list[list[Row]]:
    """Lines that share their first or last words, the most words first."""
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    lines = [r for rows in repeats.articles for r in rows if not repeats.repeats(r) and len(r.text) <= _LONGEST]
    lines = [row for row in lines if not repeats.is_fragment(row)]
    for row in lines:
        words = fold(row.text).text.split()
        for count in _WORDS:
            if len(words) > count:
                found["begins", *words[:count]].append(row)
                found["ends", *words[-count:]].append(row)
    return [rows for _, rows in sorted(found.items(), key=lambda item: -len(item[0]))]


def _literal(lines: Sequence[list[str]]) -> str | None:
    """The words that all begin and end with, and a variable between; None if these say too little."""
    first, last = _shared(lines), _shared([line[::-1] for line in lines])[::-1]
    most = min(map(len, lines)) - 1
    last = last[max(0, len(first) + len(last) - most) :]
    fixed = " ".join([*first, *last])
    letters = len(letters_of(fixed).text)
    is_label = first and first[-1].endswith(":") and letters >= _LABEL
    if has_variables(fixed) or not (is_label or letters >= _FIXED):
        return None
    longest = max(len(" ".join(line)) for line in lines) - len(fixed)
    variable = "{name}" if longest <= _NAME else "{any}"
    literal = " ".join([*first, variable, *last])
    return literal if longest <= _ANY and mistake(literal) is None else None


def _shared(lines: Sequence[list[str]]) -> list[str]:
    shared: list[str] = []
    for column in zip(*lines, strict=False):
        if len({fold(word).text for word in column}) > 1:
            break
        shared.append(column[0])
    return shared


def _is_furniture(repeats: Repeats, rows: Sequence[Row]) -> bool:
    named = sum(row.kind is not None for row in rows) * 2 > len(rows)
    ends = Position.INSET not in repeats.places(rows)
    odds = fmean(row.odds for row in rows)
    return named or (odds > _ODDS and (ends or odds > 2 * _ODDS) and not any(row.is_story for row in rows))


def _is_apart(repeats: Repeats, literal: str, rows: Sequence[Row]) -> bool:
    """Whether the literal is no line of the articles but those that it is for."""
    regex, own = compile_regex(to_regex(literal)), {(row.article, row.block) for row in rows}
    others = (r for a in repeats.articles for r in a if (r.article, r.block) not in own and r.odds < _ODDS)
    return not any(regex.fullmatch(fold(row.text).text) for row in others)
