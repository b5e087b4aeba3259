"""Prompts that a scraper glued to the last sentence of a block: two signs, their words and the seam."""

import pytest

from endmark import strip

# Composed.
FIRST = "The harbour office said on Monday that the old crane will be taken down before the winter storms arrive."
LAST = "Work on the quay begins in spring, and the ferries will land on the other side of the river until then."


@pytest.mark.parametrize(
    "prompt",
    [
        "Read more: The crane that built a town",
        "Sign up for our newsletter",
        "Share this article",
        "Become a member",
        "Lesen Sie auch: Der alte Kran am Hafen",
        "Lire aussi : La grue du port",
    ],
)
@pytest.mark.parametrize("end", [".", "!", "?", "…", ".”"])
def test_a_prompt_that_is_glued_to_the_end_of_a_block_is_cut(prompt: str, end: str) -> None:
    glued, kept = f"{FIRST[:-1]}{end}{prompt}", f"{FIRST[:-1]}{end}"
    result = strip(f"{glued}\n{LAST}\n")
    assert result.body == f"{kept}\n{LAST}\n"
    assert [s.text for s in result.removed] == [prompt]
    assert [s.cut.reason.endswith("glued to the end of a sentence") for s in result.removed if s.cut] == [True]
    assert strip(f"{LAST}\n{glued}").body.rstrip() == f"{LAST}\n{kept}"


@pytest.mark.parametrize(
    "glued",
    [
        "Read more: the crane has a story of its own.The office has it.",  # the story goes on behind it
        "The office opens again on Monday.",  # glued, but no prompt
        "Node.Js",
    ],
)
def test_what_is_no_prompt_to_the_end_of_its_block_stays(glued: str) -> None:
    text = f"{FIRST}{glued}\n{LAST}\n"
    assert strip(text).body == text


def test_a_prompt_behind_a_space_has_one_sign_only() -> None:
    text = f"{FIRST} Share this article\n{LAST}\n"
    assert strip(text).body == text


def test_a_glued_prompt_that_is_quoted_stays() -> None:
    text = f"“{FIRST}Share this article” was what the harbour office wrote to the town.\n“{FIRST}Share this article”\n"
    assert strip(text).body == text


def test_prompts_glued_to_each_other_go_one_after_the_other() -> None:
    assert strip(f"{FIRST}\n{LAST}Read more.Share this article").body.rstrip() == f"{FIRST}\n{LAST}"


def test_any_number_of_glued_prompts_goes_at_once() -> None:
    glued = f"{FIRST}{'Read more: The crane that built a town.' * 99}"
    body = strip(f"{glued}\n{LAST}\n").body
    assert body == f"{FIRST}\n{LAST}\n"
    assert strip(body).body == body


def test_a_prompt_that_ends_a_paragraph_leaves_its_line_end_however_many_lines_go_behind_it() -> None:
    below = "Share this article\nComments\nRead more\n"
    assert strip(f"{LAST}\n{FIRST}Share this article\n{below}{LAST}\n").body == f"{LAST}\n{FIRST}\n{LAST}\n"


def test_of_prompts_that_are_glued_to_each_other_all_are_quoted_or_none() -> None:
    quoted = f"{FIRST} He wrote: “The crane is gone.Read more: The crane.Share this article.”"
    assert strip(f"{quoted}\n{LAST}\n").removed == ()
