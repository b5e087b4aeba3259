"""Where a copy begins and ends, to the word: what an exact run overshoots, and what an edit hides from it."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from endmark.folding import fold
from endmark.judging import quoting
from endmark.judging.passages.index import Unit, first_word, signs
from endmark.judging.passages.regions import Region
from endmark.judging.passages.scene import Scene

_CHANCE = 8  # letters at a run's end that can be a coincidence
_CHANCE_LINE = 12  # letters that merely open the next line alike
_CHANCE_WORD = 3  # letters of a word that only begins alike
_EDIT = 60  # longest edited rest of a sentence, in letters
_SHORT_LINE = 45  # whole lines up to here need only their first word in common
_MOST_NEIGHBOURS = 6
_ALIKE = 0.75
_ALIKE_LINE = 0.6
_ALIKE_RUN = 0.8
_ELLIPSIS = re.compile(r"\s?[\[(]?(?:…|\.\s?\.\s?\.)[\])]?")
_NUMBER_BEFORE = re.compile(r"[$€£¥]?\s?\d[\d.,]*\s*[%°$€£¥]?\s*\Z")
_NUMBER_AFTER = re.compile(rf"\s*[$€£¥]?\s?\d[\d.,]*(?:{_ELLIPSIS.pattern})?")
_LONGEST_SIGNS = 60  # signs and numbers that are compared at an edge
_QUOTES = frozenset("\"'”’»“")
_CLOSING = frozenset(".!?…,;:\"'”’»)]。！？")


@dataclass(frozen=True, slots=True)
class Edges:
    """Letters `start:end` of a copy, its span `left:right` in the text, and the units found beside the runs."""

    start: int
    end: int
    left: int
    right: int
    units: frozenset[int]


def edges(scene: Scene, region: Region) -> Edges:
    """The edges of a region."""
    units = _units_of(scene, region)
    start, first = _start(scene, region)
    end, last = _end(scene, region, start)
    start, before = _grow_left(scene, start, first, units)
    end, after = _grow_right(scene, end, last, units)
    all_units = scene.index.units
    left = _left_signs(scene, start, all_units[before[-1] if before else first])
    right = _right_signs(scene, end, all_units[after[-1] if after else last])
    at, at_end = region.runs[0].at + start - region.runs[0].start, region.runs[-1].at_end + end - region.runs[-1].end
    if all_units[first].start < at <= all_units[first].end and at in scene.index.after_numbers:
        left = _left_number(scene, start, left)
    if all_units[last].start <= at_end < all_units[last].end and at_end in scene.index.after_numbers:
        right = _right_number(scene, end, right)
    return Edges(start, end, left, right, frozenset(before + after))


def _units_of(scene: Scene, region: Region) -> list[int]:
    """The units of the variants that the region's runs speak of."""
    variants = {scene.index.units[int(scene.index.unit_of[r.at])].variant for r in region.runs}
    return [i for v in sorted(variants) for i in range(scene.index.variants[v].first, scene.index.variants[v].last)]


def _start(scene: Scene, region: Region) -> tuple[int, int]:
    """The first letter, and the unit it stands in."""
    run, index = region.runs[0], scene.index
    start, at = run.start, run.at
    number = int(index.unit_of[at])
    unit = index.units[number]
    if unit.start < at and unit.end - at < _CHANCE and unit.end < run.at_end and not scene.breaks_sentence(start):
        start, at, number = start + unit.end - at, unit.end, number + 1
        unit = index.units[number]
    missing = at - unit.start
    edited = scene.sentence_start(start, min(_EDIT, int(1.5 * missing) + 10)) if missing else start
    known = min(unit.end, run.at_end) - at
    if edited is not None and (edited == start or _mostly(known, unit) or _alike(scene, edited, start, unit)):
        return edited, number
    while start < run.end and not scene.breaks_word(start):
        start += 1
    return start, number


def _end(scene: Scene, region: Region, start: int) -> tuple[int, int]:
    """The letter behind the last one, and the unit the last one stands in."""
    run, index = region.runs[-1], scene.index
    end, at = run.end, run.at_end
    number = int(index.unit_of[at - 1])
    unit = index.units[number]
    low = max(start, run.start)
    if at < unit.end and not scene.breaks_line(end):
        end, at = _without_chance(scene, unit, low, end, at)
        if at <= unit.start and number:
            number -= 1
            unit = index.units[number]
    missing = unit.end - at
    edited = scene.sentence_end(end, min(_EDIT, int(1.5 * missing) + 10)) if missing > 0 else end
    known = at - max(unit.start, run.at)
    if edited is not None and (edited == end or _mostly(known, unit) or _alike(scene, end, edited, unit)):
        return edited, number
    while end > low and not (scene.breaks_word(end) and _is_word_end(scene, end, at)):
        end, at = end - 1, at - 1
    return end, number


