"""Mending what is mechanical: where a message names the word to write, the word is put in the place of the other.

Files are edited, not rewritten: comments, quotes and everything else stay as they are.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from endmark.errors import Problem
from endmark.rules.utf8_files import read_utf8
from endmark.rules.yaml_reading import read_yaml

_LARGEST = 300_000
_INSTEAD = re.compile(r'(?:; did you mean|; write) "(?P<new>[^"]+)"\??$')
_VARIABLE = re.compile(r"there is no variable (?P<old>\{\w+\}); did you mean (?P<new>\{\w+\})\?$")
_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^,\[\]{}#\n]+?(?=\s*(?:[,\]}\n]|:\s|\s\#|$))""")
_RENAME = "rename it"


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was mended: the problem, and what was done about it."""

    problem: Problem
    done: str


def fix(problems: Iterable[Problem]) -> list[Fixed]:
    """Mend the files of what is mechanical among problems. Files that would not be YAML then are left as they are.

    Mended are words that a message names ("did you mean", "write"), and the endings of file names.
    """
    by_file: dict[Path, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_file[Path(problem.file)].append(problem)
    return [fixed for path, told in by_file.items() for fixed in _fix_file(path, told)]


def _fix_file(path: Path, problems: list[Problem]) -> list[Fixed]:
    if renamed := next((p for p in problems if p.message.endswith(_RENAME)), None):
        target = path.with_suffix(".yaml")
        if target.exists():
            return []
        path.rename(target)
        return [Fixed(renamed, f"renamed to {target.name}")]
    wanted = [problem for problem in problems if _INSTEAD.search(problem.message) or _VARIABLE.search(problem.message)]
    text = read_utf8(path, largest=_LARGEST) if wanted else ""
    mended, done = text, list[Fixed]()
    for problem in sorted(wanted, reverse=True):  # from the end: what stands before keeps its place
        edited = _edited(mended, problem)
        if edited != mended:
            mended, done = edited, [Fixed(problem, _said(problem)), *done]
    if not done or read_yaml(mended).data is None:
        return []
    path.write_bytes(mended.encode())
    return done


def _edited(text: str, problem: Problem) -> str:
    lines = text.splitlines(keepends=True)
    before, line = lines[problem.line - 1][: problem.column - 1], lines[problem.line - 1][problem.column - 1 :]
    if variable := _VARIABLE.search(problem.message):
        line = line.replace(variable["old"], variable["new"], 1)
    elif (token := _TOKEN.match(line)) and (instead := _INSTEAD.search(problem.message)):
        quote = line[0] if line[0] in "'\"" else ""
        line = f"{quote}{instead['new']}{quote}{line[token.end() :]}"
    lines[problem.line - 1] = before + line
    return "".join(lines)


def _said(problem: Problem) -> str:
    found = _INSTEAD.search(problem.message) or _VARIABLE.search(problem.message)
    return f"wrote {found['new']}" if found else ""
