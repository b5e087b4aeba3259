"""The promises, whatever the rule file: random rules from every verb on texts made of their phrases."""

import json
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from endmark import Kind, RuleBook, strip

APPEAL = (
    "Dear readers,\nWe have no owner and no party behind us at the Gazette.\n"
    "Every gift pays for a day in court, however small it is.\nThank you.\nShare\nRead more"
)
LETTER = (
    "Sign up to our evening letter.\nEvery gift pays for a day in court, however small it is.\n"
    "Unsubscribe at any time you like. Thank you."
)
RULES: list[dict[str, object]] = [
    {"passage": APPEAL},
    {"passage": LETTER, "where": "tail"},
    {"passage": [APPEAL, LETTER], "where": "head"},
    {"passage": LETTER, "where": "inset"},
    {"line": ["Read more", "DM", "×"]},
    {"line": {"regex": "(thank you|thanks).{0,20}"}, "where": "tail"},
    {"line": "Thanks. Support us"},
    {"line": "Support us", "guards": {"largest_share": 0.3}},
    {"line": "Advertisement", "guards": {"min_characters_before": 30}},
    {"line": "Help us", "status": "shadow"},
    {"heading": ["Share", "Link to it"], "where": "tail"},
    {"heading": {"regex": "read .*"}, "guards": {"min_blocks_before": 0}},
    {"from": "Help us", "through": "Thanks."},
    {"from": ["Help us", "Dear readers"], "through": ["Thank you.", "Thanks."], "otherwise": "end", "where": "tail"},
    {"from": "Dear readers", "through": "xx", "otherwise": "last-known"},
    {"from": {"regex": "help .*? now"}, "through": {"regex": "thank.*"}, "guards": {"longest": 60}},
    {"suffix": {"regex": r"\(dpa\)|dm|thanks\."}},
    {"prefix": ["Berlin", "- ", ">"]},
    {"keep": ["Thank you", "for a day"]},
    {"keep": {"regex": "the mayor .*"}},
]
KINDS = [Kind.DONATION_APPEAL, Kind.NEWSLETTER, Kind.RELATED_LINKS, Kind.END_MARK]
PHRASES = [
    *APPEAL.split("\n"),
    *LETTER.split("\n"),
    *("Help us", "Help us now. Give. Thanks.", "Support us", "Advertisement", "Berlin (dpa) -", "DM", "Link to it"),
    *("The mayor left on Monday, the office said.", "“", "”", '"', "'", "said", "> ", "- ", "×", "…", "1,200", "$5"),
    *("\u200b", "\ufeff", "\u00ad", "\u0301", "\0", "\ud800", "\x1c", "\u2028", "寄付", "ß", "مرحبا", "🙂"),
]
texts = st.lists(
    st.tuples(st.sampled_from(PHRASES), st.sampled_from(["\n", "\r\n", "\n\n", " ", "", ". "])), max_size=25
)
numbers = st.sets(st.integers(0, len(RULES) - 1), min_size=1, max_size=6).map(lambda s: tuple(sorted(s)))


@cache
def book_of(chosen: tuple[int, ...]) -> RuleBook:
    rules = [{"id": f"rule-{n}", "kind": KINDS[n % len(KINDS)], **RULES[n]} for n in chosen]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sites").mkdir()
        content = json.dumps({"hosts": ["a.example"], "rules": rules})  # JSON is YAML
        (Path(folder) / "sites/a.example.yaml").write_text(content, "utf-8")
        return RuleBook.only(folder)


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(chosen=numbers, parts=texts, keep=st.sets(st.sampled_from(KINDS), max_size=2))
def test_partition_idempotence_and_reasons(
    chosen: tuple[int, ...], parts: list[tuple[str, str]], keep: set[Kind]
) -> None:
    book, text = book_of(chosen), "".join(a + b for a, b in parts)
    result = strip(text, site="a.example", keep=keep, book=book)
    edges = [s.start for s in result.segments] + [len(text)]
    assert edges[0] == 0
    assert [s.end for s in result.segments] == edges[1:]
    assert all(s.text == text[s.start : s.end] for s in result.segments)
    assert all(s.cut is None or (s.cut.reason and s.cut.rule and s.position) for s in result.segments)
    assert strip(result.body, site="a.example", keep=keep, book=book).body == result.body
    removed = [(s.start, s.end) for s in result.removed]
    assert not [r for r in result.refused if any(a <= r.cut.start and r.cut.end <= b for a, b in removed)]
