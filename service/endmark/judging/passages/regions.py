"""From runs to regions: the pieces of one copy, with the small differences between them bridged."""

from dataclasses import dataclass
from itertools import pairwise

from endmark.judging import quoting
from endmark.judging.passages.alignment import Run
from endmark.judging.passages.scene import LINE_ENDS, Scene
from endmark.model import Kind

_STRONG = 24  # letters that are no chance; of chance runs between passages and bodies 2 in a million had 30
_STRONG_OPENING = 16  # enough where both a line of the document and a unit of the passage begin
_STRONG_UNIT = 8  # a whole sentence or line this short
_TINY_GAP = 24  # letters between runs in the passage's order that are always bridged
_MOVED_GAP = 3  # letters between runs in another order: between two copies the story goes on
_EDIT_GAP = 60  # letters between runs in the passage's order
_OVERRUN = 8  # letters that two runs may both have matched by chance
_PIECES = 2  # text on one line break at most: it shares its line with the copy
_SHARED_WORDS = 0.3  # of a rewritten gap
_INSERTED = 200  # letters inserted into a line of the copy
_FOREIGN_BLOCK, _FOREIGN_BLOCKS = 70, 2  # an "Advertisement" or two between the paragraphs


@dataclass(slots=True)
class Region:
    """Letters `start:end` of the document that seem to be a copy, in the runs that tell so."""

    start: int
    end: int
    runs: list[Run]
    kind: Kind


def regions(scene: Scene, runs: list[Run], kinds: list[Kind]) -> list[Region]:
    """The regions of a document, in order. `kinds[i]` is the kind that run `i` speaks for."""
    found: list[Region] = []
    for kind in dict.fromkeys(kinds):
        own = [run for run, its_kind in zip(runs, kinds, strict=True) if its_kind is kind]
        found += [r for chain in _chains(scene, _meant(scene, own)) if (r := _region(scene, chain, kind))]
    return sorted(found, key=lambda r: r.start)


def _meant(scene: Scene, runs: list[Run]) -> list[Run]:
    """The runs that are no chance: strong ones, and weak ones that go on with a neighbour in the passage's order."""
    pairs = [_goes_on(first, second) for first, second in pairwise(runs)]
    return [
        run
        for run, before, after in zip(runs, [False, *pairs], [*pairs, False], strict=True)
        if before or after or is_strong(scene, run)
    ]


def _chains(scene: Scene, runs: list[Run]) -> list[list[Run]]:
    chains: list[list[Run]] = []
    for run in runs:
        if chains and _bridged(scene, chains[-1][-1], run):
            chains[-1].append(run)
        else:
            chains.append([run])
    return chains


def _region(scene: Scene, chain: list[Run], kind: Kind) -> Region | None:
    """The region of a chain; None if no run of it is strong."""
    if not any(is_strong(scene, run) for run in chain):
        return None
    return Region(chain[0].start, chain[-1].end, chain, kind)


def is_strong(scene: Scene, run: Run) -> bool:
    """Whether a run is evidence by itself."""
    units, unit_of = scene.index.units, scene.index.unit_of
    unit = units[int(unit_of[run.at])]
    whole = any(
        run.at <= u.start and u.end <= run.at_end and u.end - u.start >= _STRONG_UNIT
        for u in units[int(unit_of[run.at]) : int(unit_of[run.at_end - 1]) + 1]
    )
    opening = len(run) >= _STRONG_OPENING and unit.start == run.at and scene.breaks_line(run.start)
    return len(run) >= _strong_length(scene) or whole or opening


def _strong_length(scene: Scene) -> int:
    return _STRONG * scene.index.size.length // 8


def _skipped(first: Run, second: Run) -> int | None:
    """The passage's letters between two runs in its order; None if they are not in order."""
    skipped = second.at - first.at_end
    return max(0, skipped) if skipped >= -_OVERRUN else None


def _goes_on(first: Run, second: Run) -> bool:
    """Whether a weak neighbour continues in the passage's order with a small difference."""
    gap, skipped = second.start - first.end, _skipped(first, second)
    return skipped is not None and gap <= _EDIT_GAP and abs(gap - skipped) <= _TINY_GAP


def _bridged(scene: Scene, first: Run, second: Run) -> bool:
    """Whether what stands between two runs belongs to the copy."""
    gap = second.start - first.end
    same = scene.index.variant_at(first.at) is scene.index.variant_at(second.at)
    skipped = _skipped(first, second) if same else None
    if skipped is None:
        return gap <= _MOVED_GAP and _may_move(scene, first, second)
    if gap <= _TINY_GAP or _is_edit(scene, first, second, skipped):
        return True
    return _is_foreign(scene, first.end, second.start)


def _may_move(scene: Scene, first: Run, second: Run) -> bool:
    """Whether two runs that do not follow the passage's order can be parts of one copy.

    Not if the first is a quotation of the passage, by its marks or because its sentence goes on in other words,
    under which the passage itself begins.
    """
    if first.end < second.start and not scene.breaks_clause(first.end):
        return False
    other = scene.word_at(second.start)
    words = (scene.word_at(first.start), scene.word_before(first.end))
    return not any(quoting.is_set_apart(scene.sheet, word, word + 1, other) for word in words)


def _is_edit(scene: Scene, first: Run, second: Run, skipped: int) -> bool:
    """Whether the passage's own words stood between two runs that follow its order."""
    gap = second.start - first.end
    if gap <= _EDIT_GAP and gap <= skipped + _TINY_GAP:
        return True
    if gap <= 1.5 * skipped + 30 and _share(scene, first, second) >= _SHARED_WORDS:
        return True
    inside = LINE_ENDS.split(scene.between(first.end, second.start))
    return gap <= _INSERTED and skipped <= _INSERTED and len(inside) <= _PIECES


def _share(scene: Scene, first: Run, second: Run) -> float:
    """The share of the gap's words that the passage's skipped units have."""
    units, unit_of = scene.index.units, scene.index.unit_of
    skipped = units[int(unit_of[first.at_end - 1]) : int(unit_of[second.at]) + 1]
    known = frozenset().union(*(u.words for u in skipped))
    said = scene.words(first.end, second.start)
    return len(said & known) / len(said) if said else 1.0


def _is_foreign(scene: Scene, start: int, end: int) -> bool:
    """Whether a gap is one or two short blocks of their own."""
    if end - start > _FOREIGN_BLOCK * _FOREIGN_BLOCKS or not (scene.breaks_line(start) and scene.breaks_line(end)):
        return False
    blocks = [b for b in LINE_ENDS.split(scene.between(start, end)) if any(map(str.isalnum, b))]
    return len(blocks) <= _FOREIGN_BLOCKS and all(len(b.strip()) <= _FOREIGN_BLOCK for b in blocks)
