"""Whether a span is a quotation: somebody else's words inside the story, which are never cut.

Quotation marks are read by their neighbours, not by their glyph: `„…“`, `»…«` and `“…”` use the same signs in
opposite directions.
"""

import re
from functools import cache
from importlib.resources import files

from endmark.folding import fold
from endmark.judging.sheet import Sheet

_DOUBLE = frozenset('"“”„‟«»「」『』＂')
_SINGLE = frozenset("'‘’‚‛‹›")
_BRACKETS = {"「": True, "『": True, "」": False, "』": False}  # these point where they belong
_EAST_STOPS = frozenset("。、！？")  # no space follows them, so only the glyph tells
_BEFORE_CLOSING = frozenset(".,!?…;)")
_AFTER_CLOSING = frozenset(",.;:!?)。、")
_LONGEST_QUOTATION = 1500  # an opening mark further back than this was never closed
_MARK = re.compile(f"[{''.join(_DOUBLE | _SINGLE)}]")
_DOUBLE_MARK = re.compile(f"[{''.join(_DOUBLE)}]")
_SINGLE_OR_LINE = re.compile(f"[{''.join(_SINGLE)}\r\n]")
_PARAGRAPHS = 400  # characters of other paragraphs in which a longer quotation begins or ends
_LETTER, _NO_LETTER = r"[^\W\d_]", r"[\W\d_]"
_NEAR = 60  # characters in which a reporting verb is looked for


def is_quoted(sheet: Sheet, start: int, end: int, *, across: bool = True) -> bool:
    """Whether a quotation that opens before the span is still open at its start and closes at or after its end.

    `across`: also one that opens in a paragraph before, as long as it is near.
    """
    block = sheet.blocks[max(0, sheet.block_index(start))]
    own = open_marks(sheet.text, max(block.start, start - _LONGEST_QUOTATION), start)
    if own and any(_closes(sheet.text, end, single=single) for single in {mark in _SINGLE for mark in own}):
        return True
    before = open_marks(sheet.text, max(0, block.start - _PARAGRAPHS), block.start) if across else []
    return not _DOUBLE.isdisjoint(before) and _closes(sheet.text, end, single=False, reach=_PARAGRAPHS)


def is_set_apart(sheet: Sheet, start: int, end: int, other: int) -> bool:
    """Whether a span is a quotation, by its marks or as a `>` block, that another place is not part of."""
    quoted, own = (sheet.blocks[max(0, sheet.block_index(offset))] for offset in (start, other))
    prefixed = [">" in sheet.text[block.start : block.left] for block in (quoted, own)]
    return prefixed == [True, False] or is_quoted(sheet, start, end)


def open_marks(text: str, start: int, end: int) -> list[str]:
    """The quotation marks in a span of a text that are open at its end.

    >>> open_marks("“Yes,” she said. “We are", 0, 18), open_marks("“Yes,” she said.", 0, 16)
    (['“'], [])
    """
    opened: list[str] = []
    for mark in _MARK.finditer(text, start, end):
        i, char = mark.start(), mark[0]
        group = _SINGLE if char in _SINGLE else _DOUBLE
        if _is_opening(text, i):
            if _begins_line(text, i):
                opened = []  # each paragraph of a long quotation is opened anew
            opened.append(char)
        elif opened and opened[-1] in group and not _is_apostrophe(text, i):
            opened.pop()
    return opened


def _is_opening(text: str, i: int) -> bool:
    """An opening mark follows a space, a bracket, a dash or another mark, and touches what it opens.

    French marks stand a space away from what they open.
    """
    if text[i] in _BRACKETS:
        return _BRACKETS[text[i]]
    before, after = text[max(0, i - 1) : i], text[i + 1 : i + 2]
    if before in _EAST_STOPS:
        return text[i] in "“‘"
    loose = not before.isalnum() and before not in _BEFORE_CLOSING
    spaced = text[i] == "«" and (not before or before.isspace())
    return loose and bool(after) and (spaced or not (after.isspace() or after in _AFTER_CLOSING))


