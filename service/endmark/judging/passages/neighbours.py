"""Sentences beside a copy that belong to it too: known ones out of place, and the expected one in other words."""

from rapidfuzz.distance import Indel

from endmark.judging import quoting
from endmark.judging.passages.index import Unit, first_word
from endmark.judging.passages.scene import Scene

_MOST_NEIGHBOURS = 6
_FEWEST_WORDS = 2
_SHORT_LINE = 45  # letters of whole lines of which less need be alike
_ALIKE = 0.75
_ALIKE_LINE = 0.6
_ALIKE_OPENING = 0.5  # where the first word is the same
_ALIKE_RUN = 0.8  # where no sign tells where the sentence ends
_SHORTEST_COMPARED = 12  # letters of a unit that need not be known to the letter
_LONGEST_COMPARED = 200  # letters: a comparison takes the square of them


def grow_left(scene: Scene, start: int, low: int, first: int, units: list[int]) -> tuple[int, list[int]]:
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


def grow_right(scene: Scene, end: int, high: int, last: int, units: list[int]) -> tuple[int, list[int]]:
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
    if not scene.letters.endswith(scene.index.text[unit.start : unit.end], 0, letter):
        return False
    start = letter - (unit.end - unit.start)
    return _stands_alone(scene, start, letter) and not _set_apart(scene, start, letter, letter)


def _begins_with(scene: Scene, letter: int, unit: Unit) -> bool:
    if not scene.letters.startswith(scene.index.text[unit.start : unit.end], letter):
        return False
    end = letter + unit.end - unit.start
    return _stands_alone(scene, letter, end) and not _set_apart(scene, letter, end, letter - 1)


def _set_apart(scene: Scene, start: int, end: int, other: int) -> bool:
    return quoting.is_set_apart(scene.sheet, scene.offset(start), scene.after(end), scene.offset(other))


def _stands_alone(scene: Scene, start: int, end: int) -> bool:
    """Whether sentences end at both sides of a known unit; words suffice for all but the shortest."""
    if scene.is_inside_sentence(start) or scene.is_inside_sentence(end):
        return False
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
    if unit.end - unit.start < _SHORTEST_COMPARED:
        return None
    inside = [p for p in places if 0 <= p <= len(scene) and p != letter and scene.breaks_glue(p)]
    likeness = {p: _likeness(scene, min(p, letter), max(p, letter), unit) for p in inside}
    best = max(inside, key=lambda p: likeness[p], default=None)
    return best if best is not None and likeness[best] >= _ALIKE_RUN else None


def _likeness(scene: Scene, start: int, end: int, unit: Unit) -> float:
    """The share of letters that a sentence and a unit have in common, in order; long ones are not compared."""
    if max(end - start, unit.end - unit.start) > _LONGEST_COMPARED:
        return 0.0  # the comparison takes the square of their length
    return Indel.normalized_similarity(scene.letters[start:end], scene.index.text[unit.start : unit.end])


def _is_edited(scene: Scene, start: int, end: int, unit: Unit) -> bool:
    """Whether a sentence is a unit in other words."""
    said, known = scene.said(start, end), scene.words(start, end)
    if not known:
        return False
    common = len(known & unit.words)
    if common >= _FEWEST_WORDS and common >= 0.5 * max(len(known), len(unit.words)):
        return True
    alike = _likeness(scene, start, end, unit)
    if alike >= _ALIKE:
        return True
    if start and end < len(scene):
        return False  # the story goes on: a short line of it may look like the next line of the passage
    whole = scene.breaks_line(start) and scene.breaks_line(end) and unit.opens_line and unit.closes_line
    short = max(end - start, unit.end - unit.start) <= _SHORT_LINE
    return (
        whole and short and (alike >= _ALIKE_LINE or (alike >= _ALIKE_OPENING and first_word(said) == unit.first_word))
    )
