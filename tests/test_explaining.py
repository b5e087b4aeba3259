"""What the library tells of every block."""

import json
from pathlib import Path

import numpy as np
import pytest

from endmark import InputError, RuleBook, read, strip
from endmark.explain import ExplainedBlock, Explanation, Outcome, explain
from endmark.judging.generic import weigh
from endmark.judging.sheet import Sheet

SITE = """\
hosts: [gazette.example]
rules:
  - id: appeal
    kind: donation_appeal
    passage: |
      The Harbour Gazette depends on you
      Dear readers, we have no owner and no party behind us at the Gazette.
      Every gift pays for a day in court, however small it is.
  - {id: agency, kind: agency_credit, suffix: (hg)}
  - {id: desk, kind: contact_tips, status: shadow, line: The harbour desk wrote this}
  - {id: newsletter, kind: newsletter, line: The Gazette in your letter box}
"""
FIRST = (
    "The council voted on Tuesday evening to close the old bridge for the whole of the coming winter, after "
    "engineers warned of cracks in two piers."
)
LAST = (
    "Repairs begin in May, engineers told the meeting, and are expected to last until the autumn of the "
    "following year, when the ferry will stop."
)
APPEAL = (
    "The Harbour Gazette depends on you\n"
    "Dear readers, we have no owner and no party behind us at the Gazette.\n"
    "Every gift pays for a day in court, however small it is."
)
QUOTED = f"“{APPEAL.replace(chr(10), ' ')}” the paper wrote under each of its stories."
SHADOWED = "The harbour desk wrote this"
TAIL = "Read more\nBridge engineers warn of more cracks\nSign up for our newsletter"
TEXT = f"{FIRST}\r\n\r\n{QUOTED}\n{SHADOWED}\n{LAST} (hg)\n> {APPEAL}\n\n{TAIL}\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "sites").mkdir()
    (folder / "sites/gazette.example.yaml").write_text(SITE)
    return RuleBook.load(folder)


@pytest.fixture(scope="module")
def told(book: RuleBook) -> Explanation:
    return explain(TEXT, site="gazette.example", book=book)


def block(told: Explanation, beginning: str) -> ExplainedBlock:
    [found] = [b for b in told.blocks if b.text.removeprefix("> ").startswith(beginning)]
    return found


def cut_rules(explained: ExplainedBlock) -> list[str]:
    return [part.cut.rule for part in explained.parts if part.cut]


def test_the_verdicts_are_those_of_strip(told: Explanation, book: RuleBook) -> None:
    assert told.result == strip(told.result.document, site="gazette.example", book=book)


def test_a_cut_of_the_sites_rules(told: Explanation) -> None:
    for line in APPEAL.splitlines():
        explained = block(told, line)
        assert explained.outcome is Outcome.CUT
        assert cut_rules(explained) == ["gazette.example/appeal"]
        assert explained.weight is None
        assert not explained.lacked


def test_a_generic_cut_names_its_phrase(told: Explanation) -> None:
    explained = block(told, "Sign up for our newsletter")
    assert explained.outcome is Outcome.CUT
    assert cut_rules(explained) == ["en/newsletter"]
    assert explained.weight
    assert explained.weight.decided
    assert explained.weight.named
    assert explained.weight.named.words.startswith("sign up for our")
    assert (explained.weight.named.rule, explained.weight.named.kind) == ("en/newsletter", "newsletter")
    assert "newsletter" in [word.text for word in explained.weight.words]


def test_neighbours_of_one_kind_keep_their_own_labels(book: RuleBook) -> None:
    text = f"{FIRST}\n{LAST}\nThe Gazette in your letter box\nSign up for our newsletter"
    told = explain(text, site="gazette.example", book=book)
    assert len(told.result.removed) == 1
    assert [cut_rules(b) for b in told.blocks[2:]] == [["gazette.example/newsletter"], ["en/newsletter"]]


def test_a_quotation_is_refused(told: Explanation) -> None:
    explained = block(told, QUOTED)
    assert explained.outcome is Outcome.REFUSED
    assert [(r.cut.rule, r.guard) for r in explained.refused] == [("gazette.example/appeal", "it is quoted")]


def test_a_shadow_rule_would_have_cut_it(told: Explanation) -> None:
    [refusal] = block(told, SHADOWED).refused
    assert (refusal.cut.rule, "shadow" in refusal.guard) == ("gazette.example/desk", True)


def test_what_a_guard_refused_behind_the_sites_cuts_is_told(book: RuleBook) -> None:
    lone = f"{FIRST}\nSubscribe now to this paper, said the mayor.\n{LAST}\n"
    alone, behind = (explain(lone + more, site="gazette.example", book=book) for more in ("", APPEAL))
    assert [r.guard for r in block(alone, "Subscribe").refused] == [r.guard for r in block(behind, "Subscribe").refused]


