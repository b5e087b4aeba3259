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
_LONGEST_COMPARED = 200
_ALIKE_LINE = 0.6
_ALIKE_OPENING = 0.5  # where the first word is the same
_ALIKE_RUN = 0.8
_ELLIPSIS = re.compile(r"\s?[\[(]?(?:…|\.\s?\.\s?\.)[\])]?")
_GLUED_ELLIPSIS = re.compile(r"[.!?…][\"'”’»)]*(?=…|\.\.\.)")
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


def edges(scene: Scene, region: Region, low: int, high: int) -> Edges:
    """The edges of a region; it may grow between letters `low` and `high`, where its neighbours end and begin."""
    units = _units_of(scene, region)
    start, first = _start(scene, region)
    end, last = _end(scene, region, start)
    start, before = _grow_left(scene, start, low, first, units)
    end, after = _grow_right(scene, end, high, last, units)
    left = _left_signs(scene, start, _lead(scene, region, start, [first, *before]))
    right = _right_signs(scene, end, _tail(scene, region, end, [last, *after]))
    return Edges(start, end, left, right, frozenset(before + after))


def _lead(scene: Scene, region: Region, start: int, units: list[int]) -> str:
    """The signs that the passage has before the first letter."""
    run, unit = region.runs[0], scene.index.units[units[-1]]
    at = run.at + start - run.start
    return scene.index.signs.get(at, "") if len(units) == 1 and unit.start < at else unit.lead


def _tail(scene: Scene, region: Region, end: int, units: list[int]) -> str:
    """The signs that the passage has behind the last letter."""
    run, unit = region.runs[-1], scene.index.units[units[-1]]
    at = run.at_end + end - run.end
    return scene.index.signs.get(at, "") if len(units) == 1 and at < unit.end else unit.tail


def _units_of(scene: Scene, region: Region) -> list[int]:
    """The units of the variants that the region's runs speak of."""
    variants = {scene.index.units[int(scene.index.unit_of[r.at])].variant for r in region.runs}
    return [i for v in sorted(variants) for i in range(scene.index.variants[v].first, scene.index.variants[v].last)]


def _start(scene: Scene, region: Region) -> tuple[int, int]:
    """The first letter, and the unit it stands in."""
    run, index = region.runs[0], scene.index
    start, at = run.start, run.at
    while at != index.units[int(index.unit_of[at])].start and start < run.end - 1 and not scene.breaks_glue(start):
        start, at = start + 1, at + 1  # the end of the body's last word
    number = int(index.unit_of[at])
    unit = index.units[number]
    if unit.start < at and unit.end - at < _CHANCE and unit.end < run.at_end and not scene.breaks_sentence(start):
        start, at, number = start + unit.end - at, unit.end, number + 1
        unit = index.units[number]
    missing = at - unit.start
    edited = scene.sentence_start(start, min(_EDIT, int(1.5 * missing) + 10)) if missing else start
    if edited is not None and _is_rest(scene, (edited, start), missing, min(unit.end, run.at_end) - at, unit):
        return edited, number
    return start, number


def _end(scene: Scene, region: Region, start: int) -> tuple[int, int]:
    """The letter behind the last one, and the unit the last one stands in."""
    run, index = region.runs[-1], scene.index
    end, at = run.end, run.at_end
    number = int(index.unit_of[at - 1])
    unit = index.units[number]
    low = max(start, run.start)
    line = scene.line_start(end - 1, _CHANCE_LINE)
    if line is not None and low < line and at - (end - line) not in index.word_starts:
        end, at = line, at - (end - line)  # the line ends inside a word of the passage: it was cut off there
    if at < unit.end and not scene.breaks_line(end):
        end, at = _without_chance(scene, unit, low, end, at)
        if at <= unit.start and number:
            number -= 1
            unit = index.units[number]
    missing = unit.end - at
    edited = scene.sentence_end(end, min(_EDIT, int(1.5 * missing) + 10)) if missing > 0 else end
    if edited is not None and _is_rest(scene, (end, edited), missing, at - max(unit.start, run.at), unit):
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


