"""Generic rule files: what they may say, what they are told when they may not, and what becomes of their rules."""

from collections.abc import Callable
from pathlib import Path

import pytest

from endmark import Result, RuleBook, strip
from endmark.errors import RuleError
from endmark.model import Kind, Position

BookOf = Callable[[dict[str, str]], RuleBook]

GENERIC = """site: English
languages: [en]
rules:
- {id: share, kind: share_follow, line: [Share this article, "Follow us on {any}"]}
- {id: more, kind: related_links, heading: Related articles}
- {id: ad, kind: ad_marker, line: Advertisement}
- {id: wire, kind: agency_credit, suffix: ["(wire)", "({name}/wire)"]}
- {id: box, kind: newsletter, from: skip past newsletter, through: after newsletter, otherwise: nothing}
- {id: belongs, keep: "Editors' note: {any}"}
"""
FIRST = (
    "The council met on Monday and closed the old bridge over the river for the whole of the winter, the mayor said.\n"
)
LAST = "It will be open again when the ice has gone, which in this valley may be as late as the second half of April.\n"
STORY = FIRST + LAST


def stripped(book: BookOf, text: str, *, site: str = "", generic: str = GENERIC, keep: tuple[str, ...] = ()) -> Result:
    """The text, stripped by a generic file, and by the rules of a site if there are any."""
    files = {"generic/en.yaml": generic}
    if site:
        files["sites/a.example.yaml"] = f"hosts: [a.example]\nrules:\n{site}\n"
    result = strip(text, book=book(files), site="a.example" if site else None, keep=keep)
    assert "".join(segment.text for segment in result.segments) == text
    return result


def removed(result: Result) -> list[tuple[str, str]]:
    return [(s.cut.rule, s.text.strip()) for s in result.removed if s.cut]


def kept(result: Result) -> list[tuple[str, str]]:
    return [(s.cut.rule, s.text.strip()) for s in result.kept if s.cut]


def refused(result: Result) -> list[tuple[str, str]]:
    return [(r.cut.rule, r.guard) for r in result.refused]


def mistakes(book: BookOf, folder: Path, files: dict[str, str]) -> list[str]:
    with pytest.raises(RuleError) as refusal:
        book(files)
    return [str(problem).removeprefix(f"{folder}/") for problem in refusal.value.problems]


# Loading


def test_generic_files_are_of_no_site_and_no_group(book: BookOf) -> None:
    loaded = book({"generic/en.yaml": GENERIC, "generic/de.yaml": GENERIC})
    assert [file.name for file in loaded.files] == ["generic/de.yaml", "generic/en.yaml"]
    assert [(file.is_generic, file.is_site, file.group) for file in loaded.files] == [(True, False, None)] * 2
    assert loaded.sites == ()
    assert loaded.generic is not None
    assert len(loaded.generic.suffixes) == 2
    assert len(loaded.generic.insets.spans) == 2


def test_without_generic_files_nothing_is_judged_generically(book: BookOf) -> None:
    site = {"sites/a.example.yaml": "hosts: [a.example]\nrules: [{id: a, kind: tags, line: Tags}]\n"}
    assert book(site).generic is None


def test_a_later_folder_replaces_a_generic_file(tmp_path: Path) -> None:
    for folder, line in (("one", "Share this article"), ("two", "Tell your friends")):
        path = tmp_path / folder / "generic/en.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(f"rules: [{{id: share, kind: share_follow, line: {line}}}]\n", encoding="utf-8")
    both = RuleBook.only(tmp_path / "one", tmp_path / "two")
    text = f"{STORY}Share this article\nTell your friends"
    assert removed(strip(f"{STORY}Tell your friends", book=both)) == [("en/share", "Tell your friends")]
    assert removed(strip(text, book=both))[-1:] == [("en/share", "Tell your friends")]
    assert removed(strip(f"{STORY}Share this article", book=RuleBook.only(tmp_path / "one"))) == [
        ("en/share", "Share this article")
    ]


@pytest.mark.parametrize(
    ("rule", "mistake"),
    [
        ("{id: a, kind: tags, passage: A long passage of many words}", "a generic file has no passage; it has {verbs}"),
        ("{id: a, kind: tags, prefix: PARIS}", "a generic file has no prefix; it has {verbs}"),
        ("{id: a, kind: tags, line: {regex: 'tags'}}", "a line of a generic file is words and variables; {regex}"),
        (
            "{id: a, kind: tags, heading: {regex: 'tags'}}",
            "a heading of a generic file is words and variables; {regex}",
        ),
        ("{id: a, kind: tags, suffix: {regex: 'tags'}}", "a suffix of a generic file is words and variables; {regex}"),
        ("{id: a, keep: {regex: 'tags'}}", "a keep of a generic file is words and variables; {regex}"),
        ("{id: a, kind: tags, line: '2024'}", '"2024" has no words'),
        ("{id: a, kind: tags, line: [Tags, '24: {any}']}", '"24: {any}" has no words'),
        ("{id: a, keep: '***'}", '"***" has no words'),
    ],
)
def test_a_generic_file_is_told_what_only_sites_have(rule: str, mistake: str, book: BookOf, tmp_path: Path) -> None:
    said = mistake.replace("{verbs}", "line, heading, keep, from, suffix").replace("{regex}", "it takes no regex")
    found = mistakes(book, tmp_path, {"generic/en.yaml": f"rules:\n- {{id: ok, kind: tags, line: Tags}}\n- {rule}\n"})
    assert found == [f"generic/en.yaml:3:3: {said}"]


