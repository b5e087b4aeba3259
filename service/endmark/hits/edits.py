"""How much a text that was matched differs from the passage that matched it, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from endmark.folding import fold

_CONTEXT = 4  # words


@dataclass(frozen=True, slots=True)
class Edit:
    """Words that stand in the passage and what stands there now, with a few that are the same before and behind."""

    before: str
    old: str
    new: str
    behind: str

    def __str__(self) -> str:
        old, new = (f"[-{self.old}-]" if self.old else ""), (f"{{+{self.new}+}}" if self.new else "")
        return " ".join(filter(None, (self.before, old, new, self.behind)))


def likeness(passage: str, text: str) -> float:
    """How much of a passage and a text are the same words in the same order, from 0 to 1; figures do not count.

    >>> likeness("Give us $5 a month", "GIVE us $7 a month"), likeness("Give us", "Lend me") < 0.1
    (1.0, True)
    """
    return SequenceMatcher(None, _compared(passage.split()), _compared(text.split()), autojunk=False).ratio()


def edits(passage: str, text: str) -> Iterator[Edit]:
    """What was reworded, in order.

    >>> [str(edit) for edit in edits("Please give what you can today.", "Please lend us what you can today.")]
    ['Please [-give-] {+lend us+} what you can today.']
    """
    old, new = passage.split(), text.split()
    matcher = SequenceMatcher(None, _compared(old), _compared(new), autojunk=False)
    for what, start, end, low, high in matcher.get_opcodes():
        if what != "equal":
            yield Edit(
                before=" ".join(new[max(0, low - _CONTEXT) : low]),
                old=" ".join(old[start:end]),
                new=" ".join(new[low:high]),
                behind=" ".join(new[high : high + _CONTEXT]),
            )


def _compared(words: list[str]) -> list[str]:
    return ["0" if any(map(str.isdigit, word)) else fold(word).text for word in words]
