"""The blocks of plain text: its lines."""

import re

from endmark.model import Block

try:
    from endmark.native import lines as native
except ImportError:  # nothing was compiled
    native = None  # type: ignore[assignment]

_INVISIBLE = "\u00ad\u061c\ufeff" + "".join(
    chr(c) for low, high in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069)) for c in range(low, high + 1)
)
_BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + _INVISIBLE
_BULLETS = "-*•‣▪→►·–—"
_LEADERS = frozenset(_BULLETS + ">")
_LEAD = re.compile(rf"[{re.escape(_BLANK)}>]*(?:[{_BULLETS}]+\s+)?")


def split(text: str) -> tuple[Block, ...]:
    r"""The text's non-empty lines as blocks, whatever the line ends are.

    >>> split("One\r\n\r\n> two ")
    (Block(start=0, end=3, left=0, right=3), Block(start=7, end=13, left=9, right=12))
    """
    if native:
        return native.blocks(text, Block)
    blocks = []
    end = 0
    for line in text.splitlines(keepends=True):
        start, end = end, end + len(line)
        said = line.strip(_BLANK)
        if said and end - start - len(said) == 1 and line[-1] == "\n" and said[0] not in _LEADERS:
            blocks.append(Block(start, end - 1, start, end - 1))  # most lines hold nothing but what they say
        elif said:
            blocks.append(_block(start, line.splitlines()[0]))
    return tuple(blocks)


def _block(start: int, line: str) -> Block:
    said = len(line.rstrip(_BLANK))
    lead = _LEAD.match(line)
    left = lead.end() if lead and lead.end() < said else len(line) - len(line.lstrip(_BLANK))
    return Block(start, start + len(line), start + left, start + said)