def _without_chance(scene: Scene, unit: Unit, low: int, end: int, at: int) -> tuple[int, int]:
    """Give up the few letters of a new line or sentence that begin alike by chance."""
    line = scene.line_start(end - 1, _CHANCE_LINE)
    if line is not None and low < line < end:
        return line, at - (end - line)
    begun = at - unit.start
    if begun < _CHANCE and low < end - begun and not scene.breaks_word(end):
        return end - begun, unit.start
    return end, at


def _is_word_end(scene: Scene, end: int, at: int) -> bool:
    """Whether the passage's word ends here too; a longer piece of it may be cut off at a line end or ellipsis."""
    if at in scene.index.word_starts or scene.breaks_line(end) or "." in fold(scene.gap(end)).text:
        return True
    begun = next((i for i in range(1, _CHANCE_WORD + 1) if at - i in scene.index.word_starts), None)
    return begun is None


def _mostly(known: int, unit: Unit) -> bool:
    """Whether most of a unit's letters are there, so that what is left of its sentence is the rest of it."""
    return 2 * known > unit.end - unit.start


def _alike(scene: Scene, start: int, end: int, unit: Unit) -> bool:
    """Whether a piece of the document has a third of its words from a unit."""
    said = scene.words(start, end)
    return bool(said) and len(said & unit.words) >= 0.34 * len(said)


def _grow_left(scene: Scene, start: int, first: int, units: list[int]) -> tuple[int, list[int]]:
    """Take known units before the start, in whatever order, and the expected one if it was edited."""
    grown: list[int] = []
    for _ in range(_MOST_NEIGHBOURS):
        found = next((i for i in units if _ends_with(scene, start, scene.index.units[i])), None)
        if found is not None:
            start -= scene.index.units[found].end - scene.index.units[found].start
        else:
            found = first - 1 if first - 1 in units else None
            begin = _edited_before(scene, start, scene.index.units[found]) if found is not None else None
            if begin is None or found is None:
                break
            start = begin
        grown.append(found)
        first = found
    return start, grown


def _grow_right(scene: Scene, end: int, last: int, units: list[int]) -> tuple[int, list[int]]:
    """Take known units behind the end, in whatever order, and the expected one if it was edited."""
    grown: list[int] = []
    for _ in range(_MOST_NEIGHBOURS):
        found = next((i for i in units if _begins_with(scene, end, scene.index.units[i])), None)
        if found is not None:
            end += scene.index.units[found].end - scene.index.units[found].start
        else:
            found = last + 1 if last + 1 in units else None
            stop = _edited_after(scene, end, scene.index.units[found]) if found is not None else None
            if stop is None or found is None:
                break
            end = stop
        grown.append(found)
        last = found
    return end, grown


def _ends_with(scene: Scene, letter: int, unit: Unit) -> bool:
    size = unit.end - unit.start
    known = scene.index.codes[unit.start : unit.end]
    if size > letter or not (scene.codes[letter - size : letter] == known).all():
        return False
    return _stands_alone(scene, letter - size, letter) and not _set_apart(scene, letter - size, letter, letter)


def _begins_with(scene: Scene, letter: int, unit: Unit) -> bool:
    size = unit.end - unit.start
    known = scene.index.codes[unit.start : unit.end]
    if letter + size > len(scene) or not (scene.codes[letter : letter + size] == known).all():
        return False
    return _stands_alone(scene, letter, letter + size) and not _set_apart(scene, letter, letter + size, letter - 1)


def _set_apart(scene: Scene, start: int, end: int, other: int) -> bool:
    return quoting.is_set_apart(scene.sheet, scene.offset(start), scene.after(end), scene.offset(other))


def _stands_alone(scene: Scene, start: int, end: int) -> bool:
    """Whether sentences end at both sides of a known unit; words suffice for all but the shortest."""
    breaks = scene.breaks_word if end - start >= scene.index.size.length else scene.breaks_sentence
    return breaks(start) and breaks(end)


