"""A fragment as Markdown, such that others read it as what the fragment says.

html-to-markdown writes it. Of what Markdown has no signs for, or signs that would be read as text, only the text is
left before: markup within code, emphasis within emphasis, and emphasis whose edge would not be taken for one.
"""

import re
import unicodedata
from collections.abc import Sequence
from html import unescape

from html_to_markdown import ConversionOptions, convert

_OPTIONS = ConversionOptions(
    escape_asterisks=True,
    escape_underscores=True,
    escape_misc=True,
    autolinks=False,
    bullets="-",
    compact_tables=True,
    expand_abbreviations=False,
    extract_metadata=False,
    highlight_style="none",
)
_TOKEN = re.compile(r"<(/?)([a-z0-9]+)[^>]*>|[^<]+")  # nh3 leaves no `<` and no `>` in an attribute
_ONE_AFTER_ANOTHER = re.compile(r"</(del|em|s|strong)><\1(?: [^>]*)?>")
_EMPHASIS = frozenset("del em s strong".split())
_CODE = frozenset("code kbd pre samp".split())
_RUBY = frozenset("rb rt ruby".split())
_SIGNS = _EMPHASIS | _CODE | {"a", "q"}  # tags that stand as signs in Markdown
_SILENT = _RUBY | frozenset("abbr bdi bdo cite dfn ins mark sub sup time var".split())  # tags of which nothing is left
_CELLS = frozenset(("td", "th"))
_NOT_IN_CELLS = _CELLS | frozenset("caption pre table tbody tfoot thead tr".split())
_UNSAID_WITHIN = (
    (_CODE, _SIGNS | _SILENT),
    (frozenset("a"), _CODE),
    (_EMPHASIS, _EMPHASIS),
    (_CELLS, _NOT_IN_CELLS),
)
_NOT_A_PICTURE = "!\ue000"  # before a link; it would be read as a picture's `![`
_PLAINER = (
    (re.compile("!(?=<a )"), _NOT_A_PICTURE),
    (re.compile("<table><caption[^>]*>(.*?)</caption>", re.DOTALL), r"<div>\1</div><table>"),
    (re.compile("figcaption>"), "p>"),
)

Tokens = Sequence[re.Match[str]]


def from_html(fragment: str) -> str:
    """A fragment as CommonMark with tables, without a line end behind it."""
    tokens = list(_TOKEN.finditer(_ONE_AFTER_ANOTHER.sub("", fragment)))
    unsaid = _unsaid(tokens)
    said = "".join(_left(token) if at in unsaid else token[0] for at, token in enumerate(tokens))
    for pattern, plainer in _PLAINER:
        said = pattern.sub(plainer, said)
    markdown = convert(said, _OPTIONS).content or ""
    return markdown.replace(f"{_NOT_A_PICTURE}[", "\\![").strip("\n")


def _left(token: re.Match[str]) -> str:
    """What is left of a tag that is not said: cells are apart."""
    return " " if token[2] in _NOT_IN_CELLS else ""


def _unsaid(tokens: Tokens) -> set[int]:
    """The tags, by their numbers, that Markdown cannot say where they stand."""
    unsaid = {at for at, token in enumerate(tokens) if token[2] in _RUBY}
    unsaid = unsaid.union(*(_within(tokens, outer, inner) for outer, inner in _UNSAID_WITHIN))
    opened = []
    for at, token in enumerate(tokens):
        if token[2] not in _EMPHASIS or at in unsaid:
            continue
        if not token[1]:
            opened.append(at)
        elif not _is_read(tokens, begin := opened.pop(), at, unsaid):
            unsaid |= {begin, at}
    return unsaid


def _within(tokens: Tokens, outer: frozenset[str], inner: frozenset[str]) -> set[int]:
    """The `inner` tags inside elements with `outer` tags."""
    depth, found = 0, set()
    for at, token in enumerate(tokens):
        depth -= token[1] == "/" and token[2] in outer
        if depth and token[2] in inner:
            found.add(at)
        depth += token[1] == "" and token[2] in outer
    return found


def _is_read(tokens: Tokens, begin: int, end: int, unsaid: set[int]) -> bool:
    """Whether signs of emphasis would be taken for such: CommonMark's flanking runs, and none right behind another."""
    before, first = _neighbour(tokens, begin, -1, unsaid), _neighbour(tokens, begin, 1, unsaid)
    last, after = _neighbour(tokens, end, -1, unsaid), _neighbour(tokens, end, 1, unsaid)
    opens = first == "L" or (first == "P" and before != "L")
    closes = last == "L" or (last == "P" and after in "PZ")
    return opens and closes and before != "*"


def _neighbour(tokens: Tokens, at: int, step: int, unsaid: set[int]) -> str:
    """What stands beside a token: a letter (L), a punctuation mark (P), a sign of emphasis (*), or space (Z)."""
    at += step
    while at in unsaid or tokens[at][2] in _SILENT:
        at += step
    tag, text = tokens[at][2], tokens[at][0]
    if not tag:
        category = unicodedata.category(unescape(text)[-1 if step < 0 else 0])[0]
        return {"P": "P", "S": "P", "Z": "Z"}.get(category, "L")
    if tag in _EMPHASIS:
        return "*"
    return "P" if tag in _SIGNS else "Z"
