"""XPath on pages, for what CSS cannot say. It runs on an lxml tree that is built, node by node, from Lexbor's.

libxml2 takes quadratic time and worse for many an expression; these are refused, and so are very large pages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborNode

from endmark.page import Page
from endmark.selectors.naming import SelectorError, check_name
from endmark.selectors.ways import Nodes, by_id

_MOST_ELEMENTS, _DEEPEST = 10_000, 255
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_PART_OF_NAME = re.compile(r"(?:contains|starts-with)\s*\(\s*(?:@|attribute\s*::\s*)class\b")
_FAR_AXIS = re.compile(r"\b(?:following|preceding)\s*::")
_SIBLING = re.compile(r"\b(?:following|preceding)-sibling\s*::\s*[\w*:-]+(?!\s*\[\s*1\s*\])(?![\w*:-])")
_DESCENDANTS = re.compile(r"(\.?)\s*//|\bdescendant(?:-or-self)?\s*::")
_NO_ELEMENT = re.compile(r"(?:\b(?:text|comment)\s*\(\s*\)|(?:@|\battribute\s*::)\s*[\w*:-]+)\s*(?:\[[^\]]*\]|[\s)])*$")
_WAY_UP_OR_DOWN = re.compile(r"\.\.|\.\s*//|\bparent\s*::|\bancestor")
_CALL = re.compile(r"([\w:-]+)\s*\(")
_FUNCTIONS = frozenset(
    (
        "and boolean ceiling comment concat contains count div false floor id lang last local-name mod name "
        "namespace-uri node normalize-space not number or position processing-instruction round starts-with string "
        "string-length substring substring-after substring-before sum text translate true"
    ).split()
)
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")

_Element = Any  # of lxml, which has no types


@dataclass(frozen=True, slots=True)
class Tree:
    """A page as an lxml tree, with the page's node that each element stands for."""

    root: _Element
    nodes: dict[_Element, LexborNode]


@dataclass(frozen=True, slots=True)
class XPath:
    """An XPath expression that selects elements."""

    source: str

    def find(self, tree: Tree) -> Nodes:
        """The elements that it selects. Raises `SelectorError` where it cannot be evaluated."""
        from lxml import etree  # noqa: PLC0415  most rule files have no XPath

        try:
            found = _evaluator(self.source)(tree.root)
        except etree.XPathError as error:
            raise SelectorError(f"it fails: {str(error).lower()}") from None
        return by_id(tree.nodes[element] for element in found if element in tree.nodes)


def compile_xpath(source: str) -> XPath:
    """Compile an expression. Raises `SelectorError`.

    >>> compile_xpath("//h3[normalize-space() = 'Read more']/..").source
    "//h3[normalize-space() = 'Read more']/.."
    >>> compile_xpath("//p/text()")
    Traceback (most recent call last):
    endmark.selectors.naming.SelectorError: this selects text or attributes; an xpath must select elements: leave out \
its last step
    """
    from lxml import etree  # noqa: PLC0415  most rule files have no XPath

    for name in _names(source):
        check_name(name)
    try:
        found = _evaluator(source)(etree.Element("html"))
    except etree.XPathError as error:
        raise SelectorError(f'"{source}" is not XPath: {str(error).lower()}') from None
    if not isinstance(found, list):
        raise SelectorError("an xpath must select elements; this one gives a number, a text or a truth value")
    for said in _unwanted(_STRING.sub("''", source)):
        raise SelectorError(said)
    return XPath(source)


def _names(source: str) -> Iterator[str]:
    return (name for string in _STRING.findall(source) for name in string[1:-1].split())


def _unwanted(bare: str) -> Iterator[str]:
    """What would not be sure, not be elements, or take very long, in an expression with its strings emptied."""
    if _PART_OF_NAME.search(bare):
        yield "a part of a name also selects what happens to share it; use css, which knows whole names: `.name`"
    for called in _CALL.findall(bare):
        if (name := called.rpartition("::")[2]) not in _FUNCTIONS:
            yield f"XPath has no function {name}()"
    if any(map(_NO_ELEMENT.search, bare.split("|"))):
        yield "this selects text or attributes; an xpath must select elements: leave out its last step"
    if _FAR_AXIS.search(bare):
        yield "`following::` and `preceding::` take too long on large pages; go by parents and neighbours"
    if _SIBLING.search(bare):
        yield "siblings take too long on large pages unless it is the next one: `following-sibling::p[1]`"
    if any("[" in inside and _WAY_UP_OR_DOWN.search(inside) for inside in _predicates(bare)):
        yield "ways up or down inside [ ] inside [ ] take too long on large pages; say it with less nesting"
    for path in bare.split("|"):
        inner = _DESCENDANTS.findall(path.strip(" ()").removeprefix(".").removeprefix("//"))
        if inner and inner != ["."]:
            yield "`//` in the middle takes too long on large pages; for //a//b, write //b[ancestor::a]"


def _predicates(bare: str) -> Iterator[str]:
    """What stands in the outermost brackets."""
    depth = start = 0
    for i, char in enumerate(bare):
        if char == "[":
            depth, start = depth + 1, start if depth else i + 1
        elif char == "]":
            depth -= 1
            if not depth:
                yield bare[start:i]


def _evaluator(source: str) -> Any:  # noqa: ANN401  lxml has no types
    from lxml import etree  # noqa: PLC0415  most rule files have no XPath

    return etree.XPath(source, regexp=False, smart_strings=False)  # Python's regexes may take for ever


def tree_of(page: Page) -> Tree:
    """The page as an lxml tree. Raises `SelectorError` if it is too large."""
    from lxml import etree  # noqa: PLC0415  most rule files have no XPath

    root, top = etree.Element("html"), page.parser.root
    nodes: dict[_Element, LexborNode] = {root: top} if top else {}
    open_ = [(element, node.iter(include_text=True)) for element, node in nodes.items()]
    while open_:
        element, children = open_[-1]
        child = next(children, None)
        if child is None:
            open_.pop()
        elif child.is_text_node:
            _add_text(element, child)
        elif child.is_element_node:
            inner = etree.SubElement(element, _xml_name(child.tag), _attributes(child))
            nodes[inner] = child
            open_.append((inner, child.iter(include_text=True)))
            if len(nodes) > _MOST_ELEMENTS or len(open_) > _DEEPEST:
                limits = f"{_MOST_ELEMENTS:,} elements or {_DEEPEST} levels"
                raise SelectorError(f"xpath does not search a page of more than {limits}; use css")
    return Tree(root, nodes)


def _add_text(element: _Element, node: LexborNode) -> None:
    text = _NOT_XML.sub("\ufffd", node.text_content or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _attributes(node: LexborNode) -> dict[str, str]:
    found = node.attributes.items()
    return {name: _NOT_XML.sub("\ufffd", value or "") for name, value in found if _NAME.fullmatch(name)}


def _xml_name(tag: str | None) -> str:
    """A tag's name as XML knows names."""
    return tag if tag and _NAME.fullmatch(tag) else "unknown"
