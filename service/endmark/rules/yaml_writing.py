"""Data to YAML in the house format: short lists in a line, pasted text in blocks, comments where they belong."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from endmark.errors import InputError
from endmark.rules.yaml_reading import read_yaml

SCHEMA_LINE = "# yaml-language-server: $schema=../schema.json"
_WIDTH = 118
_INDENT = "  "
_KEY = re.compile(r"^(?:[^\s#]|-)", re.MULTILINE)


def write_rule_file(head: Mapping[str, Any], rules: Sequence[tuple[Sequence[str], Mapping[str, Any]]]) -> str:
    """A rule file: its head, and rules, each with the comment lines that stand above it."""
    lines = [SCHEMA_LINE, *(line for key, value in head.items() for line in _entry(key, value, 0))]
    return "\n".join([*lines, *(["rules:", *write_rules(rules)] if rules else [])]) + "\n"


def write_rules(rules: Sequence[tuple[Sequence[str], Mapping[str, Any]]]) -> list[str]:
    """The lines of a list of rules."""
    return [line for comments, rule in rules for line in _rule(comments, rule)]


def _rule(comments: Sequence[str], rule: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{_INDENT}# {comment}" for comment in comments)
    lines = [line for key, value in rule.items() for line in _entry(key, value, 2)]
    yield f"{_INDENT}- {lines[0].lstrip()}"
    yield from lines[1:]


def _entry(key: str, value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401  YAML
    left = _INDENT * depth
    if isinstance(value, Mapping | str | int | float):
        yield from _hung(f"{left}{key}:", value, depth)
        return
    flow = f"{left}{key}: [{', '.join(map(_flow, value))}]"
    if not any(_is_pasted(item) for item in value) and len(flow) <= _WIDTH:
        yield flow
        return
    yield f"{left}{key}:"
    for item in value:
        yield from _hung(f"{left}{_INDENT}-", item, depth + 1)


def _hung(lead: str, value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401  YAML
    """A value behind what leads to it."""
    if _is_pasted(value):
        yield f"{lead} |"
        yield from (f"{_INDENT * (depth + 1)}{line}".rstrip() for line in value.splitlines())
    else:
        yield f"{lead} {_flow(value) if isinstance(value, Mapping) else scalar(value)}"


def _is_pasted(value: object) -> bool:
    return isinstance(value, str) and "\n" in value


def _flow(value: Any) -> str:  # noqa: ANN401  YAML
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    return scalar(value, flow=True)


def scalar(value: str | float, *, flow: bool = False) -> str:
    r"""One value as YAML, in quotes only where it must be.

    >>> scalar("Read more"), scalar("Photo: dpa"), scalar("no"), scalar("It's: here"), scalar(3)
    ('Read more', "'Photo: dpa'", 'no', "'It''s: here'", '3')
    """
    if not isinstance(value, str):
        return str(value)
    plain = f"[{value}]" if flow else f"- {value}"
    if value == value.strip() and read_yaml(plain).data == [value]:
        return value
    return "'" + value.replace("'", "''") + "'"


def add_rules(text: str, rules: Sequence[tuple[Sequence[str], Mapping[str, Any]]]) -> str:
    """A rule file with rules added behind those it has; nothing else changes.

    Raises `InputError` for a file whose rules are not its last key, indented as in this project's files.
    """
    added = "\n".join(write_rules(rules)) + "\n"
    before, sign, listed = text.rpartition("\nrules:\n")
    if not sign or _KEY.search(listed):
        raise InputError("rules can be added only where `rules:` is the file's last key, on a line of its own")
    return f"{before}{sign}{listed.rstrip()}\n\n{added}"
