"""The white space of code, which blocks do not have: it is what code is laid out with."""

from selectolax.lexbor import LexborNode


class Code:
    """The text nodes of a page's `<pre>` elements, each of which is gone through once."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._white: dict[int, str] = {}

    def text(self, node: LexborNode, pre: LexborNode) -> str:
        """A node's text as it stands, with the white space between it and the text before it."""
        if pre.mem_id not in self._seen:
            self._seen.add(pre.mem_id)
            self._go_through(pre)
        return self._white.get(node.mem_id, "") + (node.text_content or "")

    def _go_through(self, pre: LexborNode) -> None:
        white = ""
        for node in pre.traverse(include_text=True):
            if node.is_text_node:
                text = node.text_content or ""
                if text.isspace():
                    white += text
                else:
                    self._white[node.mem_id], white = white, ""
