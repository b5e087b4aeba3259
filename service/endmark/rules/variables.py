"""Variables in markers: `{name}`, `{date}` and the like stand for what differs from page to page."""

import re
from difflib import get_close_matches

from endmark.folding import fold

VARIABLES = {
    "any": ".{0,400}",
    "name": ".{2,60}",
    "number": "[0-9][0-9., ']*",
    "amount": r"(?:[^0-9a-z ]{0,3} ?[0-9][0-9., ']*(?: ?[a-z]{1,9}|[^0-9a-z ]{0,3})|[a-z]{1,4}[^a-z0-9]?[0-9][0-9.,]*)",
    "date": ".{4,40}",
    "year": "[0-9]{4}",
    "time": r"[0-9]{1,2}[:.h ][0-9]{2}(?::[0-9]{2})?(?: ?[ap]\.?m\.?| uhr)?",
    "email": r"[^ @]+@[^ @]+",
    "url": r"[^ ]+\.[^ ]+",
}
_ANY_IN_BRACKETS = "[^()]*"  # else it would begin at an earlier bracket
_VARIABLE = re.compile(r"\{([a-z_]+)\}")


def pieces(literal: str) -> list[str]:
    """A literal's fixed pieces and the names of its variables by turns; the first and the last are fixed.

    >>> pieces("Photo: {name}, {year}")
    ['Photo: ', 'name', ', ', 'year', '']
    """
    return _VARIABLE.split(literal)


def has_variables(literal: str) -> bool:
    """Whether a literal has any variable."""
    return _VARIABLE.search(literal) is not None


def longest_piece(literal: str) -> str:
    """The longest fixed piece: what stands in every text that the literal matches."""
    return max(pieces(literal)[::2], key=len)


def to_regex(literal: str) -> str:
    r"""An RE2 pattern for the folded copy.

    >>> to_regex("Page {number}.")
    "page\\ [0-9][0-9., ']*\\."
    """
    parts = pieces(literal.strip())
    found = "".join(VARIABLES[part] if i % 2 else re.escape(fold(part).text) for i, part in enumerate(parts))
    return found.replace(VARIABLES["any"], _ANY_IN_BRACKETS) if fold(parts[0]).text.startswith("(") else found


def mistake(literal: str) -> str | None:
    """What is wrong with a literal's variables.

    >>> mistake("Photo: {nme}")
    'there is no variable {nme}; did you mean {name}?'
    """
    named = pieces(literal)
    unknown = next((name for name in named[1::2] if name not in VARIABLES), None)
    if unknown:
        near = get_close_matches(unknown, VARIABLES, n=1)
        listed = ", ".join(f"{{{name}}}" for name in VARIABLES)
        return f"there is no variable {{{unknown}}}; " + (f"did you mean {{{near[0]}}}?" if near else f"use {listed}")
    if not any(char.isalnum() or char in "©ⓒ" for piece in named[::2] for char in piece):
        return "variables alone would match anything; add fixed words"
    return None
