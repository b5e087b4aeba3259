"""Other than it was pasted: sentences missing, moved, edited, inserted, misspelt."""

from random import Random

from tests.passages.distorting import Registry, Spoilt, each_line
from tests.passages.materials import Appeal
from tests.passages.wording import sentences, vocabulary, words

distortion = Registry({})


@distortion()
def paragraph_missing(appeal: Appeal, rng: Random) -> Spoilt:
    gone = rng.randrange(1, len(appeal.lines) - 1)
    return Spoilt([*appeal.lines[:gone], *appeal.lines[gone + 1 :]])


@distortion()
def two_paragraphs_missing(appeal: Appeal, rng: Random) -> Spoilt | None:
    if len(appeal.lines) < 5:
        return None
    gone = set(rng.sample(range(1, len(appeal.lines) - 1), 2))
    return Spoilt([line for i, line in enumerate(appeal.lines) if i not in gone])


@distortion()
def sentence_missing(appeal: Appeal, rng: Random) -> Spoilt | None:
    long = [i for i, line in enumerate(appeal.lines) if len(sentences(line)) > 1]
    if not long:
        return None
    i = rng.choice(long)
    parts = sentences(appeal.lines[i])
    del parts[rng.randrange(len(parts))]
    return Spoilt([*appeal.lines[:i], "".join(parts).rstrip(), *appeal.lines[i + 1 :]])


@distortion()
def paragraphs_swapped(appeal: Appeal, rng: Random) -> Spoilt:
    lines = list(appeal.lines)
    a, b = rng.sample(range(len(lines)), 2)
    lines[a], lines[b] = lines[b], lines[a]
    return Spoilt(lines)


@distortion()
def paragraph_repeated(appeal: Appeal, rng: Random) -> Spoilt:
    again = rng.randrange(len(appeal.lines))
    return Spoilt([*appeal.lines[: again + 1], *appeal.lines[again:]])


@distortion()
def twice(appeal: Appeal, _: Random) -> Spoilt:
    return Spoilt([*appeal.lines, *appeal.lines])


def _reworded(sentence: str, language: str, rng: Random, share: float) -> str:
    """A sentence with a share of its words replaced; short ones stay."""
    spans = words(sentence)
    if len(spans) < 5:
        return sentence
    for start, end in sorted(rng.sample(spans, max(1, int(len(spans) * share))), reverse=True):
        sentence = sentence[:start] + rng.choice(vocabulary(language).words) + sentence[end:]
    return sentence


@distortion()
def word_per_sentence_replaced(appeal: Appeal, rng: Random) -> Spoilt:
    def change(line: str) -> str:
        return "".join(_reworded(part, appeal.language, rng, 0) for part in sentences(line))

    return each_line(appeal, change)


def _inner(appeal: Appeal) -> list[tuple[int, int]]:
    """Every sentence but the first and the last, as (line, sentence)."""
    return [(i, n) for i, line in enumerate(appeal.lines) for n in range(len(sentences(line)))][1:-1]


@distortion()
def sentence_reworded(appeal: Appeal, rng: Random) -> Spoilt:
    i, n = rng.choice(_inner(appeal))
    parts = sentences(appeal.lines[i])
    parts[n] = _reworded(parts[n], appeal.language, rng, 0.4)
    return Spoilt([*appeal.lines[:i], "".join(parts), *appeal.lines[i + 1 :]])


@distortion()
def sentence_inserted(appeal: Appeal, rng: Random) -> Spoilt:
    i, n = rng.choice(_inner(appeal))
    parts = sentences(appeal.lines[i])
    gap = "" if appeal.language == "ja" else " "
    parts.insert(n, rng.choice(vocabulary(appeal.language).sentences) + gap)
    return Spoilt([*appeal.lines[:i], "".join(parts), *appeal.lines[i + 1 :]])


@distortion()
def foreign_block(appeal: Appeal, rng: Random) -> Spoilt:
    at = rng.randrange(1, len(appeal.lines))
    block = rng.choice(vocabulary(appeal.language).foreign)
    return Spoilt([*appeal.lines[:at], block, *appeal.lines[at:]])


def _noisy(line: str, rng: Random, rate: float) -> str:
    out: list[str] = []
    for c in line:
        if not c.isalpha() or rng.random() >= rate:
            out.append(c)
        else:
            out.append(rng.choice(("", c + c, rng.choice(line), c.swapcase())))
    return "".join(out)


@distortion()
def noise_1_percent(appeal: Appeal, rng: Random) -> Spoilt:
    return each_line(appeal, lambda line: _noisy(line, rng, 0.0133))


@distortion()
def noise_3_percent(appeal: Appeal, rng: Random) -> Spoilt:
    return each_line(appeal, lambda line: _noisy(line, rng, 0.04))
