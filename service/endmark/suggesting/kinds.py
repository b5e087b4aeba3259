"""A likely kind for a text that no phrase names: by the words that the built-in rules use for each kind."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from endmark.folding import fold
from endmark.model import Kind
from endmark.rules.book import RuleBook
from endmark.rules.compiling import patterns
from endmark.rules.format import Rule
from endmark.rules.variables import pieces
from endmark.suggesting.rows import Row

_SURE = 1.5  # log-likelihood by which a kind must speak louder than no kind in particular
_WEIGHT = 20.0  # words that each kind is taken to have said as rules at large do
_WORD = re.compile(r"\w{3,}")


class KindGuesser:
    """Guesses kinds by words; made from the rules of a book."""

    def __init__(self, book: RuleBook) -> None:
        counts: dict[Kind, Counter[str]] = defaultdict(Counter)
        for file in book.files:
            for rule in file.model.rules:
                if rule.kind:
                    counts[rule.kind].update(word for text in _texts(rule) for word in _words(text))
        self._counts = counts
        self._all = sum(counts.values(), Counter[str]())

    def guess(self, rows: Sequence[Row], otherwise: Kind) -> Kind:
        """The kind that phrases give most of the rows, else the one whose words they use, else another."""
        named = Counter(row.kind for row in rows if row.kind)
        if named:
            return named.most_common(1)[0][0]
        said = {word for row in rows for word in _words(row.text)}
        scores = {kind: self._score(kind, said) for kind in self._counts}
        best = max(scores, key=lambda kind: scores[kind])
        return best if scores[best] > _SURE else otherwise

    def _score(self, kind: Kind, said: Iterable[str]) -> float:
        """How much likelier the words are in this kind than in rules at large; unknown words say nothing."""
        counts, total, size = self._counts[kind], self._all.total(), self._counts[kind].total()
        return sum(
            math.log((counts[word] + self._all[word] / total * _WEIGHT) / (size + _WEIGHT) / (self._all[word] / total))
            for word in said
            if self._all[word]
        )


def _texts(rule: Rule) -> Iterable[str]:
    said = rule.from_ if rule.verb == "from" else getattr(rule, rule.verb)
    return (piece for value in patterns(said) if isinstance(value, str) for piece in pieces(value)[::2])


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text).text)
