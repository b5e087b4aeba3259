"""What each verb of a rule file does, on small texts in which `[` and `]` mark what is to be cut."""

from pathlib import Path
from textwrap import dedent

import pytest

from endmark import Kind, Result, RuleBook, strip

STORY = "The council met on Monday.\nIt closed the bridge for the winter.\n"
APPEAL = (
    "A letter from the Gazette\nDear readers,\nThe Gazette has no owner and no party behind it.\n"
    "Every gift pays for a day in court.\nThank you for your help.\n"
)

CASES = {
    # line
    "line": ("line: Support us", STORY + "[Support us]"),
    "line, however it is typed": ("line: It’s “free” – really…", STORY + '[IT\'S\u00a0"FREE" - REALLY...]\nMore.'),
    "line, with a prefix or bullet": ("line: Support us", STORY + "[> Support us\n* Support us]"),
    "line, broken over several": ("line: Support the paper today", STORY + "[Support the\npaper\ntoday]"),
    "line, a list of them": ("line: [Share, Tweet]", STORY + "[Share\nTweet]"),
    "line, a regex for the whole of it": ("line: {regex: '\\d+ shares'}", STORY + "[٣ shares]\n3 shares in all\n"),
    "line, not a part of one": ("line: Support us", STORY + "Support us, they said."),
    "line, not in a quotation": ("line: Support us", STORY + "“Support us”"),
    # heading
    "heading": ("heading: Read more", STORY + "[Read more\nBridge opens\nWhy is the mayor away?]\nThe work goes on."),
    "heading, not as the first line": ("heading: Read more", "Read more\nThe council met."),
    "heading, first where the rule says so": (
        "{heading: Read more, where: head}",
        "[Read more\nBridge opens]\nThe council met.",
    ),
    # from
    "from through": (
        "{from: A letter from the Gazette, through: Thank you for your help.}",
        STORY + f"[{APPEAL}]The end.",
    ),
    "from through, the preferred end": (
        "{from: Help us, through: [Later., Thank you.]}",
        STORY + "[Help us. Thank you.\nLater.]\nThe end.",
    ),
    "from through, the second choice": (
        "{from: Help us, through: [Later., Thank you.]}",
        STORY + "[Help us. Now! Thank you.]\nThe end.",
    ),
    "from through, twice": (
        "{from: Help us, through: Thanks}",
        "[Help us a\nThanks]\nBody.\n[Help us b\nThanks]\nBody.",
    ),
    "from through, from the nearest start": (
        "{from: Help us, through: Thanks}",
        "Help us, the mayor asked.\nBody.\n[Help us\nThanks]\nBody.",
    ),
    "from through, in one line": (
        "{from: Help us!, through: Thanks.}",
        "It closed. [Help us! Now. Thanks.] It opened.",
    ),
    "from through, glued": ("{from: Help us!, through: Thanks.}", "It is closed[Help us! Now. Thanks.]It opened."),
    "from, in the middle of a sentence": ("{from: Help us, through: Thanks}", "They said to help us. Thanks.\nBody."),
    "from, with no end": ("{from: Help us}", STORY + "Help us\nToday."),
    "from, otherwise end": ("{from: Help us, otherwise: end}", STORY + "[Help us\nToday.]"),
    "from, otherwise end, but too long": (
        "{from: Help us, otherwise: end, guards: {longest: 40}}",
        STORY + "Help us\n" + "The road is long. " * 4,
    ),
    "from, otherwise nothing": ("{from: Help us, through: Thanks, otherwise: nothing}", STORY + "Help us\nToday."),
    # suffix and prefix
    "suffix": ("suffix: DM", "The mayor said so. [DM]"),
    "suffix, not a part of a word": ("suffix: DM", "The mayor used an ADM"),
    "suffix, a regex": ("suffix: {regex: '\\([a-z]{2,3}/dpa\\)'}", "The mayor said so. [(ab/DPA)]\n"),
    "suffix, not the whole text": ("suffix: DM", "DM"),
    "prefix": ("prefix: {regex: '[a-z]+ \\(ap\\) -'}", "[PARIS (AP) —] The council met.\nIt closed."),
    # where
    "where tail": ("{line: Share, where: tail}", "Share\nBody.\nShare\nBody.\n[Share]"),
    "where head": ("{line: Share, where: head}", "[Share]\nBody.\nShare\nBody.\nShare"),
    "where inset": ("{line: Share, where: inset}", "Share\nBody.\n[Share]\nBody.\nShare"),
    # guards
    "guard: blocks before": ("{line: Share, guards: {min_blocks_before: 2}}", "One.\nShare\nTwo.\n[Share]"),
    "guard: characters before": (
        "{line: Share, guards: {min_characters_before: 12}}",
        "One.\nShare\nTwo and three.\n[Share]",
    ),
    "guard: longest": (
        "{heading: Read, guards: {longest: 14}}",
        STORY + "[Read\nOne\nTwo]\nBody.\nRead\nOne\nTwo\nThree\n",
    ),
    "guard: largest share": ("{line: Share this, guards: {largest_share: 0.2}}", "Share this\nOne."),
}


def marked(text: str) -> tuple[str, list[str]]:
    """The text without its marks, and the pieces they mark."""
    pieces = [piece.partition("]")[0] for piece in text.split("[")[1:]]
    return text.replace("[", "").replace("]", ""), pieces


def book_of(folder: Path, *files: tuple[str, str]) -> RuleBook:
    for name, content in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(content), encoding="utf-8")
    return RuleBook.only(folder)


