"""The rules of generic files to what judging runs: phrases in a phrasebook, and the other verbs as for sites."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from endmark.errors import Problem
from endmark.folding import fold, letters_of
from endmark.judging.generic import Generic
from endmark.judging.generic.learned import builtin
from endmark.judging.generic.phrasebook import Phrase, Phrasebook, words_of
from endmark.judging.program import AffixRule, Guards
from endmark.rules.compiling import Member, alternatives, compile_rules, patterns, terms
from endmark.rules.format import Rule
from endmark.rules.loading import LoadedFile
from endmark.rules.variables import has_variables, mistake, pieces

_WORDED = ("line", "heading", "keep")
_LONG_WORD = 16  # letters from which one word is a phrase (as of scripts that write no spaces)
_END = 3  # characters by which it is told that a body may end with a marker
_LITTLE_ROOM = 40  # characters around a single word
# The most characters of each variable; figures are no words.
_ROOM = {"any": 400, "name": 60, "date": 40, "amount": 20, "email": 60, "url": 100, "number": 0, "year": 0, "time": 0}
_VERBS = (*_WORDED, "from", "suffix")


def compile_generic(members: Sequence[Member]) -> Generic:
    """Compile the rules of all generic files. They are taken to be without `problems`."""
    by_verb = {verb: [m for m in members if m.rule.verb == verb] for verb in _VERBS}
    return Generic(
        phrases=phrasebook(members),
        insets=compile_rules(by_verb["from"]),
        suffixes=tuple(_suffix(member) for member in by_verb["suffix"]),
        learned=builtin(),
    )


def _suffix(member: Member) -> AffixRule:
    [rule] = compile_rules([member]).affixes
    literals = [fold(literal).text for literal in patterns(member.rule.suffix) if isinstance(literal, str)]
    ends = (pieces(literal.rstrip())[-1] for literal in literals)
    return replace(rule, behind_sentence=True, last=tuple(sorted({end[-_END:] for end in ends})))


def phrasebook(members: Sequence[Member]) -> Phrasebook:
    """The phrases of generic files: their lines, headings and keeps."""
    return Phrasebook(p for m in members if m.rule.verb in _WORDED for p in _phrases(m))


def _phrases(member: Member) -> Iterator[Phrase]:
    rule, verb = member.rule, member.rule.verb
    own = None if verb == "keep" else replace(terms(member), guards=Guards())
    for literal in patterns(getattr(rule, verb)):
        if isinstance(literal, str):
            fixed, gaps = _parts(literal)
            yield Phrase(pieces=fixed, gaps=gaps, rule=member.name, terms=own, is_heading=verb == "heading")


@cache
def _parts(literal: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The words of a literal's fixed pieces, and the room of the gaps around them."""
    fixed: list[str] = []
    gaps = [0]
    parts = pieces(literal)
    for text, variable in zip(parts[::2], [*parts[1::2], "number"], strict=True):
        if words := words_of(text):
            if gaps[-1] or not fixed:
                fixed.append(words)
                gaps.append(0)
            else:
                fixed[-1] = f"{fixed[-1]} {words}"
        gaps[-1] += _ROOM[variable]
    return tuple(fixed), tuple(min(gap, _LITTLE_ROOM) for gap in gaps) if _says_little(fixed) else tuple(gaps)


def _says_little(fixed: Sequence[str]) -> bool:
    """Whether the fixed words of a phrase stand in many a sentence."""
    said = " ".join(fixed)
    return " " not in said and not said.endswith((":", "©")) and len(letters_of(said).text) < _LONG_WORD


def generic_problems(file: LoadedFile) -> Iterator[Problem]:
    """What a generic file cannot say: verbs and regexes that only sites have, and phrases without words."""
    if not file.is_generic:
        return
    for number, rule in enumerate(file.model.rules):
        path = ("rules", number)
        if rule.verb not in _VERBS:
            yield file.problem(path, f"a generic file has no {rule.verb}; it has {', '.join(_VERBS)}")
        elif rule.verb != "from":
            yield from (file.problem(path, said) for said in _unsaid(rule))


def _unsaid(rule: Rule) -> Iterator[str]:
    for literal in alternatives(getattr(rule, rule.verb)):
        if not isinstance(literal, str):
            taken = type(literal).__name__.lower()
            yield f"a {rule.verb} of a generic file is words and variables; it takes no {taken}"
        elif not (has_variables(literal) and mistake(literal)) and not _parts(literal)[0]:
            yield f'"{literal}" has no words'
