from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from endmark.errors import InputError
from endmark.rules.yaml_reading import read_yaml
from endmark.rules.yaml_writing import add_rules, scalar, write_rule_file

# What may stand in an article's line; YAML has no way to write control characters.
TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"), min_size=1
)
AWKWARD = st.sampled_from(
    ["- x", "a: b", "a #b", "{name} x", "no", "3", "'", '"', "[", "x, y", "? y", "&a", "!b", "~", "%", "|", ">"]
)


@settings(deadline=None)
@given(TEXT | AWKWARD)
def test_a_value_reads_as_it_was_written(text: str) -> None:
    for flow, pattern in ((False, "- {}"), (True, "[{}]")):
        assert read_yaml(pattern.format(scalar(text, flow=flow))).data == [text]


LINES = st.lists((TEXT | AWKWARD).map(str.strip).filter(bool), min_size=1, max_size=4)


@settings(deadline=None)
@given(LINES, st.lists(LINES.map("\n".join), min_size=1, max_size=3))
def test_rules_read_as_they_were_written(lines: list[str], passages: list[str]) -> None:
    rules: list[dict[str, Any]] = [
        {"id": "a", "line": lines},
        {"id": "b", "passage": passages if len(passages) > 1 else passages[0], "guards": {"longest": 900}},
    ]
    text = write_rule_file({"site": "X", "hosts": ["x.example"]}, [(["seen twice"], rule) for rule in rules])
    read = read_yaml(text).data
    assert isinstance(read, dict)
    # A block of text ends with a line end; that is all the difference.
    for rule in read["rules"]:
        if "passage" in rule:
            said = rule["passage"]
            rule["passage"] = said.rstrip("\n") if isinstance(said, str) else [s.rstrip("\n") for s in said]
    assert read == {"site": "X", "hosts": ["x.example"], "rules": rules}


def test_rules_are_added_behind_those_that_are_there() -> None:
    first = write_rule_file({"hosts": ["x.example"]}, [([], {"id": "a", "line": "Tags"})])
    both = add_rules(first, [(["new"], {"id": "b", "line": "More"})])
    assert both == f"{first}\n  # new\n  - id: b\n    line: More\n"


@pytest.mark.parametrize("text", ["rules: [{id: a}]\n", "\nrules:\n- id: a\n", "\nrules:\n  - id: a\nsite: X\n"])
def test_rules_are_not_added_where_they_would_not_fit(text: str) -> None:
    with pytest.raises(InputError, match="last key"):
        add_rules(text, [([], {"id": "b"})])