VARIABLES = "{any}, {name}, {number}, {amount}, {date}, {year}, {time}, {email}, {url}"


@pytest.mark.parametrize(
    ("rule", "column", "mistake"),
    [
        ("{id: a, kind: tags, line: 'By {nme}'}", 29, "there is no variable {nme}; did you mean {name}?"),
        ("{id: a, kind: tags, line: [Tags, 'By {zzz}']}", 36, f"there is no variable {{zzz}}; use {VARIABLES}"),
        ("{id: a, kind: tags, heading: '{any}'}", 32, "variables alone would match anything; add fixed words"),
        ("{id: a, kind: tags, suffix: '({name})'}", 31, "variables alone would match anything; add fixed words"),
        ("{id: a, keep: '{name}, {date}'}", 17, "variables alone would match anything; add fixed words"),
        (
            "{id: a, kind: tags, from: '{any}', through: End}",
            29,
            "variables alone would match anything; add fixed words",
        ),
        ("{id: a, kind: tags, from: Now, through: 'by {nam}'}", 43, "there is no variable {nam}; did you mean {name}?"),
    ],
)
@pytest.mark.parametrize("folder", ["generic/en.yaml", "sites/a.example.yaml"])
def test_variables_that_say_nothing_are_told_where_they_stand(  # noqa: PLR0913  a case and where it stands
    *, folder: str, rule: str, column: int, mistake: str, book: BookOf, tmp_path: Path
) -> None:
    hosts = "hosts: [a.example]\n" if folder.startswith("sites") else "site: English\n"
    found = mistakes(book, tmp_path, {folder: f"{hosts}rules:\n- {rule}\n"})
    assert f"{folder}:3:{column}: {mistake}" in found
    assert all(told.endswith((mistake, " has no words")) for told in found)


def test_all_mistakes_of_all_generic_files_come_at_once(book: BookOf, tmp_path: Path) -> None:
    one = "hosts: [a.example]\nfingerprints: [The Gazette has no owner]\nrules: [{id: a, kind: tags, line: Tags}]\n"
    two = "rules:\n- {id: a, kind: tags, prefix: PARIS}\n- {id: b, kind: tags, line: ['7', {regex: x}]}\n"
    files = {"generic/de.yaml": one, "generic/en.yaml": two, "generic/fr.yaml": "site: x\n"}
    assert mistakes(book, tmp_path, files) == [
        "generic/de.yaml:1:1: a generic file has no hosts; they belong to sites",
        "generic/de.yaml:2:1: a generic file has no fingerprints; they belong to sites",
        "generic/en.yaml:2:3: a generic file has no prefix; it has line, heading, keep, from, suffix",
        'generic/en.yaml:3:3: "7" has no words',
        "generic/en.yaml:3:3: a line of a generic file is words and variables; it takes no regex",
        "generic/fr.yaml:1:1: no rules, and no group that it extends",
    ]


def test_a_regex_may_begin_and_end_an_inset_of_a_generic_file(book: BookOf) -> None:
    rules = "rules: [{id: box, kind: newsletter, from: {regex: 'skip past \\w+'}, through: {regex: 'after \\w+'}}]"
    text = f"{FIRST}skip past mail\nAll you need to know.\nafter mail\n{LAST}"
    assert stripped(book, text, generic=rules).body == STORY


# Suffixes and insets


@pytest.mark.parametrize("mark", ["(wire)", "(WIRE)", "(Ann Lee/wire)", "（wire）"])
def test_a_suffix_goes_from_behind_the_last_sentence(mark: str, book: BookOf) -> None:
    result = stripped(book, f"{STORY.rstrip()} {mark}")
    assert result.body.rstrip() == STORY.rstrip()
    assert removed(result) == [("en/wire", mark)]
    assert [s.position for s in result.removed] == [Position.TAIL]


@pytest.mark.parametrize("sentence", ["He works for the", "So it was,", "The agency is a"])
def test_a_suffix_within_a_sentence_stays(sentence: str, book: BookOf) -> None:
    text = f"{STORY}{sentence} (wire)"
    assert stripped(book, text).body == text


