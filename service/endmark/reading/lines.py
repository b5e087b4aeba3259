"""The blocks of plain text: its lines."""

import re

from endmark.model import Block

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
_BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + _INVISIBLE
_LEAD = re.compile(rf"[{re.escape(_BLANK)}>]*(?:[-*•‣▪→►·–—]+\s+)?")


def split(text: str) -> tuple[Block, ...]:
    """The text's non-empty lines as blocks, whatever the line ends are.

    >>> split("One\\r\\n\\r\\n> two ")
    (Block(start=0, end=3, left=0, right=3), Block(start=7, end=13, left=9, right=12))
    """
    blocks = []
    end = 0
    for line in text.splitlines(keepends=True):
        start, end = end, end + len(line)
        if line.strip(_BLANK):
            blocks.append(_block(start, line.splitlines()[0]))
    return tuple(blocks)


def _block(start: int, line: str) -> Block:
    said = len(line.rstrip(_BLANK))
    lead = _LEAD.match(line)
    left = lead.end() if lead and lead.end() < said else len(line) - len(line.lstrip(_BLANK))
    return Block(start, start + len(line), start + left, start + said)