def rule(verb: str, number: int = 0) -> str:
    """A rule in flow style, of verbs that may be written without braces."""
    inner = verb[1:-1] if verb.startswith("{") else verb
    return f"- {{id: rule-{number}, kind: tags, {inner}}}"


def stripped(folder: Path, text: str, *verbs: str) -> Result:
    rules = "\n".join(rule(verb, number) for number, verb in enumerate(verbs))
    book = book_of(folder, ("sites/a.example.yaml", f"hosts: [a.example]\nrules:\n{rules}\n"))
    return strip(text, site="a.example", book=book)


@pytest.mark.parametrize("name", CASES)
def test_a_verb_cuts_what_is_marked(name: str, tmp_path: Path) -> None:
    verb, source = CASES[name]
    text, pieces = marked(source)
    result = stripped(tmp_path, text, verb)
    assert [s.text.strip() for s in result.removed] == [piece.strip() for piece in pieces]
    assert "".join(s.text for s in result.segments) == text


def test_a_keep_rule_is_spared_and_the_rest_of_the_cut_goes(tmp_path: Path) -> None:
    text = STORY + "Help us\nEditors: the desk\nThanks"
    result = stripped(tmp_path, text, "{from: Help us, through: Thanks}", "keep: {regex: 'editors: .*'}")
    assert result.body == STORY + "Editors: the desk\n"
    assert [r.guard for r in result.refused] == ["a.example/rule-1 keeps it"]


def test_a_rule_that_is_not_stable_only_reports(tmp_path: Path) -> None:
    result = stripped(tmp_path, STORY + "Share", "{line: Share, status: shadow}")
    assert result.body == STORY + "Share"
    assert [(r.cut.start, r.guard) for r in result.refused] == [
        (len(STORY), "the rule's status is shadow: reported, not cut")
    ]


def test_what_is_refused_in_one_place_is_told_in_the_order_of_the_rules(tmp_path: Path) -> None:
    result = stripped(tmp_path, STORY + "Share", *["{line: Share, status: shadow}"] * 8)
    assert [r.cut.rule for r in result.refused] == [f"a.example/rule-{number}" for number in range(8)]


def test_the_longest_of_overlapping_cuts_labels_and_the_others_are_listed(tmp_path: Path) -> None:
    result = stripped(tmp_path, STORY + APPEAL, "line: 'Dear readers,'", "{from: A letter from, through: your help.}")
    (segment,) = result.removed
    assert segment.cut is not None
    assert (segment.cut.rule, segment.also) == ("a.example/rule-1", ("a.example/rule-0",))


def test_a_tail_is_eaten_through_every_kind_of_boilerplate(tmp_path: Path) -> None:
    text = STORY + "Share\nCopyright 2024 the Gazette\nContact us"
    verbs = ("{line: Share, where: tail}", "{line: {regex: 'copyright .*'}, where: tail}", "line: Contact us")
    assert stripped(tmp_path, text, *verbs).body == STORY


def test_open_ended_cuts_go_to_the_last_sentence_that_a_passage_knows(tmp_path: Path) -> None:
    passage = "passage: 'Every gift pays for a day in court. The Gazette has no owner and no party behind it.'"
    text = STORY + "Help us today\nNow.\nEvery gift pays for a day in court.\nThe bridge is open again.\n"
    result = stripped(tmp_path, text, "{from: Help us, otherwise: last-known}", passage)
    assert result.body == STORY + "The bridge is open again.\n"


def test_kinds_that_the_caller_keeps_stay_in_the_body_and_are_reported(tmp_path: Path) -> None:
    book = book_of(tmp_path, ("sites/a.example.yaml", f"hosts: [a.example]\nrules:\n{rule('line: Share')}\n"))
    result = strip(STORY + "Share", site="a.example", keep=["tags"], book=book)
    assert result.body == STORY + "Share"
    assert [(s.text, s.cut and s.cut.kind) for s in result.kept] == [("Share", Kind.TAGS)]
    assert not result.removed


def test_groups_hosts_and_fingerprints(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        (
            "groups/house.yaml",
            "rules:\n- {id: share, kind: tags, line: Share}\n- {id: tweet, kind: tags, line: Tweet}\n",
        ),
        (
            "sites/a.example.yaml",
            "hosts: [a.example]\nextends: house\ndisable: [tweet]\nfingerprints: [The Gazette has no owner]\n",
        ),
        ("sites/b.a.example.yaml", "hosts: [b.a.example]\nrules:\n- {id: like, kind: tags, line: Like}\n"),
    )
    text = "Body.\nShare\nTweet\nLike"
    for url, body in {
        "https://a.example/1": "Body.\nTweet\nLike",
        "https://www.A.example:8080/1": "Body.\nTweet\nLike",
        "https://x.b.a.example/1": "Body.\nShare\nTweet\n",
        "https://c.example/1": text,
    }.items():
        assert strip(text, url=url, book=book).body == body, url
    signed = text + "\nTHE GAZETTE has\nno owner."
    assert strip(signed, book=book).site == "a.example"
    assert strip(signed, url="https://x.b.a.example/", book=book).site == "b.a.example"


def test_a_text_of_nothing_but_boilerplate_has_an_empty_body_and_says_so(tmp_path: Path) -> None:
    result = stripped(tmp_path, "\n\n> Share\n\n", "line: Share")
    assert result.body == ""
    assert result.notes == ("nothing but boilerplate: the body is empty",)
