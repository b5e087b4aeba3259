"""What is left of a document, and its forms."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from endmark.page import Page
from endmark.rendering import allowed

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Story:
    """The spans of a text that stay, in order and apart, as code points of it; of a page's text, its `page` too.

    `captions` are spans that were cut, but belong to pictures. `base` is what the page's links are relative to.
    """

    text: str
    spans: Sequence[Span]
    captions: Sequence[Span] = ()
    page: Page | None = None
    base: str | None = None

    def html(self, *, figures: bool = False) -> str:
        """The story as one `<article>`: its characters and safe markup; `figures`: and the pictures that stand in it.

        Its attribute `data-endmark` says that all of it is story.
        """
        if self.page is None:
            return allowed.cleaned(f'<article data-endmark="1">{"".join(self._paragraphs())}</article>')
        from endmark.rendering.fragment import Fragment  # noqa: PLC0415  texts need no parser

        return allowed.cleaned(Fragment(self, self.page).html(figures=figures))

    def markdown(self, *, figures: bool = False) -> str:
        """The story as Markdown (CommonMark, and tables), made of the HTML fragment."""
        from endmark.rendering.markdown import from_html  # noqa: PLC0415  its library is large, and few ask for it

        return from_html(self.html(figures=figures))

    def kept(self, start: int, end: int) -> str:
        """What stays of a span."""
        pieces = []
        first = bisect_right(self.spans, start, key=lambda span: span[0]) - 1
        for i in range(max(0, first), len(self.spans)):
            low, high = self.spans[i]
            if low >= end:
                break
            pieces.append(self.text[max(low, start) : min(high, end)])
        return "".join(pieces)

    def _paragraphs(self) -> Iterator[str]:
        """The lines of a text, those between blank lines as one paragraph."""
        lines = (" ".join(line.split()) for line in self.kept(0, len(self.text)).splitlines())
        for said, paragraph in groupby(lines, bool):
            if said:
                yield f"<p>{'<br>'.join(map(allowed.fit, paragraph))}</p>"
