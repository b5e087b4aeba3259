"""The signs and numbers at the two edges of a copy: which are the passage's, and which the body's."""

import re

from endmark.judging.passages.index import signs
from endmark.judging.passages.scene import Scene

_ELLIPSIS = re.compile(r"\s?[\[(]?(?:…|\.\s?\.\s?\.)[\])]?")
_GLUED_ELLIPSIS = re.compile(r"[.!?…][\"'”’»)]*(?=…|\.\.\.)")
_LONGEST_SIGNS = 60  # signs and numbers that are compared at an edge
_QUOTES = frozenset("\"'”’»“")
_CLOSING = ".!?…,;:\"'”’»)]。！？"


def left_signs(scene: Scene, start: int, lead: str) -> int:
    """Take the signs and numbers before the first letter that the passage has too."""
    gap = scene.gap(start)
    loose = _loose(gap, lead) if start else 0
    taken = len(gap)
    for i in range(len(gap) - 1, max(loose, len(gap) - _LONGEST_SIGNS) - 1, -1):
        if (
            not gap[i].isspace()
            and lead.endswith(signs(gap[i:]))
            and not _is_of_line(gap[i:], gap[:i] if start else "\n")
        ):
            taken = i
    return scene.offset(start) - len(gap) + taken


def _loose(gap: str, lead: str) -> int:
    """Where the signs begin that can be the passage's: what touches the word before is that word's own.

    Glued to it, an ellipsis that opens the passage follows the full stop that closes the body.
    """
    glued = _GLUED_ELLIPSIS.match(gap) if lead.startswith(".") else None
    return glued.end() if glued else len(gap) - len(gap.lstrip(_CLOSING))


def right_signs(scene: Scene, end: int, tail: str) -> int:
    """Take the closing signs behind the last letter, and the signs and numbers that the passage has too."""
    gap = scene.gap(end)
    if end == len(scene) and not any(map(str.isdigit, gap)):
        return len(scene.text.rstrip())
    cut_off = _ELLIPSIS.match(gap)
    taken = cut_off.end() if cut_off else len(gap) - len(gap.lstrip(_CLOSING))
    if taken == len(gap) and end < len(scene) and gap[-1:] in _QUOTES:
        taken -= 1  # a mark that touches the next word opens it
    for i in range(taken + 1, min(len(gap), _LONGEST_SIGNS) + 1):
        if (
            not gap[i - 1].isspace()
            and tail.startswith(signs(gap[:i]))
            and not _is_of_line(gap[:i], gap[i:] if end < len(scene) else "\n")
        ):
            taken = i
    cut_off = _ELLIPSIS.match(gap, taken)
    return scene.after(end) + (cut_off.end() if cut_off else taken)


def _is_of_line(taken: str, left: str) -> bool:
    """Whether a number behind a line end belongs to the story's line: it does not stand there alone."""
    over_line = len(taken.strip(_CLOSING).splitlines()) > 1 or taken.endswith(("\n", "\r"))
    return over_line and any(map(str.isdigit, taken)) and not ("\n" in left or "\r" in left)
