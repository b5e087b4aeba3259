from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from endmark.rules.explaining import explain
from endmark.rules.format import Rule, RuleFile
from endmark.rules.yaml_reading import Positions

WORDS = [
    "hosts",
    "rules",
    "id",
    "kind",
    "line",
    "regex",
    "guards",
    "longest",
    "where",
    "from",
    "passage",
    "x",
    "",
]
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(WORDS))
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
)
FILES = st.fixed_dictionaries(
    {"rules": st.lists(st.dictionaries(st.sampled_from(WORDS), DATA, max_size=5), max_size=3)}
)


@given(FILES | DATA)
def test_every_refusal_is_told_in_words_of_our_own(data: object) -> None:
    try:
        RuleFile.model_validate(data)
    except ValidationError as refusal:
        mistakes = explain(refusal, data, Positions())  # type: ignore[arg-type]
        assert mistakes
        assert not any("Input should" in m.message or "Value error" in m.message for m in mistakes)


def test_rules_can_be_made_by_programs_too() -> None:
    rule = Rule(id="a", kind="tags", from_="Tags")
    assert rule.verb == "from"