def _is_rest(scene: Scene, rest: tuple[int, int], missing: int, known: int, unit: Unit) -> bool:
    """Whether letters that stand for `missing` ones of a unit are the edited rest of its sentence.

    They are if there are none, if most of the unit is known and they are about as many, or if they share its words.
    """
    length = rest[1] - rest[0]
    if not length or (2 * known > unit.end - unit.start and length <= 1.5 * missing + 6):
        return True
    said = scene.words(*rest)
    return bool(said) and len(said & unit.words) >= 0.34 * len(said)


def _grow_left(scene: Scene, start: int, low: int, first: int, units: list[int]) -> tuple[int, list[int]]:
    """Take known units before the start, in whatever order, and the expected one if it was edited."""
    grown: list[int] = []
    begin: int | None
    for _ in range(_MOST_NEIGHBOURS):
        found = next((i for i in units if _ends_with(scene, start, scene.index.units[i])), None)
        if found is not None:
            begin = start - (scene.index.units[found].end - scene.index.units[found].start)
        else:
            found = first - 1 if first - 1 in units else None
            begin = _edited_before(scene, start, scene.index.units[found]) if found is not None else None
        if begin is None or found is None or begin < low:
            break
        start = begin
        grown.append(found)
        first = found
    return start, grown


def _grow_right(scene: Scene, end: int, high: int, last: int, units: list[int]) -> tuple[int, list[int]]:
    """Take known units behind the end, in whatever order, and the expected one if it was edited."""
    grown: list[int] = []
    stop: int | None
    for _ in range(_MOST_NEIGHBOURS):
        found = next((i for i in units if _begins_with(scene, end, scene.index.units[i])), None)
        if found is not None:
            stop = end + scene.index.units[found].end - scene.index.units[found].start
        else:
            found = last + 1 if last + 1 in units else None
            stop = _edited_after(scene, end, scene.index.units[found]) if found is not None else None
        if stop is None or found is None or stop > high:
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
    """The share of letters that a sentence and a unit have in common, in order; long ones are not compared."""
    if max(end - start, unit.end - unit.start) > _LONGEST_COMPARED:
        return 0.0  # the comparison takes the square of their length
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
    return (
        whole and short and (alike >= _ALIKE_LINE or (alike >= _ALIKE_OPENING and first_word(said) == unit.first_word))
    )


def _left_signs(scene: Scene, start: int, lead: str) -> int:
    """Take the signs and numbers before the first letter that the passage has too."""
    gap = scene.gap(start)
    loose = _loose(gap, lead) if start else 0
    taken = len(gap)
    for i in range(len(gap) - 1, max(loose, len(gap) - _LONGEST_SIGNS) - 1, -1):
        if not gap[i].isspace() and lead.endswith(signs(gap[i:])):
            taken = i
    return scene.offset(start) - len(gap) + taken


def _loose(gap: str, lead: str) -> int:
    """Where the signs begin that can be the passage's: what touches the word before is that word's own.

    Glued to it, an ellipsis that opens the passage follows the full stop that closes the body.
    """
    glued = _GLUED_ELLIPSIS.match(gap) if lead.startswith(".") else None
    return glued.end() if glued else len(gap) - len(gap.lstrip("".join(_CLOSING)))


def _right_signs(scene: Scene, end: int, tail: str) -> int:
    """Take the closing signs behind the last letter, and the signs and numbers that the passage has too."""
    gap = scene.gap(end)
    if end == len(scene) and not any(map(str.isdigit, gap)):
        return len(scene.text.rstrip())
    cut_off = _ELLIPSIS.match(gap)
    taken = cut_off.end() if cut_off else len(gap) - len(gap.lstrip("".join(_CLOSING)))
    if taken == len(gap) and end < len(scene) and gap[-1:] in _QUOTES:
        taken -= 1  # a mark that touches the next word opens it
    for i in range(taken + 1, min(len(gap), _LONGEST_SIGNS) + 1):
        if not gap[i - 1].isspace() and tail.startswith(signs(gap[:i])):
            taken = i
    cut_off = _ELLIPSIS.match(gap, taken)
    return scene.after(end) + (cut_off.end() if cut_off else taken)
