"""The JSON Schema of rule files: what editors complete, check and show while a rule is written.

`python -m endmark.rules.schema > rules/schema.json` brings the file in the repository up to date.
"""

import json
import sys
from typing import Any

from endmark.rules.format import SELECTING, VERBS, RuleFile

# Draft 7 is what the editors' YAML language server knows best.
_DIALECT = "http://json-schema.org/draft-07/schema#"
_NOISE = ("title", "default")


def schema() -> dict[str, Any]:
    """The schema of one rule file."""
    made: dict[str, Any] = _tidy(RuleFile.model_json_schema())
    rule = made["$defs"]["Rule"]
    rule["oneOf"] = [{"required": [verb]} for verb in VERBS]
    rule["anyOf"] = [{"required": ["kind"]}, {"required": ["keep"]}]
    rule["dependencies"] = {"through": ["from"], "otherwise": ["from"]}
    rule["dependencies"]["up_to"] = {"anyOf": [{"required": [verb]} for verb in SELECTING]}
    return {"$schema": _DIALECT, "title": "Endmark rule file", **made}


def text() -> str:
    """The schema as the file in the repository holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _tidy(node: Any, parent: str = "") -> Any:  # noqa: ANN401  JSON
    """Without what only a program has use for: titles, defaults and the null that stands for "left out"."""
    if isinstance(node, list):
        return [_tidy(item) for item in node if item != {"type": "null"}]
    if not isinstance(node, dict):
        return node
    names = parent in {"properties", "$defs"}  # then the keys are ours, not the schema language's
    return _unwrapped({key: _tidy(value, key) for key, value in node.items() if names or key not in _NOISE})


def _unwrapped(node: dict[str, Any]) -> dict[str, Any]:
    """A union of one is that one."""
    members = node.get("anyOf", [])
    if len(members) != 1:
        return node
    return {**members[0], **{key: value for key, value in node.items() if key != "anyOf"}}


if __name__ == "__main__":
    sys.stdout.write(text())
