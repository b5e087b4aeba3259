"""Writing well-nested markup: what is open stays open for the text that follows in it."""

from collections.abc import Sequence

from endmark.rendering.places import Mark


class Writer:
    """Markup as it grows. A path is all the elements around a text, from the outermost in."""

    def __init__(self, root: str) -> None:
        self._out = [root]
        self._open: list[Mark] = []

    def write(self, path: Sequence[Mark], markup: str, between: str = "") -> None:
        """Add markup inside the elements of a path; `between` comes before those that have to be opened for it."""
        common = 0
        for mark, other in zip(self._open, path, strict=False):
            if mark.identity != other.identity:
                break
            common += 1
        self._close(common)
        self._out.append(between)
        for mark in path[common:]:
            self._out.append(mark.start)
            self._open.append(mark)
        self._out.append(markup)

    def end(self, root: str) -> str:
        """All of it, with everything closed."""
        self._close(0)
        return "".join([*self._out, root])

    def _close(self, depth: int) -> None:
        while len(self._open) > depth:
            self._out.append(f"</{self._open.pop().tag}>")
