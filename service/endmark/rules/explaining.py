"""What the models refuse, in plain words: one message for one mistake, at the place where it stands."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from endmark.rules.format import Css, Guards, Regex, Rule, RuleFile, XPath, rule_mistake
from endmark.rules.yaml_mistakes import Mistake
from endmark.rules.yaml_reading import Data, Path, Positions

_RULE_DEPTH = 2  # a rule's path is ("rules", 0)
_LONGEST_KEY = 30
_LONGEST_SHOWN = 60
_TYPES = {
    "string_type": "text",
    "list_type": "a list",
    "int_type": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
}
_SHAPES = {model.__name__: f"{{{model.__name__.lower()}: …}}" for model in (Regex, Css, XPath)}
_MODELS_OF_KEYS: dict[str | int, Sequence[type[BaseModel]]] = {"guards": [Guards], "keep": [Regex, Css, XPath]}
_BOUNDS = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
_HOMES: tuple[tuple[type[BaseModel], str], ...] = (
    (RuleFile, "it belongs at the top of the file, outside the rules"),
    (Rule, "it belongs inside a rule"),
    (Guards, "it belongs under guards:"),
)


def explain(refusal: ValidationError, data: Data, positions: Positions) -> list[Mistake]:
    """The mistakes in a rule file's data that the models refused."""
    errors = refusal.errors(include_url=False)
    told = [_told(path, same, positions) for path, same in _by_place(data, errors)]
    return told + list(_untold(data, errors, positions))


def suggestion(word: str, known: list[str]) -> str:
    """A hint at the known word that is near; nothing where none is.

    >>> suggestion("titel", ["title", "hosts"])
    '; did you mean "title"?'
    """
    near = get_close_matches(word.lower(), known, n=1)
    return f'; did you mean "{near[0]}"?' if near else ""


def _by_place(data: Data, errors: list[ErrorDetails]) -> Iterator[tuple[Path, list[ErrorDetails]]]:
    """The errors at each place. A place that holds a refused place says nothing of its own.

    pydantic answers one mistake in a union with an error for each member of the union.
    """
    places: dict[Path, list[ErrorDetails]] = {}
    for error in errors:
        places.setdefault(_path(data, error), []).append(error)
    outer = {path[:length] for path in places for length in range(len(path))}
    for path, same in places.items():
        own = [e for e in same if not (path in outer and _is_union_member(path, e))]
        if own:
            yield path, own


def _path(data: Data, error: ErrorDetails) -> Path:
    """The part of pydantic's location that is in the data, without the names of types."""
    path: Path = ()
    for step in error["loc"]:
        if _holds(data, step):
            path, data = (*path, step), cast("dict[str | int, Data]", data)[step]
    return path


def _holds(data: Data, step: str | int) -> bool:
    return step in data if isinstance(data, dict) else isinstance(data, list) and isinstance(step, int)


def _is_union_member(path: Path, error: ErrorDetails) -> bool:
    missing = error["type"] == "missing"
    return len(error["loc"]) - missing > len(path)


def _told(path: Path, errors: list[ErrorDetails], positions: Positions) -> Mistake:
    """The one mistake behind the errors at a place."""
    by_type = {error["type"]: error for error in errors}
    value = errors[0]["input"]
    name = _name(path)
    place = positions.value(path)
    if "extra_forbidden" in by_type:
        return Mistake(*positions.key(path), _unknown_key(path))
    if "missing" in by_type:
        return Mistake(*place, f'{name} needs "{by_type["missing"]["loc"][-1]}:"')
    if value is None:
        return Mistake(*positions.key(path), f"{name} has no value; give it one or delete the line")
    for kind, tell in _TELLERS.items():
        if kind in by_type:
            return Mistake(*place, tell(name, by_type[kind], errors))
    return Mistake(*place, _wrong_type(name, errors))


def _name(path: Path) -> str:
    if not path:
        return "a rule file"
    if not isinstance(path[-1], int):
        return f'"{path[-1]}"'
    number = path[-1] + 1
    return f"rule {number}" if path[:-1] == ("rules",) else f"item {number} of {_name(path[:-1])}"


def _unknown_key(path: Path) -> str:
    key = str(path[-1])
    if " " in key or len(key) > _LONGEST_KEY:
        return (
            f'"{_short(key)}" is no key; text with a colon must stand in quotes, '
            "and pasted text is indented deeper than its key"
        )
    here = [known for model in _models_at(path[:-1]) for known in _keys(model)]
    if hint := suggestion(key, here):
        return f'unknown key "{key}"{hint}'
    homes = [words for home, words in _HOMES if key in _keys(home)]
    known = homes[0] if homes else f"the keys here are {', '.join(here)}"
    return f'unknown key "{key}"; {known}'


