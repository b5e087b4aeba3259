"""Selectors of rule files: what CSS and XPath may say, and the nodes of a page that they select."""

from functools import cached_property

from endmark.page import Page
from endmark.selectors.css import Css, compile_css
from endmark.selectors.naming import SelectorError
from endmark.selectors.ways import Nodes, Way, parent
from endmark.selectors.xpath import Tree, XPath, compile_xpath, tree_of

__all__ = ["Nodes", "Search", "Selector", "SelectorError", "Way", "compile_css", "compile_xpath", "parent"]

Selector = Css | XPath


class Search:
    """What selectors select on one page; each is looked for once."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._found: dict[Selector, Nodes] = {}

    @cached_property
    def _tree(self) -> Tree:
        return tree_of(self._page)

    def find(self, selector: Selector) -> Nodes:
        """The elements that a selector selects. Raises `SelectorError` where it cannot be evaluated."""
        if selector not in self._found:
            found = selector.find(self._page) if isinstance(selector, Css) else selector.find(self._tree)
            self._found[selector] = found
        return self._found[selector]
