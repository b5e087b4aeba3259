import json
from pathlib import Path
from typing import Any

import pytest
from tests.rules.json_schema import accepts

from endmark.model import Kind
from endmark.rules import schema
from endmark.rules.book import builtin_folder
from endmark.rules.yaml_reading import read_yaml

HERE = Path(__file__).parent
SCHEMA = builtin_folder() / "schema.json"
VALID = [*sorted(builtin_folder().glob("*s/*.yaml")), *sorted((HERE / "valid").rglob("*.yaml"))]
# What a schema can say. Duplicates, hosts and the places of files are beyond it.
INVALID = [
    HERE / "invalid" / "sites" / f"{name}.yaml"
    for name in ("unknown-keys", "unknown-values", "verbs", "types", "empty-values", "languages", "a-list")
]


def test_the_schema_in_the_repository_is_current() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema.text(), (
        "the models have changed; run: python -m endmark.rules.schema > rules/schema.json"
    )


@pytest.mark.parametrize("path", VALID, ids=lambda p: p.stem)
def test_the_schema_accepts_what_the_models_accept(path: Path) -> None:
    assert accepts(schema.schema(), read_yaml(path.read_text(encoding="utf-8")).data)


@pytest.mark.parametrize("path", INVALID, ids=lambda p: p.stem)
def test_the_schema_refuses_what_the_models_refuse(path: Path) -> None:
    data = read_yaml(path.read_text(encoding="utf-8")).data
    assert data is not None
    assert not accepts(schema.schema(), data)


@pytest.mark.parametrize("name", ["verbs", "unknown-values", "empty-values"])
def test_the_schema_refuses_each_rule_that_the_models_refuse(name: str) -> None:
    data: Any = read_yaml((HERE / f"invalid/sites/{name}.yaml").read_text(encoding="utf-8")).data
    rule_schema = {"$ref": "#/$defs/Rule", "$defs": schema.schema()["$defs"]}
    accepted = [rule["id"] for rule in data["rules"] if accepts(rule_schema, rule)]
    assert not accepted


def test_every_key_is_explained_to_whoever_hovers_over_it() -> None:
    made = schema.schema()
    for name, model in {"a file": made, **made["$defs"]}.items():
        for key, described in model.get("properties", {}).items():
            referred = made["$defs"].get(described.get("$ref", "").removeprefix("#/$defs/"), {})
            if key != "rules":
                assert {**referred, **described}.get("description"), f"{key} of {name}"


def test_keys_are_named_as_editors_write_them() -> None:
    rule = schema.schema()["$defs"]["Rule"]["properties"]
    assert "from" in rule
    assert "from_" not in rule
    assert schema.schema()["$defs"]["Kind"]["enum"] == list(Kind)
    assert "null" not in json.dumps(schema.schema())


@pytest.mark.parametrize("path", sorted(builtin_folder().glob("*s/*.yaml")), ids=lambda p: p.stem)
def test_every_rule_file_tells_editors_where_its_schema_is(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../schema.json"
