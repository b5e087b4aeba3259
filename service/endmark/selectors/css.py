"""CSS selectors, each matched in time linear in the page.

Lexbor finds the compounds (`p.note[role=note]`), one pass each. How they stand to each other (`.box > p`) is told
here on sets of nodes: Lexbor tries every way through nested elements, and a page can have very many of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from endmark.page import Page
from endmark.selectors.naming import SelectorError, check_name
from endmark.selectors.ways import Nodes, Way, by_id, element_before, parent

_STRING = r"\"[^\"\n]*\"|'[^'\n]*'"
_PIECE = re.compile(
    rf"""(?P<combinator>\s*[>+~,]\s*|\s+)
    | (?P<attribute>\[(?:{_STRING}|[^\]"'])*\])
    | :(?P<pseudo>:?[\w-]+)(?:\((?P<inside>(?:{_STRING}|[^()"'])*)\))?
    | [.#](?P<name>(?:[\w-]|\\.)+)
    | (?:[\w-]|\\.)+ | \*
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PART_OF_NAME = re.compile(r"\[\s*class\s*[*^$|]=", re.IGNORECASE)
_WHOLE_NAME = re.compile(r"\[\s*(?:class|id)\s*~?=\s*[\"']?([^\"'\]]*)", re.IGNORECASE)
_LISTS = ("is", "not", "where")
_PLACES = ("empty", "first-child", "last-child", "only-child")  # told by a look at the node's neighbours
_SYMBOLS = {"": " ", ">": ">", "+": "+", "~": "~"}


@dataclass(frozen=True, slots=True)
class _Compound:
    """A compound selector, and how what it selects stands to what the one before selects."""

    combinator: str
    text: str


@dataclass(frozen=True, slots=True)
class Css:
    """A list of selectors, of which any may match."""

    source: str
    selectors: tuple[tuple[_Compound, ...], ...] = field(repr=False)

    def find(self, page: Page) -> Nodes:
        """The elements that it selects."""
        found: Nodes = {}
        for compounds in self.selectors:
            found |= _find(page.parser, compounds)
        return found


def compile_css(source: str) -> Css:
    """Compile a selector list. Raises `SelectorError`.

    >>> [[c.text for c in s] for s in compile_css(".box > p.note, #end + *").selectors]
    [['.box', 'p.note'], ['#end', '*']]
    >>> compile_css("[class*=related]")
    Traceback (most recent call last):
    endmark.selectors.naming.SelectorError: a part of a name also selects what happens to share it; write whole names: \
`.related`
    """
    css = Css(source, tuple(map(tuple, _parsed(source))))
    for selector in css.selectors:
        for compound in selector:
            _check_compound(compound.text or source)
    return css


def _parsed(source: str) -> Iterator[list[_Compound]]:
    combinator, text, selector = " ", "", list[_Compound]()
    for piece in _PIECE.finditer(source.strip()):
        symbol = piece["combinator"]
        if symbol is None:
            _check(piece)
            text += piece[0]
            continue
        selector.append(_Compound(combinator, text))
        combinator, text = _SYMBOLS.get(symbol.strip(), " "), ""
        if symbol.strip() == ",":
            yield selector
            selector = []
    yield [*selector, _Compound(combinator, text)]


def _check(piece: re.Match[str]) -> None:
    """Refuse what would not be sure, or not linear. Raises `SelectorError`."""
    if piece["other"]:
        raise SelectorError(f'not CSS from "{piece.string[piece.start() :]}" on')
    if piece["name"]:
        check_name(piece["name"])
    if piece["attribute"]:
        _check_attribute(piece["attribute"])
    if piece["pseudo"]:
        _check_pseudo(piece["pseudo"], piece["inside"])


def _check_attribute(attribute: str) -> None:
    if _PART_OF_NAME.match(attribute):
        word = re.sub(r"[^\w-]", "", attribute.partition("=")[2])
        raise SelectorError(
            f"a part of a name also selects what happens to share it; write whole names: `.{word or 'name'}`"
        )
    if whole := _WHOLE_NAME.match(attribute):
        for name in whole[1].split():
            check_name(name)


def _check_pseudo(name: str, inside: str | None) -> None:
    if name == "has":
        raise SelectorError("`:has()` is not supported; select what is inside, and climb with `up_to`")
    if name not in (_PLACES if inside is None else _LISTS):
        known = ", ".join([*(f":{n}" for n in _PLACES), *(f":{n}()" for n in _LISTS)])
        raise SelectorError(f"`:{name}` is not supported; these are: {known}")
    for selector in _parsed(inside or "*"):
        _check_compound(selector[0].text or f":{name}()")
        if len(selector) > 1:
            raise SelectorError(f"`:{name}()` takes names and attributes, with no space, `>`, `+` or `~` between them")


def _check_compound(text: str) -> None:
    try:
        LexborHTMLParser("").css(text)
    except SelectolaxError:
        raise SelectorError(f'"{text}" is not CSS') from None


def _find(parser: LexborHTMLParser, compounds: tuple[_Compound, ...]) -> Nodes:
    last = by_id(parser.css(compounds[-1].text))
    if not last or len(compounds) == 1:
        return last
    found = by_id(parser.css(compounds[0].text))
    for compound in compounds[1:-1]:
        found = _related(by_id(parser.css(compound.text)), compound.combinator, found)
    return _related(last, compounds[-1].combinator, found)


def _related(nodes: Nodes, combinator: str, before: Nodes) -> Nodes:
    """The nodes that stand in a relation to any of those before."""
    step = parent if combinator in " >" else element_before
    if combinator in ">+":
        return {i: node for i, node in nodes.items() if (near := step(node)) is not None and near.mem_id in before}
    way = Way(step, before)
    return {i: node for i, node in nodes.items() if way.goal_of(node) is not None}
