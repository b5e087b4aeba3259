"""Stories that share words with an appeal, and must not lose any; and what stands beside real copies of it."""

from pathlib import Path

import pytest

from endmark import RuleBook, strip

LINES = [
    "Dear readers,",
    "We have no owner and no party behind us at the Gazette.",
    "Every gift pays for a day in court, however small it is.",
    "Thank you.",
    "Share",
    "Read more",
]
APPEAL = "\n".join(LINES)
WORDS = f"{LINES[1]} {LINES[2]}"
STORY = "The council met on Monday to talk about the old bridge.\nIt closed the bridge for the winter.\n"

KEPT = {
    "a quotation over paragraphs, each opened": f"“It is hard.\n“{WORDS}\n“I am tired.” She said so.\n",
    "a quotation over paragraphs, opened once": f"She wrote: “It is hard.\n{LINES[1]}\n{LINES[2]}” And left.\n",
    "a quotation with a plural owner": f"‘Our readers’ view is this. {WORDS}’ So she told us.\n",
    "a dialogue": f"— {WORDS[:-1]}, — she told us.\n",
    "reported in two halves": f"{LINES[1][:-1]}, she said. {LINES[2][:-1]}, she added.\n",
    "a marked block after a colon": "The pop-up that readers saw:\n> " + APPEAL.replace("\n", "\n> ") + "\n",
    "items of a list": f"Three promises:\n- {LINES[1]}\n- {LINES[2]}\n- Nobody is paid more.\n",
    "quoted across lines": 'She read: "We have no owner and\nno party behind us at the Gazette." Then she left.\n',
    "a letter that is the article": "Dear readers,\nOur print works burnt down.\nIf you know of one, call us.\n",
    "the salutation in prose": "She thanked her dear readers. Thank you, she told them. Share prices fell.\n",
}
BESIDE = {
    "a paragraph between two copies": ("", f"{APPEAL}\n[He left the room.]\n{APPEAL}\n"),
    "a sentence that ends like its beginning": ("[She thanked her dear readers.]\n", "\n".join(LINES[1:]) + "\n"),
    "a sentence that begins like its last line": ("\n".join(LINES[:4]) + "\n", "[Read on, he told them.]\n"),
    "a sentence that begins like its next line": (
        "\n".join(LINES[:2]) + "\n",
        "[Every gift pays for a bed, she said.]\n",
    ),
    "a plural of its last word": ("\n".join(LINES[:4]) + "\n", "[Shares fell on Monday.]\n"),
    "a sentence that says who spoke": ("", f"{APPEAL}\n[The minister said it would open.]\n"),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "sites").mkdir()
    passage = "".join(f"\n      {line}" for line in LINES)
    (folder / "sites/a.example.yaml").write_text(
        f"hosts: [a.example]\nrules:\n  - id: appeal\n    kind: donation_appeal\n    passage: |{passage}\n"
    )
    return RuleBook.only(folder)


@pytest.mark.parametrize("place", ["in the middle", "at the end"])
@pytest.mark.parametrize("name", KEPT)
def test_a_story_keeps_every_word(name: str, place: str, book: RuleBook) -> None:
    text = STORY + KEPT[name] + (STORY if place == "in the middle" else "")
    assert strip(text, site="a.example", book=book).body == text


@pytest.mark.parametrize("name", BESIDE)
def test_what_stands_beside_a_copy_stays(name: str, book: RuleBook) -> None:
    source = "".join(BESIDE[name])
    kept = source[source.index("[") + 1 : source.index("]")]
    result = strip(STORY + source.replace("[", "").replace("]", "") + STORY, site="a.example", book=book)
    assert result.body == STORY + kept + "\n" + STORY


def test_a_draft_passage_does_not_hide_a_stable_one(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    rules = "".join(
        f"  - {{id: {name}, kind: donation_appeal, status: {name}, passage: '{WORDS}'}}\n"
        for name in ("draft", "stable")
    )
    (tmp_path / "sites/a.example.yaml").write_text(f"hosts: [a.example]\nrules:\n{rules}")
    result = strip(STORY + WORDS, site="a.example", book=RuleBook.only(tmp_path))
    assert result.body == STORY


def test_a_text_may_be_two_sites_in_turn_and_is_stripped_for_good() -> None:
    text = (
        "Body goes here.\nA Message from The Moscow Times:\nDear readers,\nWe are facing unprecedented challenges.\n"
        "Unlike many others, the Guardian has no shareholders and no billionaire owner. Thank you."
    )
    body = strip(text).body
    assert strip(body).body == body
