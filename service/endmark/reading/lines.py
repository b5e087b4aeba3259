"""The blocks of plain text: its lines."""

import re

from endmark.model import Block

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
    blocks = []
    end = 0
    for line in text.splitlines(keepends=True):
        start, end = end, end + len(line)
        said = line.strip(_BLANK)
        if said:
            blocks.append(_plain(start, line, said) or _block(start, line.splitlines()[0]))
    return tuple(blocks)


def _plain(start: int, line: str, said: str) -> Block | None:
    """The block of a line that holds nothing but what it says; most do, and need no closer look."""
    end = start + len(said)
    bare = len(line) - len(said) == 1 and line[0] == said[0] and line[-1] == "\n"
    return Block(start, end, start, end) if bare and said[0] not in _LEADERS else None


def _block(start: int, line: str) -> Block:
    said = len(line.rstrip(_BLANK))
    lead = _LEAD.match(line)
    left = lead.end() if lead and lead.end() < said else len(line) - len(line.lstrip(_BLANK))
    return Block(start, start + len(line), start + left, start + said)
