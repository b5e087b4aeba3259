"""Cut off at the start or at the end."""

from random import Random

from tests.passages.distorting import LINES, NOT_GLUED, Placement, Registry, Spoilt
from tests.passages.materials import Appeal
from tests.passages.wording import letters, sentences, word_starts, words

distortion = Registry({})


@distortion()
def first_line_missing(appeal: Appeal, _: Random) -> Spoilt:
    return Spoilt(list(appeal.lines[1:]))


@distortion()
def first_words_missing(appeal: Appeal, rng: Random) -> Spoilt:
    places = [(i, at) for i, line in enumerate(appeal.lines) for at in word_starts(line)]
    i, at = places[rng.randint(1, len(places) * 6 // 10)]
    return Spoilt([appeal.lines[i][at:], *appeal.lines[i + 1 :]])


@distortion()
def first_sentence_missing(appeal: Appeal, rng: Random) -> Spoilt | None:
    long = [i for i, line in enumerate(appeal.lines[:-1]) if len(sentences(line)) > 1]
    if not long:
        return None
    i = rng.choice(long[:2])
    return Spoilt(["".join(sentences(appeal.lines[i])[1:]), *appeal.lines[i + 1 :]])


def _until(appeal: Appeal, rng: Random, *, mid_word: bool = False) -> list[str]:
    """The first fifth to nine tenths of the words; with `mid_word` half of one more."""
    places = [(i, span) for i, line in enumerate(appeal.lines) for span in words(line)]
    last = rng.randint(len(places) // 5, len(places) * 9 // 10)
    i, (start, end) = places[last]
    if mid_word and end - start > 2:
        end = rng.randrange(start + 1, end)
    return [*appeal.lines[:i], appeal.lines[i][:end]]


def _ended(lines: list[str], ending: str) -> Spoilt:
    return Spoilt([*lines[:-1], lines[-1] + ending])


@distortion()
def end_after_sentence(appeal: Appeal, rng: Random) -> Spoilt:
    places = [(i, n) for i, line in enumerate(appeal.lines) for n in range(1, len(sentences(line)) + 1)]
    i, n = places[rng.randrange(len(places) // 4, len(places) - 1)]
    return Spoilt([*appeal.lines[:i], "".join(sentences(appeal.lines[i])[:n]).rstrip()])


@distortion(before_body=NOT_GLUED)
def end_after_word(appeal: Appeal, rng: Random) -> Spoilt:
    return Spoilt(_until(appeal, rng))


@distortion(before_body=LINES)
def end_mid_word(appeal: Appeal, rng: Random) -> Spoilt:
    return Spoilt(_until(appeal, rng, mid_word=True))


@distortion(before_body=NOT_GLUED)
def end_ellipsis(appeal: Appeal, rng: Random) -> Spoilt:
    return _ended(_until(appeal, rng), rng.choice(("…", "...", " …", " ...")))


@distortion(before_body=NOT_GLUED)
def end_mid_word_ellipsis(appeal: Appeal, rng: Random) -> Spoilt:
    return _ended(_until(appeal, rng, mid_word=True), rng.choice(("…", "...")))


@distortion(before_body=NOT_GLUED)
def end_bracketed_ellipsis(appeal: Appeal, rng: Random) -> Spoilt:
    return _ended(_until(appeal, rng), rng.choice((" [...]", " […]", " (...)", "[…]")))


@distortion(placements=frozenset({Placement.TAIL, Placement.MIDDLE}), before_body=LINES, evident=True)
def heading_and_salutation(appeal: Appeal, _: Random) -> Spoilt | None:
    lines = list(appeal.lines[:2])
    return Spoilt(lines) if 24 <= letters(lines[0] + lines[1]) <= 90 else None


@distortion()
def last_line_missing(appeal: Appeal, _: Random) -> Spoilt:
    return Spoilt(list(appeal.lines[:-1]))


@distortion()
def two_last_lines_missing(appeal: Appeal, _: Random) -> Spoilt | None:
    return Spoilt(list(appeal.lines[:-2])) if len(appeal.lines) > 4 else None
