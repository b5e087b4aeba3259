"""Fixtures: example texts with their expected cuts marked in place.

    <!--endmark {"url": "https://www.example.org/story", "source": "composed"}-->
    The body.
    <!--endmark:newsletter-->Sign up for our newsletter.<!--/endmark-->

The first line is the header; it goes, with its line end. The markers go as plain strings. What is left is the
text, byte for byte. The folder that holds a fixture is named after the site's host. A fixture that ends in `.html`
is a page: its text is what the page shows.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from endmark.errors import InputError, Problem, RuleError
from endmark.model import Document, Kind
from endmark.reading import read
from endmark.rules.explaining import suggestion
from endmark.rules.page_fixtures import marked_spans, near
from endmark.rules.utf8_files import read_utf8
from endmark.rules.yaml_mistakes import line_and_column

TEXT, PAGE = ".txt", ".html"
HEADER_KEYS = ("url", "site", "source", "note")
CLOSE = "<!--/endmark-->"

_LARGEST = 10_000_000
_HEADER = re.compile(r"<!--endmark (?P<json>\{[^\r\n]*\})-->(?:\r\n|\r|\n|\Z)")
_LINE = re.compile(r"[^\r\n]*")
_MARKER = re.compile(r"<!--\s*/?\s*endmark(?:[^\r\n]*?-->)?")
_OPEN = re.compile(r"<!--endmark:(?P<kind>[^>]*)-->")


@dataclass(frozen=True)
class Expected:
    """A cut that a fixture expects: a span in code points of its text."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Fixture:
    """An example text, where it is said to be from, and the cuts that it expects, in order.

    Of a page, `text` is what it shows, and `source` what the file holds.
    """

    path: Path
    host: str
    url: str | None
    text: str
    expected: tuple[Expected, ...]
    header: dict[str, str]
    page: Document | None = None
    source: str = ""

    @property
    def document(self) -> Document:
        """What is stripped."""
        return self.page or read(self.text)

    @property
    def body(self) -> str:
        """What should be left of the text."""
        ends = [0, *(cut.end for cut in self.expected)]
        starts = [*(cut.start for cut in self.expected), len(self.text)]
        return "".join(self.text[end:start] for end, start in zip(ends, starts, strict=True))

    @property
    def site(self) -> str | None:
        """The host whose rules to use whatever the URL says, if the header names one."""
        return self.header.get("site")

    def problem(self, offset: int, message: str) -> Problem:
        """A problem at an offset of the text, placed where it stands in the file, among the markers."""
        if self.page:
            return Problem(self.path, *line_and_column(self.source, near(self.text, offset, self.source)), message)
        line, column = line_and_column(self.text, offset)
        shown = range(offset - column + 1, offset + 1)
        opened = [len(opening(cut.kind)) for cut in self.expected if cut.start in shown]
        closed = [len(CLOSE) for cut in self.expected if cut.end in shown]
        return Problem(self.path, line + 1, column + sum(opened) + sum(closed), message)


def has_header(source: str) -> bool:
    """Whether a text's first line is a fixture's header, right or wrong."""
    return source.startswith("<!--endmark {")


def header_line(header: Mapping[str, str]) -> str:
    """A fixture's first line."""
    return f"<!--endmark {json.dumps(header, ensure_ascii=False)}-->\n"


def marked(fixture: Fixture) -> str:
    """A fixture's text with its markers, as it stands below the header."""
    text, pieces, end = fixture.text, [], 0
    for cut in fixture.expected:
        pieces += [text[end : cut.start], opening(cut.kind), text[cut.start : cut.end], CLOSE]
        end = cut.end
    return "".join([*pieces, text[end:]])


def opening(kind: Kind) -> str:
    """The marker that begins a cut of a kind."""
    return f"<!--endmark:{kind}-->"


def read_fixture(path: Path) -> Fixture:
    """Read one fixture. Raises RuleError with every problem in it."""
    return parse_fixture(path, read_utf8(path, largest=_LARGEST))


def parse_fixture(path: Path, source: str) -> Fixture:
    """The fixture that a file of this path and this text would be. Raises RuleError with every problem in it."""
    parser = _Parser(path, source)
    header = parser.header()
    text, expected = parser.marked()
    page = None
    if path.suffix == PAGE and not parser.problems:
        page = parser.page(text)
        text, expected = page.text, parser.on_page(page, expected)
    if parser.problems:
        raise RuleError(tuple(sorted(parser.problems)))
    return Fixture(path, path.parent.name, header.get("url"), text, expected, header, page, source if page else "")


