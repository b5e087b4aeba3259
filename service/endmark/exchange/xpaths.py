"""XPath expressions that say no more than CSS can, as CSS."""

import re

_STEP = re.compile(r"(?P<axis>//?)(?P<tag>\*|[a-zA-Z][\w-]*)(?P<predicates>(?:\[(?:\"[^\"]*\"|'[^']*'|[^\]\"'])*\])*)")
_PREDICATE = re.compile(r"\[((?:\"[^\"]*\"|'[^']*'|[^\]\"'])*)\]")
_TOKENS = r"concat\(\s*['\"] ['\"]\s*,\s*(?:normalize-space\(\s*@class\s*\)|@class)\s*,\s*['\"] ['\"]\s*\)"
_CLASS_TOKEN = re.compile(rf"contains\(\s*{_TOKENS}\s*,\s*(['\"]) (?P<name>[\w-]+) \1\s*\)")
_CLASS_PART = re.compile(r"contains\(\s*@class\s*,\s*(['\"])\s*(?P<name>[\w-]+)\s*\1\s*\)")
_ATTRIBUTE = re.compile(r"@(?P<attribute>[\w-]+)\s*=\s*(['\"])(?P<value>[^'\"]*)\2")
_NAME = re.compile(r"-?[A-Za-z_][\w-]*")


def to_css(expression: str) -> str | None:
    """The CSS selector that selects what an XPath expression does; None if there is none for sure.

    A part of a class (`contains(@class, 'x')`) is taken for the whole name, as most who write it mean it.

    >>> to_css("//div[@id='main']//p[contains(@class, 'note')] | //aside")
    'div#main p.note, aside'
    >>> to_css("//div[position() > 2]") is None
    True
    """
    selectors = [_selector(part.strip()) for part in expression.split("|")]
    return ", ".join(s for s in selectors if s) if all(selectors) else None


def _selector(path: str) -> str | None:
    selector, end = "", 0
    for step in _STEP.finditer(path):
        conditions = [_condition(predicate) for predicate in _PREDICATE.findall(step["predicates"])]
        if step.start() != end or not all(conditions) or (not selector and step["axis"] == "/"):
            return None
        end = step.end()
        tag = "" if conditions and step["tag"] == "*" else step["tag"]
        selector += (" > " if step["axis"] == "/" else " " if selector else "") + tag + "".join(map(str, conditions))
    return selector if end == len(path) else None


def _condition(predicate: str) -> str | None:
    """One predicate as CSS; `and` joins two."""
    parts = [_simple(part.strip()) for part in predicate.split(" and ")]
    return "".join(part for part in parts if part) if all(parts) else None


def _simple(said: str) -> str | None:
    for pattern in (_CLASS_TOKEN, _CLASS_PART):
        if found := pattern.fullmatch(said):
            return f".{found['name']}"
    if not (found := _ATTRIBUTE.fullmatch(said)):
        return None
    attribute, value = found["attribute"], found["value"]
    names = value.split()
    if attribute == "class" and names and all(map(_NAME.fullmatch, names)):
        return "".join(f".{name}" for name in names)
    return f"#{value}" if attribute == "id" and _NAME.fullmatch(value) else f'[{attribute}="{value}"]'