def test_a_suffix_is_found_before_boilerplate(book: BookOf) -> None:
    result = stripped(book, f"{STORY.rstrip()} (wire)\nShare this article\n")
    assert result.body.strip() == STORY.strip()
    assert removed(result) == [("en/wire", "(wire)"), ("en/share", "Share this article")]


@pytest.mark.parametrize(
    "suffix", ["(wire)", "[wire]", "/wire/", "wire.", "【wire】", "wire", "Source - {name}", "/wire/{name}"]
)
def test_a_suffix_may_end_with_whatever_its_rule_says(suffix: str, book: BookOf) -> None:
    rules = f"rules: [{{id: wire, kind: agency_credit, suffix: '{suffix}'}}]"
    result = stripped(book, f"{STORY.rstrip()} {suffix.replace('{name}', 'Ann Lee')}", generic=rules)
    assert result.body.strip() == STORY.strip()


def test_an_inset_goes_from_its_first_to_its_last_marker(book: BookOf) -> None:
    box = "Skip past newsletter\nAll that happens in the valley, every day of the week.\nAfter newsletter\n"
    result = stripped(book, FIRST + box + LAST)
    assert result.body == STORY
    assert removed(result) == [("en/box", box.strip())]
    assert [s.position for s in result.removed] == [Position.INSET]


def test_an_inset_without_its_last_marker_stays(book: BookOf) -> None:
    text = f"{FIRST}Skip past newsletter\nAll that happens in the valley.\n{LAST}"
    assert stripped(book, text).body == text


# Generic rules and a site's


SHARE = "- {id: tail, kind: tags, line: Our tags}"


def test_a_sites_rules_are_first_and_the_generic_ones_judge_what_they_leave(book: BookOf) -> None:
    result = stripped(book, f"{STORY}Share this article\nOur tags", site=SHARE)
    assert removed(result) == [("en/share", "Share this article"), ("a.example/tail", "Our tags")]
    assert [s.cut.file for s in result.removed if s.cut] == ["generic/en.yaml", "sites/a.example.yaml"]
    assert result.body == STORY


def test_what_both_would_cut_is_the_sites(book: BookOf) -> None:
    site = "- {id: own, kind: tags, line: Share this article}"
    assert removed(stripped(book, f"{STORY}Share this article", site=site)) == [("a.example/own", "Share this article")]


def test_what_stands_around_a_sites_cut_is_judged_as_if_it_had_never_been(book: BookOf) -> None:
    text = f"{FIRST}Skip past newsletter\nEvery day.\nOur tags\nAfter newsletter\n{LAST}"
    result = stripped(book, text, site=SHARE)
    assert result.body == STORY
    assert [rule for rule, _ in removed(result)] == ["en/box", "a.example/tail", "en/box"]


def test_a_keep_of_the_site_guards_against_generic_cuts(book: BookOf) -> None:
    site = "- {id: mine, keep: Share this article}"
    result = stripped(book, f"{STORY}Share this article\nFollow us on the web", site=site)
    assert result.body == f"{STORY}Share this article\n"
    assert removed(result) == [("en/share", "Follow us on the web")]
    assert ("en/share", "a.example/mine keeps it") in refused(result)


def test_a_keep_of_the_site_guards_against_generic_suffixes(book: BookOf) -> None:
    result = stripped(book, f"{STORY.rstrip()} (wire)", site="- {id: mine, keep: (wire)}")
    assert result.removed == ()
    assert refused(result) == [("en/wire", "a.example/mine keeps it")]


def test_a_keep_of_a_generic_file_guards_its_block(book: BookOf) -> None:
    result = stripped(book, f"{STORY}Editors' note: the mayor was away\nShare this article\n")
    assert result.body == f"{STORY}Editors' note: the mayor was away\n"


# Kinds to keep


@pytest.mark.parametrize(
    ("kind", "stays", "goes"),
    [
        ("tags", [("a.example/tail", "Our tags")], [("en/share", "Share this article")]),
        ("share_follow", [("en/share", "Share this article")], [("a.example/tail", "Our tags")]),
    ],
)
def test_kinds_to_keep_stay_whoever_would_cut_them(
    kind: str, stays: list[tuple[str, str]], goes: list[tuple[str, str]], book: BookOf
) -> None:
    result = stripped(book, f"{STORY}Share this article\nOur tags", site=SHARE, keep=(kind,))
    assert kept(result) == stays
    assert removed(result) == goes
    assert result.body.strip() == f"{STORY}{stays[0][1]}"


def test_both_kinds_may_stay(book: BookOf) -> None:
    text = f"{STORY}Share this article\nOur tags"
    result = stripped(book, text, site=SHARE, keep=("tags", "share_follow"))
    assert result.body == text
    assert {s.cut.kind for s in result.kept if s.cut} == {Kind.TAGS, Kind.SHARE_FOLLOW}