def _is_apostrophe(text: str, i: int) -> bool:
    """Whether a mark is an apostrophe: inside a word, or behind the s of a plural owner (`readers’ money`)."""
    before, after = text[max(0, i - 1) : i], text[i + 1 : i + 2]
    owner = text[i] in _SINGLE and before in {"s", "S"} and after == " " and text[i + 2 : i + 3].islower()
    return owner or (before.isalpha() and after.isalpha())


def _begins_line(text: str, i: int) -> bool:
    return i == 0 or text[i - 1] in "\r\n"


def _closes(text: str, end: int, *, single: bool, reach: int = _LONGEST_QUOTATION) -> bool:
    """Whether the mark's partner stands at or after an offset; pairs between are passed over.

    Single marks are looked for in the same line only: so many of them are apostrophes.
    """
    group = _SINGLE if single else _DOUBLE
    nested = 0
    for mark in (_SINGLE_OR_LINE if single else _DOUBLE_MARK).finditer(text, end, end + reach):
        i = mark.start()
        if text[i] in "\r\n":
            break
        if _is_apostrophe(text, i) or (not nested and _begins_line(text, i)):
            continue
        if not nested and not _is_opening(text, i):
            return True
        nested += 1 if _is_opening(text, i) else -1
    return text[end - 1 : end] in group


def is_reported(sheet: Sheet, start: int, end: int) -> bool:
    """Whether a reporting verb stands right before the span (with a colon or comma) or right after it.

    After it, a comma, a dash or a quotation mark must tie the two together: `…, she said`.
    """
    block, last_block = (sheet.blocks[max(0, sheet.block_index(offset))] for offset in (start, max(start, end - 1)))
    if start == block.start and end == last_block.end:
        return False  # as most are: nothing stands beside it
    folded, text = sheet.folded, sheet.folded.text
    first, last = folded.index(start), folded.index(end)
    while last > first and not text[last - 1].isalnum():
        last -= 1
    low, high = folded.index(block.start), folded.index(last_block.end)
    before, after = text[max(low, first - _NEAR) : first], text[last : min(high, last + _NEAR)]
    return bool(_verbs_before().search(before) or _verbs_after().match(after))


def is_announced(sheet: Sheet, start: int, *, marked_only: bool) -> bool:
    """Whether a colon at the end of the block before announces the span: `It prints this text:`.

    `marked_only`: only a span that begins a `>` block counts.
    """
    index = sheet.block_index(start)
    if index < 1 or start > sheet.blocks[index].left:
        return False
    block, before = sheet.blocks[index], sheet.blocks[index - 1]
    marked = ">" in sheet.text[block.start : block.left] and ">" not in sheet.text[before.start : before.left]
    return (marked or not marked_only) and sheet.text[before.left : before.right].endswith((":", "："))


@cache
def _verbs() -> str:
    lines = files("endmark.judging").joinpath("reporting_verbs.txt").read_text("utf-8").splitlines()
    words = [fold(line).text.strip() for line in lines if line and not line.startswith("#")]
    return "|".join(re.escape(w.rstrip("*")) + rf"{_LETTER}*" * w.endswith("*") for w in words)


# For `re`: on the few characters that are looked at it is linear enough, and RE2 took 50 ms before it found the first.
@cache
def _verbs_before() -> re.Pattern[str]:
    return re.compile(rf"(?:^|{_NO_LETTER})(?:{_verbs()})(?:{_NO_LETTER}[^.!?]*)?[:,] ?[\"']?\Z")


@cache
def _verbs_after() -> re.Pattern[str]:
    begins = r",[\"']?|[\"'][,.]?|[.!?][\"']|,? ?-+"
    return re.compile(rf"(?:{begins}) ?(?:{_LETTER}+,? ){{0,4}}(?:{_verbs()})(?:{_NO_LETTER}|\Z)")
