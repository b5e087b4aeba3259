"""Texts of others, made fit to be shown on a line."""

import unicodedata

_UNPRINTABLE = {"Cc", "Cs"}  # an article must not steer the terminal


def printable(text: str) -> str:
    r"""A text on one line, without what a terminal would obey.

    >>> printable("One\ttwo \x1b[31m")
    'One two �[31m'
    """
    spaced = "".join(" " if char.isspace() else char for char in text)
    return "".join("�" if unicodedata.category(char) in _UNPRINTABLE else char for char in spaced)


def shortened(text: str, beginning: int, ending: int) -> str:
    """The two ends of a text that is too long, of whole words if these are short.

    >>> shortened("From one end of the bridge to the other", 12, 8)
    'From one end … other'
    """
    if len(text) <= beginning + ending + len(" … "):
        return text
    first, _, _ = text[: beginning + 1].rpartition(" ")
    _, _, last = text[-ending - 1 :].partition(" ")
    return f"{first or text[:beginning]} … {last or text[-ending:]}"