def test_what_a_site_cuts_and_the_caller_keeps_no_generic_rule_cuts(book: BookOf) -> None:
    site = "- {id: own, kind: tags, line: Share this article}"
    result = stripped(book, f"{STORY}Share this article\n", site=site, keep=("tags",))
    assert kept(result) == [("a.example/own", "Share this article")]
    assert result.removed == ()
    assert refused(result) == []


LATE = "- {id: more, kind: related_links, line: More from the Gazette, where: tail}"


@pytest.mark.parametrize("below", ["Ten bridges\nThe mayor who swam\n", "Share this article\nThe mayor who swam\n"])
def test_behind_the_last_paragraph_is_the_tail_whatever_follows(below: str, book: BookOf) -> None:
    result = stripped(book, f"{STORY}More from the Gazette\n{below}", site=LATE)
    assert "a.example/more" in {s.cut.rule for s in result.removed if s.cut}
    assert STORY in result.body
    assert "a.example/more" not in {rule for rule, _ in refused(result)}


def test_before_the_last_paragraph_is_no_tail(book: BookOf) -> None:
    result = stripped(book, f"{FIRST}More from the Gazette\n{LAST}", site=LATE)
    assert result.removed == ()
    assert refused(result) == [("a.example/more", "it stands outside the rule's place, tail")]


# Refusals and notes


@pytest.mark.parametrize(
    ("said", "guard"),
    [
        ("status: shadow", "the rule's status is shadow: reported, not cut"),
        ("where: head", "it stands outside the rule's place, head"),
    ],
)
def test_a_refused_phrase_is_reported_and_stays(said: str, guard: str, book: BookOf) -> None:
    rules = f"rules: [{{id: share, kind: share_follow, line: Share this article, {said}}}]"
    result = stripped(book, f"{STORY}Share this article", generic=rules)
    assert result.removed == ()
    assert refused(result) == [("en/share", guard)]
    assert [r.cut.start for r in result.refused] == [len(STORY)]


def test_refusals_of_every_round_are_reported_where_they_stand(book: BookOf) -> None:
    site = f"{SHARE}\n- {{id: quiet, kind: tags, line: More tags, status: draft}}"
    generic = f"{GENERIC}- {{id: friend, kind: share_follow, line: Tell a friend, status: shadow}}\n"
    text = f"Our tags\n{STORY}More tags\n{STORY}Our tags\nShare this article\nAdvertisement\nTell a friend"
    result = stripped(book, text, site=site, generic=generic)
    told = {r.cut.rule: text[r.cut.start : r.cut.end] for r in result.refused}
    assert told["a.example/quiet"] == "More tags"
    assert told["en/friend"] == "Tell a friend"
    assert len(result.refused) == len({(r.cut.rule, r.cut.start, r.cut.end) for r in result.refused})


@pytest.mark.parametrize("lines", ["Tell a friend\nShare this article", "Share this article\nTell a friend"])
def test_a_rule_that_only_reports_neither_cuts_nor_spares_its_neighbours(lines: str, book: BookOf) -> None:
    generic = f"{GENERIC}- {{id: friend, kind: share_follow, line: Tell a friend, status: shadow}}\n"
    result = stripped(book, f"{STORY}{lines}", generic=generic)
    assert removed(result) == [("en/share", "Share this article")]
    assert [text for text in lines.split("\n") if text in result.body] == ["Tell a friend"]


def test_what_is_cut_in_the_end_is_not_reported_as_refused(book: BookOf) -> None:
    result = stripped(book, f"{STORY}Our tags\nShare this article\nOur tags", site=SHARE)
    spans = [(s.start, s.end) for s in result.removed]
    assert not [r for r in result.refused if any(s <= r.cut.start and r.cut.end <= e for s, e in spans)]


def test_notes_say_that_only_generic_rules_judged(book: BookOf) -> None:
    unknown = "no rule file names this site: only the generic rules judged it"
    assert stripped(book, STORY).notes == (unknown,)
    assert stripped(book, STORY, site=SHARE).notes == ()
    assert stripped(book, "", generic=GENERIC).notes == (unknown,)


def test_notes_say_that_nothing_was_looked_for_without_generic_rules(book: BookOf) -> None:
    site = book({"sites/a.example.yaml": f"hosts: [a.example]\nrules:\n{SHARE}\n"})
    assert strip(STORY, book=site).notes == ("no rule file names this site: nothing was looked for",)


def test_reasons_name_the_words_and_the_place(book: BookOf) -> None:
    (segment,) = stripped(book, f"{STORY}Share this article\nFollow us on the web").removed
    assert segment.cut is not None
    assert 'the words "share this article"' in segment.cut.reason
    assert "behind the last paragraph" in segment.cut.reason