def _models_at(path: Path) -> Sequence[type[BaseModel]]:
    if not path:
        return [RuleFile]
    if path[0] == "body":
        return [Css, XPath]
    if len(path) == _RULE_DEPTH:
        return [Rule]
    verb = path[_RULE_DEPTH]
    return _MODELS_OF_KEYS.get(verb, [Regex])


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _choice(name: str, error: ErrorDetails, errors: list[ErrorDetails]) -> str:
    known = [word for e in errors for word in re.findall("'([^']+)'", str(e.get("ctx", {}).get("expected")))]
    listed = f"one of {', '.join(known)}"
    if not isinstance(error["input"], str):
        return f"{name} must be {listed}; {_found(error['input'], [])}"
    hint = suggestion(error["input"], known) or f"; it is {listed}"
    return f'unknown {name.strip(chr(34))} "{_short(error["input"])}"{hint}'


def _empty(name: str, _error: ErrorDetails, _errors: list[ErrorDetails]) -> str:
    return f"{name} is empty"


def _pattern(name: str, error: ErrorDetails, _errors: list[ErrorDetails]) -> str:
    if not error["input"].strip():
        return f"{name} is empty"
    if name == '"id"':
        words = re.sub(r"[^a-z0-9]+", "-", error["input"].lower()).strip("-")
        example = f'; write "{words}"' if words else ""
        return f"an id is lower-case words joined by hyphens{example}"
    return f'{name}, "{_short(error["input"])}", is no language code; write one such as "en" or "pt-BR"'


def _bound(name: str, error: ErrorDetails, _errors: list[ErrorDetails]) -> str:
    sign, limit = next((sign, limit) for sign, limit in error["ctx"].items() if sign in _BOUNDS)
    return f"{name} must be {_BOUNDS[sign]} {limit:g}; this is {error['input']}"


def _said(_name: str, error: ErrorDetails, _errors: list[ErrorDetails]) -> str:
    return str(error["ctx"]["error"])


_TELLERS: dict[str, Callable[[str, ErrorDetails, list[ErrorDetails]], str]] = {
    "enum": _choice,
    "literal_error": _choice,
    "too_short": _empty,
    "string_too_short": _empty,
    "string_pattern_mismatch": _pattern,
    "greater_than": _bound,
    "greater_than_equal": _bound,
    "less_than_equal": _bound,
    "value_error": _said,
}


def _wrong_type(name: str, errors: list[ErrorDetails]) -> str:
    welcome = list(dict.fromkeys(map(_type, errors)))
    listed = " or ".join(filter(None, [", ".join(welcome[:-1]), welcome[-1]]))
    return f"{name} must be {listed}; {_found(errors[0]['input'], welcome)}"


def _type(error: ErrorDetails) -> str:
    if error["type"] == "model_type":
        return _SHAPES.get(error["ctx"]["class_name"], "`key: value` lines")
    return _TYPES.get(error["type"], error["msg"])


def _found(value: Data, welcome: list[str]) -> str:
    if isinstance(value, dict):
        is_text = "text" in welcome
        return 'text with ": " in it must stand in quotes' if is_text else "this is `key: value` lines"
    if isinstance(value, list):
        return "this is a list"
    if isinstance(value, str):
        return f'this is text; write ["{_short(value)}"]' if welcome == ["a list"] else "this is text"
    shown = json.dumps(value)
    return f'this is {shown}; put it in quotes: "{shown}"' if "text" in welcome else f"this is {shown}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _untold(data: Data, errors: list[ErrorDetails], positions: Positions) -> Iterator[Mistake]:
    """What pydantic does not come to look at in rules that have a mistake already."""
    inside = {error["loc"][:_RULE_DEPTH] for error in errors if len(error["loc"]) > _RULE_DEPTH}
    unknown = {error["loc"][:-1] for error in errors if error["type"] == "extra_forbidden"}
    rules = data.get("rules") if isinstance(data, dict) else None
    for number, rule in enumerate(rules if isinstance(rules, list) else []):
        path = ("rules", number)
        if path in inside and path not in unknown:
            named = [key for key, value in rule.items() if value is not None]
            if mistake := rule_mistake(named):
                yield Mistake(*positions.value(path), mistake)
