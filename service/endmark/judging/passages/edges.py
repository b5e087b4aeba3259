"""Where a copy begins and ends, to the word: what an exact run overshoots, and what an edit hides from it."""

from dataclasses import dataclass

from endmark.folding import fold
from endmark.judging.passages.index import Unit
from endmark.judging.passages.neighbours import grow_left, grow_right
from endmark.judging.passages.regions import Region
from endmark.judging.passages.scene import Scene
from endmark.judging.passages.signs import left_signs, right_signs

_CHANCE = 8  # letters at a run's end that can be a coincidence
_CHANCE_LINE = 12  # letters that merely open the next line alike
_CHANCE_SENTENCE = 24  # letters with which a sentence of the story may begin alike
_CHANCE_WORD = 3  # letters of a word that only begins alike
_EDIT = 60  # longest edited rest of a sentence, in letters


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
    start, before = grow_left(scene, start, low, first, units)
    end, after = grow_right(scene, end, high, last, units)
    left = left_signs(scene, start, _lead(scene, region, start, [first, *before]))
    right = right_signs(scene, end, _tail(scene, region, end, [last, *after]))
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
    begins = scene.sentence_end(start + 1, _CHANCE_SENTENCE) if scene.is_inside_sentence(start) else None
    if begins is not None and begins < run.end:
        start, at = begins, at + begins - start  # the end of the body's last sentence
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
    inside = at == unit.end and scene.is_inside_sentence(end)
    begun = scene.sentence_start(end - 1, _CHANCE_SENTENCE) if inside else None
    if begun is not None and low < begun:
        return begun, max(0, number - 1)  # the beginning of the body's next sentence
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
    if low < end - begun and 2 * begun < unit.end - unit.start and _goes_on_otherwise(scene, end, begun):
        return end - begun, unit.start
    return end, at


def _goes_on_otherwise(scene: Scene, end: int, begun: int) -> bool:
    """Whether a sentence that begins like the passage's goes on in words of its own, and was not cut off here."""
    if scene.breaks_sentence(end):
        return False
    return begun < _CHANCE or (begun < _CHANCE_SENTENCE and scene.text[scene.offset(end)].islower())


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
