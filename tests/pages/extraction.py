"""A second opinion on a page's visible text, by the standard library's parser alone.

It builds no tree, so it is for well-formed pages: each end tag closes the last element that is open.
"""

from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
UNSEEN = frozenset("audio canvas head iframe noscript object script style svg template video".split())
INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i img ins kbd label mark q rb rt ruby s samp small span strong "
    "sub sup time u var wbr".split()
)


class _Extraction(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen: list[bool] = [False]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        streamed = (given.get("id") or "").startswith("S:")
        none = "display:none" in (given.get("style") or "").replace(" ", "")
        gone = self._unseen[-1] or tag in UNSEEN or none or ("hidden" in given and not streamed)
        if tag not in INLINE and not gone:
            self.pieces.append("\n")
        if tag not in VOID:
            self._unseen.append(gone)

    def handle_endtag(self, tag: str) -> None:
        gone = tag not in VOID and self._unseen.pop()
        if tag not in INLINE and not gone:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen[-1]:
            self.pieces.append(data)


def visible_words(html: str) -> list[str]:
    """All words that a page shows, in order. What only tags of inline elements part is one word."""
    extraction = _Extraction()
    extraction.feed(html)
    extraction.close()
    return "".join(extraction.pieces).split()