def test_a_part_of_a_block(told: Explanation) -> None:
    explained = block(told, LAST)
    assert explained.outcome is Outcome.PART
    assert [(p.text.strip(), p.cut and p.cut.rule) for p in explained.parts] == [
        (LAST, None),
        ("(hg)", "gazette.example/agency"),
    ]


def test_the_story_tells_what_it_lacked(told: Explanation) -> None:
    explained = block(told, FIRST)
    weight = explained.weight
    assert explained.outcome is Outcome.BODY
    assert weight
    assert (weight.anchor, weight.decided, weight.place.value) == ("first", False, "between paragraphs")
    assert weight.odds < weight.needed_if_named <= weight.needed
    assert f"odds {weight.odds:.1f}, cut from {weight.needed:.1f}" in explained.lacked
    assert f"a phrase that named it would do from {weight.needed_if_named:.1f}" in explained.lacked
    assert "the story's first anchor" in explained.lacked


def test_an_interview_keeps_its_turns(book: RuleBook) -> None:
    turns = "\n".join(f"Q: Why then?\nA: For {n} reasons." for n in ("two", "three", "four"))
    told = explain(f"{FIRST}\n{turns}\n{TAIL}", book=book)
    assert block(told, "A: For two").lacked == ("it is a turn of an interview",)


def test_a_story_keeps_its_notes(book: RuleBook) -> None:
    notes = "\n".join(f"^ The papers of {place}" for place in ("Ferrow", "Lowmoor", "the abbey", "the mill"))
    told = explain(f"{FIRST}\n{notes}\n{TAIL}", book=book)
    assert block(told, "^ The papers of Lowmoor").lacked == ("it is a note of the story's",)


def test_a_plain_story_is_looked_at_no_closer(book: RuleBook) -> None:
    told = explain(f"{FIRST}\n{LAST}", book=book)
    assert all(b.lacked[0].startswith("the text is plainly a story") for b in told.blocks)


def test_kinds_that_are_kept(book: RuleBook) -> None:
    told = explain(TEXT, site="gazette.example", keep=["donation_appeal"], book=book)
    explained = block(told, "Every gift")
    assert (explained.outcome, cut_rules(explained)) == (Outcome.KEPT, ["gazette.example/appeal"])


@pytest.mark.parametrize("site", ["gazette.example", None])
def test_blocks_and_parts_and_words_lie_where_they_say(site: str | None, book: RuleBook) -> None:
    told = explain(TEXT, site=site, book=book)
    end = 0
    for number, explained in enumerate(told.blocks, 1):
        assert explained.number == number
        assert not TEXT[end : explained.start].strip()
        assert TEXT[explained.start : explained.end] == explained.text == "".join(p.text for p in explained.parts)
        end = explained.start
        for part in explained.parts:
            assert (part.start, TEXT[part.start : part.end]) == (end, part.text)
            end = part.end
        assert end == explained.end
        for word in explained.weight.words if explained.weight else ():
            assert explained.start <= word.start < word.end <= explained.end
            assert TEXT[word.start : word.end] == word.text
    assert not TEXT[end:].strip()


def test_json_has_all_of_it(told: Explanation) -> None:
    data = told.as_dict()
    assert json.loads(json.dumps(data)) == data
    assert (data["site"], data["length"], len(data["blocks"])) == ("gazette.example", len(TEXT), len(told.blocks))
    assert [b["outcome"] for b in data["blocks"]] == [b.outcome.value for b in told.blocks]
    assert set(data["blocks"][0]) == set("number start end text outcome parts refused weight on_page lacked".split())


@pytest.mark.parametrize("text", ["", "\n \n", "…", "One"])
def test_there_may_be_little_to_tell(text: str, book: RuleBook) -> None:
    assert "".join(b.text for b in explain(text, book=book).blocks) == text.strip()


def test_a_page_and_a_book_without_generic_files(book: RuleBook, tmp_path: Path) -> None:
    page = explain(read(f"<p>{FIRST}</p><p>Sign up for our newsletter</p>", html=True), book=book)
    assert [b.text for b in page.blocks] == [FIRST, "Sign up for our newsletter"]
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites/gazette.example.yaml").write_text(SITE)
    told = explain(TEXT, site="gazette.example", book=RuleBook.only(tmp_path))
    assert {b.weight for b in told.blocks} == {None}
    assert block(told, FIRST).lacked == ()


def test_what_cannot_be_used_is_named() -> None:
    with pytest.raises(InputError, match="url 'no url'"):
        explain("x", url="no url")


def test_the_words_of_a_block_and_the_bias_are_its_score(book: RuleBook) -> None:
    generic = book.generic
    assert generic
    weighed, wording = weigh(Sheet(read(TEXT)), generic), generic.learned.wording
    sums = [sum(w.weight for w in wording.telling(weighed.layout, b, 1000)) for b in range(len(weighed.layout))]
    assert np.allclose(np.array(sums) + wording.bias, weighed.wording, atol=1e-4)
