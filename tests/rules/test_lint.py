from collections.abc import Callable
from pathlib import Path

import pytest

from endmark.errors import RuleError
from endmark.rules.lint import Level, lint
from endmark.rules.loading import load_folder

Write = Callable[[str, str], Path]
HEAD = "hosts: [a.example]\nrules:\n"


def found(tmp_path: Path) -> list[str]:
    findings = lint(tmp_path / "rules", fixtures=tmp_path / "fixtures")
    return [str(f).removeprefix(f"{tmp_path}/").replace(f"{tmp_path}/", "") for f in findings]


def advice_on(write: Write, tmp_path: Path, rule: str) -> list[str]:
    """The advice on one rule, `- id: one` and what is given."""
    lines = "".join(f"    {line}\n" for line in rule.splitlines())
    write("rules/sites/a.example.yaml", f"{HEAD}  - id: one\n    kind: tags\n{lines}")
    told = found(tmp_path)
    assert all(line.startswith("rules/sites/a.example.yaml:") and ": advice: " in line for line in told)
    return [line.removeprefix("rules/sites/a.example.yaml:").replace(" advice:", "") for line in told]


def test_errors_of_every_sort_come_together_and_in_order(write: Write, tmp_path: Path) -> None:
    write("rules/sites/a.example.yaml", f"{HEAD}  - {{id: one, kind: tags, line: {{regex: '(?<=x)y'}}}}\n")
    write("rules/sites/b.example.yaml", "hosts: [b.example]\nextends: nobody\n")
    write("rules/sites/c.example.yaml", "hosts: [c.example]\nrulez: []\nextends: x\n")
    write("fixtures/a.example/case.txt", "Body.")
    told = found(tmp_path)
    assert all(": error: " in line for line in told)
    assert [line.split(": ")[0] for line in told] == [
        "fixtures/a.example/case.txt:1:1",
        "rules/sites/a.example.yaml:3:33",
        "rules/sites/b.example.yaml:2:10",
        "rules/sites/c.example.yaml:2:1",
    ]


def test_groups_beneath_a_folder_can_be_extended(write: Write, tmp_path: Path) -> None:
    write("lower/groups/press.yaml", "rules: [{id: imprint, kind: tags, line: Tags}]\n")
    write("lower/sites/z.example.yaml", "hosts: [z.example]\nextends: nobody\n")
    write("rules/sites/a.example.yaml", "hosts: [a.example]\nextends: press\ndisable: [imprint]\n")
    beneath, _ = load_folder(tmp_path / "lower")
    assert lint(tmp_path / "rules", beneath=beneath) == ()
    assert [f.level for f in lint(tmp_path / "rules")] == [Level.ERROR]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="there is no such folder of rules"):
        lint(tmp_path / "rules")


def test_a_short_phrase_that_stands_in_bodies(write: Write, tmp_path: Path) -> None:
    write("fixtures/a.example/one.txt", "<!--endmark {}-->\n“Read More”\r\nWe read more, he said.\nMore")
    write(
        "fixtures/b.example/two.txt",
        "<!--endmark {}-->\n<!--endmark:tags-->More<!--/endmark-->\nmore or less",
    )
    one = "the body of fixtures/a.example/one.txt"
    short = "phrase of under 12 letters"
    assert advice_on(write, tmp_path, "line: More") == [f'5:11: {short}, "More", matches {one}']
    assert advice_on(write, tmp_path, "heading: [Morelle, '“read more”']") == [
        f'5:24: {short}, "“read more”", matches {one}'
    ]
    assert advice_on(write, tmp_path, "suffix: more") == [f'5:13: {short}, "more", matches 2 bodies in fixtures/']
    assert advice_on(write, tmp_path, "from: we read\nthrough: said") == [f'5:11: {short}, "we read", matches {one}']
    assert advice_on(write, tmp_path, "line: 'We read more, he said.'") == []
    assert advice_on(write, tmp_path, "suffix: mor") == []
    assert advice_on(write, tmp_path, "line: {regex: More}") == []


LONG = "This opening is long enough to be known.\nSo is the second sentence. And the third."


