"""YAML's syntax errors in words that help someone who pastes text into a rule file."""

import re
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError

_LINE_END = re.compile(r"\r\n|\r|\n")
_NO_SPACE_AFTER_COLON = re.compile(r"\s*-?\s*\w+:\S")
_NO_COLON = "this line is not `key: value`; if it is pasted text, indent it deeper than its key"
_INDENTATION = "this line's indentation fits none of the lines above it"

_NOT_CLOSED = 'what begins here is not closed by "{0}", or text inside it has one of , : [ ] {{ }} and needs quotes'

# What the parser says -> what an editor needs to know. True: the mistake stands where the construct begins.
_WORDS: tuple[tuple[str, bool, str], ...] = (
    (r"'\\t' that cannot start", False, "a tab stands here; indent with spaces"),
    (r"character '(.)' that cannot start", False, 'text that begins with "{0}" must stand in quotes'),
    ("found unexpected end of stream", True, "a quotation mark opens here and is never closed"),
    ("found unknown escape character", False, r"a backslash in double quotes; use single quotes: '\d'"),
    ("expected escape sequence", False, "a backslash in double quotes; use single quotes"),
    (r"expected ',' or '([\]}}])'", True, _NOT_CLOSED),
    ("expected a comment or a line break", False, "text after | or > begins on the next line, indented"),
    ("chomping or indentation indicators", False, "text after | or > begins on the next line, indented"),
    ("more indented follow up line", True, "the empty lines before this text hold more spaces than the text"),
    ("expected the node content", False, "something is missing before this; is every [ and { closed?"),
    ("scanning an (?:alias|anchor)", True, "text that begins with & or * must stand in quotes"),
    ("(?:scanning|parsing) an? tag", True, 'text that begins with "!" must stand in quotes'),
    ("scanning a directive", True, 'text that begins with "%" must stand in quotes'),
    ("sequence entries are not allowed", False, 'a list item ("- ") begins on a line of its own'),
    ("mapping keys are not allowed", False, 'text that begins with "? " must stand in quotes'),
    ("expected '<document start>'", False, "this is neither `key: value` nor indented text under a key"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in a text, at a 1-based line and column."""

    line: int
    column: int
    message: str


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    r"""The 1-based line and column of an offset; lines end at \n, \r or both.

    >>> line_and_column("one\r\ntwo", 6)
    (2, 2)
    """
    ends = [m.end() for m in _LINE_END.finditer(text, 0, offset)]
    return len(ends) + 1, offset - (ends[-1] if ends else 0) + 1


def refused_character(text: str, offset: int) -> Mistake:
    """The mistake of a control character in the file."""
    code = ord(text[offset])
    return Mistake(*line_and_column(text, offset), f"an invisible control character (U+{code:04X}); delete it")


def syntax_mistake(text: str, error: MarkedYAMLError) -> Mistake:
    """A parser's error as a mistake."""
    problem = error.problem or error.context or ""
    mark = error.problem_mark or error.context_mark
    line = _LINE_END.split(text)[mark.line] if mark else ""
    if "could not find expected ':'" in problem:
        mark = error.context_mark
        said = _without_colon(_LINE_END.split(text)[mark.line])
    elif "mapping values are not allowed" in problem:
        said = _second_colon(line[: mark.column])
    elif "expected <block end>" in problem:
        said = _block_goes_on(line[: mark.column], line[mark.column : mark.column + 1])
    else:
        at_start, said = _looked_up(f"{error.context}: {problem}")
        mark = error.context_mark if at_start and error.context_mark else mark
    return Mistake(mark.line + 1, mark.column + 1, said) if mark else Mistake(1, 1, said)


def _without_colon(line: str) -> str:
    if _NO_SPACE_AFTER_COLON.match(line):
        return "a space is missing after the colon"
    return _NO_COLON


def _second_colon(before: str) -> str:
    if ": " in before:
        return 'text with ": " in it must stand in quotes'
    return f"{_INDENTATION}, or the line above needs quotes around its text"


def _block_goes_on(before: str, found: str) -> str:
    if found in {"]", "}"}:
        return f'nothing is open that this "{found}" could close'
    if before.strip(" -"):
        return "text goes on after its quotation mark is closed; put the other kind of quotes around the whole"
    return _INDENTATION


def _looked_up(problem: str) -> tuple[bool, str]:
    for pattern, at_start, words in _WORDS:
        if found := re.search(pattern, problem):
            return at_start, words.format(*found.groups()) if found.groups() else words
    return False, f"not YAML: {problem}"
