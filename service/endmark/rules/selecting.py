"""The selectors of rule files: compiled, and what is wrong with them."""

from collections.abc import Callable, Iterator

from endmark.rules.format import Css, Rule, RuleFile, XPath
from endmark.rules.yaml_reading import Path
from endmark.selectors import Selector, SelectorError, compile_css, compile_xpath

Compile = Callable[[str], Selector]

# What a plain text is, by its key; under `keep` it is words.
_PLAIN: dict[str, Compile] = {
    "css": compile_css,
    "up_to": compile_css,
    "body": compile_css,
    "xpath": compile_xpath,
}
KEYS = (*_PLAIN, "keep")


def selectors(model: Rule | RuleFile, *keys: str) -> tuple[Selector, ...]:
    """The selectors that a rule or a file has under some keys, compiled. They are taken to be right."""
    return tuple(compiled(source) for _, compiled, source in _written(model, keys))


def selector_mistakes(model: Rule | RuleFile) -> Iterator[tuple[Path, str]]:
    """What is wrong with the selectors of a rule or a file, each with its path in there."""
    for path, compiled, source in _written(model, KEYS):
        try:
            compiled(source)
        except SelectorError as error:
            yield path, str(error)


def _written(model: Rule | RuleFile, keys: tuple[str, ...]) -> Iterator[tuple[Path, Compile, str]]:
    for key in keys:
        value = getattr(model, key, None)
        items = [((key, i), item) for i, item in enumerate(value)] if isinstance(value, list) else [((key,), value)]
        for path, item in items:
            if isinstance(item, Css):
                yield (*path, "css"), compile_css, item.css
            elif isinstance(item, XPath):
                yield (*path, "xpath"), compile_xpath, item.xpath
            elif isinstance(item, str) and key in _PLAIN:
                yield path, _PLAIN[key], item