def test_passages_that_will_not_be_found_whole(write: Write, tmp_path: Path) -> None:
    def passage(*texts: str) -> list[str]:
        variants = "".join("  - |\n" + "".join(f"    {line}\n" for line in text.splitlines()) for text in texts)
        return advice_on(write, tmp_path, f"passage:\n{variants}")

    few = "one or two sentences are cut only as whole blocks; paste more or use line:"
    lone = "the first line, under 24 letters, will not be recognised alone when truncated"
    assert passage(LONG) == []
    assert passage(LONG, "One sentence that is long enough. And another.") == [f"9:9: {few}"]
    assert passage("Dear readers,\n" + LONG) == [f"6:9: {lone}"]


def test_a_passage_with_a_paragraph_of_a_story_in_it(write: Write, tmp_path: Path) -> None:
    story = "The council voted to close the bridge for the winter."
    quoted = "“Only your help keeps this newspaper alive,” the letter says."
    write("fixtures/a.example/one.txt", f"<!--endmark {{}}-->\n{story}\n{quoted}\n")
    told = advice_on(write, tmp_path, f"passage: |\n  {story}\n  {LONG.replace(chr(10), ' ')}\n  {quoted}\n")
    where = "the body of fixtures/a.example/one.txt"
    assert told == [f'5:14: "The council voted to close …" is a paragraph in {where}; is it boilerplate?']


def test_from_without_through(write: Write, tmp_path: Path) -> None:
    guard = "from without through needs a guard; add `guards: {longest: …}`"
    assert advice_on(write, tmp_path, "from: Help us") == [
        "5:11: without `through`, this cuts nothing; add `otherwise: end`"
    ]
    assert advice_on(write, tmp_path, "from: Help us\notherwise: end") == [f"5:11: {guard}"]
    assert advice_on(write, tmp_path, "from: Help us\notherwise: end\nguards: {longest: 900}") == []
    assert advice_on(write, tmp_path, "from: Help us\nthrough: Thanks.") == []


def test_advice_on_hosts_names_and_fingerprints(write: Write, tmp_path: Path) -> None:
    rules = "rules: [{id: one, kind: tags, line: Tags}]\n"
    write(
        "rules/sites/gazette.yaml",
        f"hosts: [www.a.example, b.example]\nfingerprints: [A letter from us]\n{rules}",
    )
    write("rules/sites/c.example.yaml", f"hosts: [c.example]\nfingerprints: [A Letter from US!]\n{rules}")
    write("rules/sites/xn--bcher-kva.example.yaml", f"hosts: [bücher.example]\n{rules}")
    name = 'a site file is named after one of its hosts: "www.a.example.yaml"'
    host = '"a.example" holds for "www.a.example" and for the other subdomains too; write "a.example"'
    assert found(tmp_path) == [
        "rules/sites/c.example.yaml:2:16: advice: this is a fingerprint of sites/gazette.yaml too",
        f"rules/sites/gazette.yaml:1:8: advice: {name}",
        f"rules/sites/gazette.yaml:1:9: advice: {host}",
        "rules/sites/gazette.yaml:2:16: advice: this is a fingerprint of sites/c.example.yaml too",
    ]


def test_a_fingerprint_that_is_too_short(write: Write, tmp_path: Path) -> None:
    write(
        "rules/sites/c.example.yaml",
        "hosts: [c.example]\nfingerprints: [Help us]\nrules: [{id: a, kind: tags, line: Tags}]",
    )
    assert found(tmp_path) == ["rules/sites/c.example.yaml:2:16: error: a fingerprint needs 11 letters; this one has 6"]


def test_a_rule_that_takes_the_place_of_a_groups(write: Write, tmp_path: Path) -> None:
    rule = "{id: one, kind: tags, line: Tags}"
    write("rules/groups/press.yaml", f"rules: [{rule}]\n")
    write("rules/groups/radio.yaml", "extends: press\n")
    site = write("rules/sites/a.example.yaml", f"hosts: [a.example]\nextends: radio\nrules: [{rule}]\n")
    said = 'this takes the place of "one" of groups/press.yaml; if that is meant, list it under disable:'
    assert found(tmp_path) == [f"rules/sites/a.example.yaml:3:14: advice: {said}"]
    site.write_text(site.read_text() + "disable: [one]\n")
    assert found(tmp_path) == []