@dataclass
class _Parser:
    path: Path
    source: str
    problems: list[Problem] = field(default_factory=list)

    def problem(self, offset: int, message: str) -> None:
        self.problems.append(Problem(self.path, *line_and_column(self.source, offset), message))

    def header(self) -> dict[str, str]:
        found = _HEADER.match(self.source)
        if not found:
            bom = self.source.startswith("\ufeff")
            why = "save the file without a byte order mark" if bom else "and nothing after it on that line"
            self.problem(0, f'a fixture begins with <!--endmark {{"url": "https://…", "source": "…"}}-->, {why}')
            return {}
        try:
            pairs = json.loads(found["json"], object_pairs_hook=list)
        except json.JSONDecodeError as error:
            self.problem(found.start("json") + error.pos, f"the header is not JSON: {error.msg.lower()}")
            return {}
        return dict(self.entries(pairs))

    def entries(self, pairs: list[tuple[str, object]]) -> Iterator[tuple[str, str]]:
        names = [name for name, _ in pairs]
        for name, value in pairs:
            offset = max(self.source.find(f'"{name}"'), 0)
            if name not in HEADER_KEYS:
                hint = suggestion(name, list(HEADER_KEYS)) or f"; the keys are {', '.join(HEADER_KEYS)}"
                self.problem(offset, f'unknown key "{name}" in the header{hint}')
            elif names.count(name) > 1:
                self.problem(offset, f'the header has "{name}" twice')
            elif not isinstance(value, str) or not value:
                self.problem(offset, f'"{name}" in the header must be text')
            else:
                yield name, value

    def after_header(self) -> int:
        first_line = _HEADER.match(self.source) or _LINE.match(self.source)
        return first_line.end() if first_line else 0

    def page(self, html: str) -> Document:
        """The page without its markers; an empty one if it is past the limits."""
        try:
            return read(html, html=True)
        except InputError as error:
            self.problem(0, str(error))
            return read("", html=True)

    def on_page(self, page: Document, marked: tuple[Expected, ...]) -> tuple[Expected, ...]:
        """The cuts that are marked in a page's source, as spans of its text."""
        if self.problems:
            return ()
        spans = marked_spans(page, self.source[self.after_header() :], 2 * len(marked))
        if spans is None:
            self.problem(
                0, "a marker stands inside a tag, or where the page shows nothing: it must stand between its parts"
            )
            return ()
        if (0, 0) in spans:
            self.problem(0, f"cut {spans.index((0, 0)) + 1} marks nothing that the page shows")
        return tuple(Expected(cut.kind, *span) for cut, span in zip(marked, spans, strict=True))

    def marked(self) -> tuple[str, tuple[Expected, ...]]:
        """The text without markers, and the spans that they mark."""
        spans = _Spans(self)
        pieces: list[str] = []
        length = 0
        done = self.after_header()
        for marker in _MARKER.finditer(self.source, done):
            pieces.append(self.source[done : marker.start()])
            length += marker.start() - done
            spans.meet(marker, length, pieces[-1])
            done = marker.end()
        spans.finish()
        return "".join([*pieces, self.source[done:]]), tuple(spans.closed)


@dataclass
class _Spans:
    """The marked spans, as markers come along."""

    parser: _Parser
    closed: list[Expected] = field(default_factory=list)
    opened: tuple[re.Match[str], Kind | None, int] | None = None
    unclosed: int = 0

    def meet(self, marker: re.Match[str], offset: int, before: str) -> None:
        """Take the next marker, which stands at an offset of the text, after some text since the last."""
        if marker[0] == CLOSE:
            self.close(marker, offset, before)
        elif opening := _OPEN.fullmatch(marker[0]):
            self.open(marker, opening["kind"], offset)
        else:
            self.parser.problem(marker.start(), f"markers are <!--endmark:KIND--> and {CLOSE}; this is neither")

    def open(self, marker: re.Match[str], name: str, offset: int) -> None:
        if self.opened:
            line, _ = line_and_column(self.parser.source, self.opened[0].start())
            self.parser.problem(marker.start(), f"the cut that begins at line {line} is not closed before this")
            self.unclosed += 1  # and nothing more is said of the close that has become one too many
        kind = Kind(name) if name in list(Kind) else None
        if kind is None:
            hint = suggestion(name, list(Kind)) or f"; the kinds are {', '.join(Kind)}"
            self.parser.problem(marker.start(), f'unknown kind "{name}"{hint}')
        self.opened = (marker, kind, offset)

    def close(self, marker: re.Match[str], offset: int, before: str) -> None:
        if self.opened is None:
            if not self.unclosed:
                self.parser.problem(marker.start(), "nothing is open that this could close")
            self.unclosed = max(self.unclosed - 1, 0)
            return
        opening, kind, start = self.opened
        if not before.strip():
            self.parser.problem(opening.start(), "there is nothing between this marker and its end")
        if kind:
            self.closed.append(Expected(kind, start, offset))
        self.opened = None

    def finish(self) -> None:
        if self.opened:
            self.parser.problem(self.opened[0].start(), f"this cut is never closed; write {CLOSE} where it ends")
