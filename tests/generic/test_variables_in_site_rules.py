"""Variables in the markers of a site's rules: `{name}`, `{date}` and their like, in every verb that takes them."""

from collections.abc import Callable

import pytest

from endmark import Result, RuleBook, strip
from endmark.rules.variables import VARIABLES, has_variables, longest_piece, pieces

BookOf = Callable[[dict[str, str]], RuleBook]
STORY = "The council met on Monday.\nIt closed the bridge for the winter.\n"


def stripped(book: BookOf, verb: str, text: str) -> Result:
    rules = f"hosts: [a.example]\nrules:\n- {{id: a, kind: tags, {verb}}}\n"
    return strip(text, site="a.example", book=book({"sites/a.example.yaml": rules}))


# A variable, what it stands for, and what it does not.
CASES = {
    "number": (["7", "1,000", "12.5", "1 000"], ["seven", "", "a7"]),
    "amount": (["€5", "5 €", "$7.50", "5 euro", "usd 12", "1,000 kr", "£ 20", "5"], ["five euros", "some of it"]),
    "date": (["3 May 2024", "2024-05-03", "May 3rd"], ["now", "x" * 41]),
    "year": (["2024", "1999"], ["24", "MMXX", "20245"]),
    "time": (["7:45", "19.30", "8:15 p.m.", "12:30:15"], ["noon", "7"]),
    "email": (["ann@example.org", "a.b+c@d.example"], ["ann at example", "ann @ example"]),
    "url": (["example.org", "https://example.org/a?b=c"], ["example", "an example. org"]),
    "name": (["Ann Lee", "María José de la O", "Li"], ["A", "x" * 61]),
    "any": (["", "whatever it is, and more of it: here", "x" * 400], ["x" * 401]),
}
SAYING = [(name, value) for name, (values, _) in CASES.items() for value in values]
SILENT = [(name, value) for name, (_, values) in CASES.items() for value in values]


def test_every_variable_has_its_cases() -> None:
    assert CASES.keys() == VARIABLES.keys()


@pytest.mark.parametrize(("variable", "value"), SAYING)
def test_a_line_goes_with_what_its_variable_stands_for(variable: str, value: str, book: BookOf) -> None:
    for start, end in (("Filed: ", ""), ("", " was filed"), ("Filed (", ") here")):
        text = f"{STORY}{start}{value}{end}"
        assert stripped(book, f"line: '{start}{{{variable}}}{end}'", text).body == STORY or not value


@pytest.mark.parametrize(("variable", "value"), SILENT)
def test_a_line_stays_with_anything_else(variable: str, value: str, book: BookOf) -> None:
    text = f"{STORY}Filed ({value}) here"
    assert stripped(book, f"line: 'Filed ({{{variable}}}) here'", text).body == text


@pytest.mark.parametrize(("variable", "value"), [(name, values[0]) for name, (values, _) in CASES.items() if values[0]])
def test_a_span_begins_and_ends_with_variables(variable: str, value: str, book: BookOf) -> None:
    verb = f"from: 'Box {{{variable}}} begins', through: 'box {{{variable}}} ends', otherwise: nothing"
    box = f"Box {value} begins\nAll that happens, every day.\nThe box {value} ends"
    assert stripped(book, verb, f"{STORY}{box}\nThe end.").body == f"{STORY}The end."
    other = f"{STORY}Box begins\nAll that happens.\nThe box {value} ends\nThe end."
    assert stripped(book, verb, other).body == other


@pytest.mark.parametrize(("variable", "value"), [(name, values[0]) for name, (values, _) in CASES.items() if values[0]])
def test_a_suffix_may_hold_variables(variable: str, value: str, book: BookOf) -> None:
    for literal in (f"(wire, {{{variable}}})", f"wire {{{variable}}}"):
        mark = literal.replace(f"{{{variable}}}", value)
        assert stripped(book, f"suffix: '{literal}'", f"{STORY.rstrip()} {mark}").body.rstrip() == STORY.rstrip()
    within = f"{STORY.rstrip()} (wire, {value}) and on"
    assert stripped(book, f"suffix: '(wire, {{{variable}}})'", within).body == within


def test_any_in_brackets_does_not_begin_at_an_earlier_bracket(book: BookOf) -> None:
    text = "The council (of nine) met on Monday (Ann Lee/wire)"
    assert stripped(book, "suffix: '({any}/wire)'", text).body.rstrip() == "The council (of nine) met on Monday"


@pytest.mark.parametrize("verb", ["heading: 'More about {name}'", "heading: [Links, 'More about {any}']"])
def test_a_heading_takes_its_links_along(verb: str, book: BookOf) -> None:
    assert stripped(book, verb, f"{STORY}More about Ann Lee\nBridge opens").body == STORY


def test_a_prefix_may_hold_variables(book: BookOf) -> None:
    assert stripped(book, "prefix: '{name} (wire) -'", f"PARIS (wire) — {STORY}").body.lstrip() == STORY


def test_a_keep_may_hold_variables(book: BookOf) -> None:
    rules = "- {id: a, kind: tags, line: {regex: 'editor: .*'}}\n- {id: b, keep: 'Editor: {name}, {year}'}\n"
    made = book({"sites/a.example.yaml": f"hosts: [a.example]\nrules:\n{rules}"})
    text = f"{STORY}Editor: Ann Lee, 2024\nEditor: nobody"
    result = strip(text, site="a.example", book=made)
    assert result.body == f"{STORY}Editor: Ann Lee, 2024\n"
    assert [r.guard for r in result.refused] == ["a.example/b keeps it"]


def test_case_accents_and_typography_make_no_difference_around_variables(book: BookOf) -> None:
    text = f"{STORY}ECRIT PAR JOSÉ “PEPE” NÚÑEZ – 3 MAI 2024…"
    assert stripped(book, "line: 'Écrit par {name} \"Pepe\" {name} — {date}...'", text).body == STORY


def test_signs_of_regexes_around_variables_are_themselves(book: BookOf) -> None:
    text = f"{STORY}[+] Ann Lee (see all)*\n"
    assert stripped(book, "line: '[+] {name} (see all)*'", text).body == STORY
    other = f"{STORY}++ Ann Lee see all\n"
    assert stripped(book, "line: '[+] {name} (see all)*'", other).body == other


@pytest.mark.parametrize("literal", ["{Name} writes", "{ name } writes", "{} writes", "{na-me} writes"])
def test_other_braces_are_braces(literal: str, book: BookOf) -> None:
    assert not has_variables(literal)
    assert stripped(book, f"line: '{literal}'", f"{STORY}{literal}").body == STORY
    assert stripped(book, f"line: '{literal}'", f"{STORY}Ann writes").body == f"{STORY}Ann writes"


def test_pieces_and_variables_take_turns() -> None:
    assert pieces("{name}{date} wrote {any}") == ["", "name", "", "date", " wrote ", "any", ""]
    assert longest_piece("By {name}, who writes {any} here") == ", who writes "
