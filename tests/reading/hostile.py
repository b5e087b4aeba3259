"""Pages made to take a parser long, by name."""

from collections.abc import Callable


def many(tag: str, count: int, start: int = 0) -> str:
    """A tag over and over, each time with another number in place of `#`."""
    return "".join(tag.replace("#", str(n)) for n in range(start, start + count))


PAGES: dict[str, Callable[[], str]] = {
    "nested divs": lambda: "<div>" * 100_000,
    "nested divs, other ends": lambda: "<div></b>" * 100_000,
    "nested divs in svg's style": lambda: "<svg><style>" + "<div>" * 100_000,
    "nested divs in select's xmp": lambda: "<select><xmp></select>" + "<div>" * 100_000,
    "nested divs behind svg's CDATA": lambda: "<svg><![CDATA[> <!-- ]]>" + "<div>" * 100_000,
    "nested divs behind HTML's CDATA": lambda: "<svg><p><![CDATA[>" + "<div>" * 100_000,
    "nested divs in foreignObject": lambda: (
        "<svg><foreignObject></svg></foreignObject><style>" + "<div>" * 100_000 + "</style>"
    ),
    "nested divs behind a script": lambda: "<script><!--<script></script>-->'<!--'</script>" + "<div>" * 100_000,
    "nested divs behind a quote": lambda: "<p ='>" + "<div>" * 100_000,
    "nested lists": lambda: "<ul><li>" * 100_000,
    "tags": lambda: "<i>x</i>" * 200_000,
    "paragraphs": lambda: "<p>x" * 400_000,
    "attributes": lambda: "<p " + many("a# ", 200_000) + ">",
    "attributes without spaces": lambda: "<p" + many("/a#", 200_000) + ">",
    "attributes between values": lambda: "<p " + many("a#='>'", 200_000) + ">",
    "attributes and tags in values": lambda: "<p " + many(many("a#- ", 9) + 'b#="<b>" c#=\'">\' ', 20_000) + ">",
    "attributes behind a long value": lambda: "<b>x</b>" * 2000 + f"<p x='{'y' * 300_000}' {many('a# ', 200_000)}>",
    "attributes around long values": lambda: (
        "<b>x</b>" * 99 + f"<p {many(many('a#- ', 99) + 'b#=' + 'y' * 999, 2000)}>"
    ),
    "attributes on many tags": lambda: "".join(f"<p {many('a# ', 900, n)}>" for n in range(900)),
    "formatting left open": lambda: f"<p>{many('<b a=#>', 4000)}</p>" + "<p>x</p>" * 4000,
    "formatting left open by cells": lambda: (
        f"<div>{many('<b a=#><table><td></b></table>', 4000)}</div>" + "<p>x</p>" * 4000
    ),
    "formatting around blocks": lambda: many("<b a=#><div>", 4000) + "</b>" * 4000,
    "formatting without attributes": lambda: f"<p>{'<b><i><u><s><em><tt>' * 20}</p>" + "<p>x</p>" * 50_000,
    "one long text": lambda: "x" * 10_000_000,
    "ampersands": lambda: "&" * 5_000_000,
    "CDATA unclosed": lambda: "<![CDATA[>" * 300_000,
    "everything unclosed": lambda: "<html><body><table><tr><td><ul><li><b><a href='x'><p>" * 4000,
    "comments unclosed": lambda: "<!--" * 500_000,
    "comments of dashes": lambda: "<!--" + "-" * 2_000_000,
    "quotes unclosed": lambda: '<a href="' * 500_000,
    "scripts unclosed": lambda: "<script>" * 300_000,
    "scripts in scripts": lambda: "<script><!--<script>" * 100_000,
    "NUL": lambda: "a\0<p>b\0" * 50_000,
    "lone surrogates": lambda: "<p>\ud800x\udfff</p>" * 50_000,
    "less-than signs": lambda: "<" * 3_000_000,
    "tags in a tag": lambda: "<a " * 1_000_000,
}