def _edited_before(scene: Scene, letter: int, unit: Unit) -> int | None:
    reach = 2 * (unit.end - unit.start) + 20
    start = scene.sentence_start(letter - 1, reach) if letter and scene.breaks_clause(letter) else None
    if start is not None and _is_edited(scene, start, letter, unit):
        return start
    return _nearest(scene, unit, letter, range(letter - _longest(unit), letter - _shortest(unit) + 1))


def _edited_after(scene: Scene, letter: int, unit: Unit) -> int | None:
    reach = 2 * (unit.end - unit.start) + 20
    end = scene.sentence_end(letter + 1, reach) if letter < len(scene) and scene.breaks_clause(letter) else None
    if end is not None and _is_edited(scene, letter, end, unit):
        return end
    return _nearest(scene, unit, letter, range(letter + _shortest(unit), letter + _longest(unit) + 1))


def _shortest(unit: Unit) -> int:
    return int(0.8 * (unit.end - unit.start)) - 1


def _longest(unit: Unit) -> int:
    return int(1.2 * (unit.end - unit.start)) + 1


def _nearest(scene: Scene, unit: Unit, letter: int, places: range) -> int | None:
    """The word edge up to which the letters are most like a unit's, where no sign tells where it ends."""
    inside = [p for p in places if 0 <= p <= len(scene) and p != letter and scene.breaks_glue(p)]
    likeness = {p: _likeness(scene, min(p, letter), max(p, letter), unit) for p in inside}
    best = max(inside, key=lambda p: likeness[p], default=None)
    return best if best is not None and likeness[best] >= _ALIKE_RUN else None


def _likeness(scene: Scene, start: int, end: int, unit: Unit) -> float:
    ours, theirs = scene.codes[start:end].tolist(), scene.index.codes[unit.start : unit.end].tolist()
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def _is_edited(scene: Scene, start: int, end: int, unit: Unit) -> bool:
    """Whether a sentence is a unit in other words."""
    said, known = scene.said(start, end), scene.words(start, end)
    if not known:
        return False
    if len(known & unit.words) >= 0.5 * max(len(known), len(unit.words)):
        return True
    alike = _likeness(scene, start, end, unit)
    if alike >= _ALIKE:
        return True
    whole = scene.breaks_line(start) and scene.breaks_line(end) and unit.opens_line and unit.closes_line
    short = max(end - start, unit.end - unit.start) <= _SHORT_LINE
    return whole and short and (alike >= _ALIKE_LINE or first_word(said) == unit.first_word)


def _left_number(scene: Scene, start: int, left: int) -> int:
    """Take the number that the first word goes with."""
    found = _NUMBER_BEFORE.search(scene.text, scene.after(start), left)
    return found.start() if found else left


def _right_number(scene: Scene, end: int, right: int) -> int:
    """Take the number that goes with the last word, and what closes it."""
    found = _NUMBER_AFTER.match(scene.text, right, scene.offset(end))
    return found.end() if found else right


def _left_signs(scene: Scene, start: int, unit: Unit) -> int:
    """Take the signs and numbers before the first letter that the passage has too."""
    gap = scene.gap(start)
    loose = len(gap) - len(gap.lstrip("".join(_CLOSING))) if start else 0  # what touches the word before is its own
    taken = len(gap)
    for i in range(len(gap) - 1, max(loose, len(gap) - _LONGEST_SIGNS) - 1, -1):
        if not gap[i].isspace() and unit.lead.endswith(signs(gap[i:])):
            taken = i
    return scene.offset(start) - len(gap) + taken


def _right_signs(scene: Scene, end: int, unit: Unit) -> int:
    """Take the closing signs behind the last letter, and the signs and numbers that the passage has too."""
    gap = scene.gap(end)
    cut_off = _ELLIPSIS.match(gap)
    taken = cut_off.end() if cut_off else len(gap) - len(gap.lstrip("".join(_CLOSING)))
    if taken == len(gap) and end < len(scene) and gap[-1:] in _QUOTES:
        taken -= 1  # a mark that touches the next word opens it
    for i in range(taken + 1, min(len(gap), _LONGEST_SIGNS) + 1):
        if not gap[i - 1].isspace() and unit.tail.startswith(signs(gap[:i])):
            taken = i
    return scene.after(end) + taken
