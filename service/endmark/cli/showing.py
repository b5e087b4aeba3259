"""An explanation drawn for people: in colours on a terminal, in plain lines elsewhere."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from endmark.cli.failures import counted
from endmark.cli.wording import printable, shortened
from endmark.explain import ExplainedBlock, Explanation, Outcome, PageWeight, Weight
from endmark.model import Refusal, Segment

_WIDTH = 100  # columns where there is no terminal
_NARROW = 60  # columns under which all but a block's first line begins near the left
_LEAST = 16  # columns that words get in any case
_LEFT = 4
_LABEL = max(map(len, Outcome)) + 1
_BEGINNING, _ENDING = 120, 40  # characters that are shown of a longer text
_EXCERPT = 20  # the same, of what was cut out of a block
_NEARLY = 0.3  # log-odds; how far from being cut a page's block stays to be told of
_SPOKEN = 0.5  # a word's weight from which it is worth showing
_STYLES = {Outcome.CUT: "red", Outcome.PART: "red", Outcome.KEPT: "cyan", Outcome.REFUSED: "yellow"}


def show(explanation: Explanation, *, in_full: bool, terminal: bool) -> str:
    """The explanation as lines, as wide as the terminal is. `in_full`: nothing is shortened or left out."""
    page = io.StringIO()
    console = Console(file=page, force_terminal=terminal or None, width=None if terminal else _WIDTH)
    number_width = len(str(len(explanation.blocks)))
    indent = number_width + 1 + _LABEL if console.width >= _NARROW else _LEFT
    for line in _summary(explanation):
        _print(console, Text(), line, 0)
    before: ExplainedBlock | None = None
    for block in explanation.blocks:
        _print(console, _head(block, number_width), _said(block, in_full=in_full), indent)
        for line in _details(block, before, in_full=in_full):
            _print(console, Text(), line, indent)
        before = block
    return page.getvalue()


def _print(console: Console, head: Text, words: Text, indent: int) -> None:
    """Print words behind a head, wrapped in a column of their own."""
    width = max(_LEAST, console.width - indent)
    if len(head) > indent:
        head.rstrip()
        console.print(head, soft_wrap=True)
        head = Text()
    for line in words.wrap(console, width):
        line.rstrip()
        head.pad_right(indent - len(head))
        console.print(head + line, soft_wrap=True)
        head = Text()


def _summary(explanation: Explanation) -> Iterator[Text]:
    result = explanation.result
    outcomes = Counter(block.outcome for block in explanation.blocks)
    told = ", ".join(f"{outcomes[outcome]:,} {outcome}" for outcome in Outcome if outcomes[outcome])
    blocks = counted(len(explanation.blocks), "block")
    yield Text(f"{result.site or 'no known site'}, {blocks}{': ' if told else ''}{told}", "bold")
    yield from (Text(note, "italic") for note in result.notes)


def _head(block: ExplainedBlock, number_width: int) -> Text:
    style = _STYLES.get(block.outcome, "dim")
    return Text.assemble((f"{block.number:>{number_width}} ", "dim"), (f"{block.outcome:<{_LABEL}}", style))


def _said(block: ExplainedBlock, *, in_full: bool) -> Text:
    """What the block says, each part in the colour of what became of it."""
    parts = [(printable(part.text), part) for part in block.parts]
    if not in_full:
        parts = [(shortened(text, _BEGINNING, _ENDING), part) for text, part in parts]
    return Text.assemble(*((text, _style(part, block)) for text, part in parts))


def _style(part: Segment, block: ExplainedBlock) -> str:
    if part.in_body and block.outcome is Outcome.PART:
        return ""
    return _STYLES.get(block.outcome, "")


def _details(block: ExplainedBlock, before: ExplainedBlock | None, *, in_full: bool) -> Iterator[Text]:
    """Why, in lines. What was told of the block before is not told again."""
    told = [_cut_key(part) for part in before.parts] if before else []
    for part in block.parts:
        if part.cut and _cut_key(part) not in told:
            yield from _cut(part, block)
    for refusal in block.refused:
        if not before or refusal not in before.refused:
            yield from _refused(refusal)
    if block.weight and (in_full or _is_in_doubt(block)):
        yield from _weighed(block.weight, block.lacked, in_full=in_full)
    if block.on_page and (in_full or _is_nearly_cut(block, block.on_page)):
        yield from _placed(block.on_page, block)


def _cut_key(part: Segment) -> object:
    return part.cut and (part.cut.kind, part.cut.rule, part.cut.reason, part.also)


def _cut(part: Segment, block: ExplainedBlock) -> Iterator[Text]:
    assert part.cut is not None  # noqa: S101  only called on cuts
    what = f' "{shortened(printable(part.text).strip(), _EXCERPT, _EXCERPT)}"' if len(block.parts) > 1 else ""
    yield Text(f"{part.cut.kind}{what}: {printable(part.cut.reason)}", "cyan" if part.kept else "red")
    yield Text(f"{part.cut.rule} in {part.cut.file}", "dim")
    if part.also:
        yield Text(f"and so would {', '.join(part.also)}", "dim")


def _refused(refusal: Refusal) -> Iterator[Text]:
    cut = refusal.cut
    yield Text(f"not cut as {cut.kind}: {printable(refusal.guard)}", "yellow")
    if cut.reason not in refusal.guard:
        yield Text(f"what spoke for it: {printable(cut.reason)}", "yellow")
    yield Text(f"{cut.rule} in {cut.file}", "dim")


def _is_in_doubt(block: ExplainedBlock) -> bool:
    """Whether a block stayed that looks more like boilerplate than like the story, or that a phrase names."""
    weight = block.weight
    return weight is not None and bool(block.lacked) and (weight.odds > 0 or weight.named is not None)


def _is_nearly_cut(block: ExplainedBlock, weight: PageWeight) -> bool:
    """Whether a block of a page stayed that could as well have gone."""
    return block.outcome in {Outcome.BODY, Outcome.REFUSED} and weight.odds > weight.needed - _NEARLY


def _placed(weight: PageWeight, block: ExplainedBlock) -> Iterator[Text]:
    reasons = [part.cut.reason for part in block.parts if part.cut]
    is_told = weight.sign is None or any(weight.sign in reason for reason in reasons)
    label = [] if is_told else [f"{weight.kind}: {weight.sign}"]
    told = [f"odds {weight.odds:.1f}, cut from {weight.needed:.1f}", *label, *block.lacked]
    yield Text("; ".join(told), "dim")
    if weight.within:
        yield Text(f"in {printable(weight.within)}", "dim")


def _weighed(weight: Weight, lacked: Sequence[str], *, in_full: bool) -> Iterator[Text]:
    if weight.named and lacked:
        yield Text(f'{weight.named.rule} names it: "{weight.named.words}"', "dim")
    if lacked:
        yield Text("; ".join(lacked), "dim")
    elif in_full:
        together = "" if weight.odds > weight.needed else "; cut with its neighbours"
        yield Text(f"odds {weight.odds:.1f}, cut from {weight.needed:.1f}; {weight.place.value}{together}", "dim")
    loud = {w.text.casefold(): w for w in reversed(weight.words) if abs(w.weight) >= _SPOKEN}
    if loud:
        spoken = ", ".join(f"{printable(w.text)} {w.weight:+.1f}" for w in reversed(loud.values()))
        yield Text(f"words: {spoken}", "dim")
