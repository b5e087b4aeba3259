"""The lines of a site configuration of Full-Text RSS, and what each directive is for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_INVISIBLE = re.compile(r"[^\t\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")  # nor XML's
_LINE = re.compile(r"(?P<key>[a-z_]+)(?:\((?P<inside>.*)\))?\s*:\s*(?P<value>.*)")

_STATED = "Endmark reads it from what the page states of itself"
_FETCHED = "Endmark fetches no pages"
_SOURCE = "Endmark leaves the page as it is, and cuts from what it shows"
_SETTING = "a setting of that program's"
# Directives that have no counterpart, and why.
WITHOUT = {
    **dict.fromkeys(("title", "author", "date"), _STATED),
    **dict.fromkeys(
        (
            "single_page_link single_page_link_in_feed next_page_link if_page_contains http_header requires_login "
            "login_uri login_username_field login_password_field login_extra_fields not_logged_in_xpath"
        ).split(),
        _FETCHED,
    ),
    **dict.fromkeys(
        (
            "find_string replace_string wrap_in move_into dissolve strip_attr src_lazy_load_attr "
            "convert_double_br_tags insert_detected_image footnotes unwrap"
        ).split(),
        _SOURCE,
    ),
    **dict.fromkeys(
        "prune tidy parser autodetect_on_failure autodetect_next_page skip_json_ld skip_id_or_class_check".split(),
        _SETTING,
    ),
    "strip_image_src": "an image shows no text",
    "strip_comments": "comments show no text",
    "native_ad_clue": "it tells advertisements from articles, and cuts nothing",
}
CARRIED = ("body", "strip", "strip_id_or_class", "test_url", "test_contains")
KNOWN = (*CARRIED, *WITHOUT)


@dataclass(frozen=True, slots=True)
class Directive:
    """One line of a configuration, `key: value` or `key(inside): value`; no key where it is neither."""

    line: int
    key: str | None
    value: str


def directives(text: str) -> Iterator[Directive]:
    """The directives of a file, in order; empty lines and comments are left out."""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        said = _INVISIBLE.sub("", line).strip()
        if not said or said.startswith("#"):
            continue
        found = _LINE.fullmatch(said)
        yield Directive(number, found["key"], found["value"].strip()) if found else Directive(number, None, said)
