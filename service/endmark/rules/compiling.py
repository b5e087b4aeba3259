"""Rule files to what judging runs: markers folded, regexes compiled, passages indexed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from endmark.errors import Problem
from endmark.folding import fold, letters_of
from endmark.judging.grams import size_for
from endmark.judging.passages.index import PassageIndex
from endmark.judging.phrases import PhraseIndex, is_symbols
from endmark.judging.program import (
    AffixRule,
    BlockRule,
    Guards,
    KeepRule,
    Literal,
    Marker,
    OpenEnd,
    PassageSet,
    Pattern,
    Program,
    SelectorRule,
    SpanRule,
    Terms,
    Where,
)
from endmark.model import Kind
from endmark.rules import format as form
from endmark.rules.loading import LoadedFile
from endmark.rules.regexes import RegexError, compile_regex, folded_phrase, required_phrase
from endmark.rules.selecting import selector_mistakes, selectors
from endmark.rules.variables import has_variables, longest_piece, mistake, to_regex

SHORTEST_PASSAGE = 19  # letters below which a passage is too short to search for
_KNOWN_SENTENCE = 16  # letters from which a passage's sentence may end an open `from` cut
_OPEN_ENDED = 1500  # longest cut, in characters, of a `from` rule that may run to the end of the text
_OPEN_ENDS = {
    form.Otherwise.END: OpenEnd.TEXT_END,
    form.Otherwise.LAST_KNOWN: OpenEnd.LAST_KNOWN,
    form.Otherwise.NOTHING: OpenEnd.NOTHING,
    None: OpenEnd.NOTHING,
}
_SIGNAL = 2  # letters from which a phrase tells anything
_MARKERS = ("from_", "through", "line", "heading", "suffix", "prefix", "keep")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A rule, and the file it stands in."""

    file: LoadedFile
    rule: form.Rule

    @property
    def name(self) -> str:
        """The rule's full name, unique in a rule book: the file's stem and the rule's id."""
        return f"{self.file.path.stem}/{self.rule.id}"


def compile_rules(members: Sequence[Member], body: LoadedFile | None = None) -> Program:
    """Compile the rules of one site, and where `body` says that its stories stand.

    The files are taken to be without `problems`.
    """
    by_verb: dict[str, list[Member]] = {}
    for member in members:
        by_verb.setdefault(member.rule.verb, []).append(member)
    passages = by_verb.get("passage", [])
    stable = [m for m in passages if m.rule.status is form.Status.STABLE]
    sets = [_passages(group) for group in (stable, [m for m in passages if m not in stable]) if group]
    return Program(
        lines=tuple(BlockRule(terms=terms(m), markers=_markers(m.rule.line)) for m in by_verb.get("line", [])),
        headings=tuple(BlockRule(terms=terms(m), markers=_markers(m.rule.heading)) for m in by_verb.get("heading", [])),
        spans=tuple(_span(m) for m in by_verb.get("from", [])),
        affixes=tuple(_affix(m) for verb in ("suffix", "prefix") for m in by_verb.get(verb, [])),
        keeps=tuple(_keep(m) for m in by_verb.get("keep", [])),
        selectors=tuple(_selector(m) for verb in form.SELECTING for m in by_verb.get(verb, [])),
        body=_body(body) if body else None,
        passages=tuple(sets),
        known=tuple(sentence for passages_ in sets[:1] for sentence in _known(passages_.index)),
        signal=_signal([pattern for member in members for pattern in _opening_patterns(member.rule)]),
    )


def _opening_patterns(rule: form.Rule) -> list[str | form.Regex]:
    """The patterns without which a rule has nothing to cut."""
    return [p for verb in ("from_", "line", "heading", "suffix", "prefix") for p in patterns(getattr(rule, verb))]


def _signal(found: list[str | form.Regex]) -> PhraseIndex | None:
    phrases = [longest_piece(p) if isinstance(p, str) else required_phrase(p.regex) for p in found]
    enough = all(is_symbols(p) or len(letters_of(p).text) >= _SIGNAL for p in phrases)
    return PhraseIndex(phrases) if enough else None


def _passages(members: list[Member]) -> PassageSet:
    variants = [(i, text) for i, m in enumerate(members) for text in _listed(m.rule.passage)]
    return PassageSet(index=PassageIndex(variants), terms=tuple(map(terms, members)))


def _known(index: PassageIndex) -> tuple[str, ...]:
    sentences = ("".join(map(chr, index.codes[u.start : u.end].tolist())) for u in index.units)
    return tuple(dict.fromkeys(s for s in sentences if len(s) >= _KNOWN_SENTENCE))


def _span(member: Member) -> SpanRule:
    rule = member.rule
    return SpanRule(
        terms=terms(member),
        starts=_markers(rule.from_),
        ends=_markers(rule.through),
        open_end=_OPEN_ENDS[rule.otherwise],
    )


def _affix(member: Member) -> AffixRule:
    rule = member.rule
    return AffixRule(
        terms=terms(member),
        markers=_markers(rule.suffix or rule.prefix, at_end=rule.suffix is not None),
        at_end=rule.suffix is not None,
    )


def _keep(member: Member) -> KeepRule:
    rule = member.rule
    return KeepRule(rule=member.name, markers=_markers(rule.keep), selectors=selectors(rule, "keep"))


def _selector(member: Member) -> SelectorRule:
    rule = member.rule
    up_to = next(iter(selectors(rule, "up_to")), None)
    return SelectorRule(terms=terms(member), selectors=selectors(rule, *form.SELECTING), up_to=up_to)


def _body(file: LoadedFile) -> SelectorRule:
    outside = Terms(rule=f"{file.path.stem}/body", file=file.name, kind=Kind.NAVIGATION)
    return SelectorRule(terms=outside, selectors=selectors(file.model, "body"))


def terms(member: Member) -> Terms:
    """What the rule of a member says whatever its verb."""
    rule = member.rule
    if rule.kind is None:
        raise TypeError(f"{member.name} cuts nothing")  # the format gives every rule that cuts a kind
    return Terms(
        rule=member.name,
        file=member.file.name,
        kind=rule.kind,
        where=Where[rule.where.upper()],
        guards=_guards(rule),
        silent=None if rule.status is form.Status.STABLE else rule.status.value,
    )


def _guards(rule: form.Rule) -> Guards:
    """The rule's guards over the safe defaults of its verb."""
    given, open_ended = rule.guards, rule.otherwise is form.Otherwise.END
    careful = (open_ended or rule.verb == "heading") and rule.where != "head"
    return Guards(
        min_blocks_before=int(careful) if given.min_blocks_before is None else given.min_blocks_before,
        min_characters_before=given.min_characters_before or 0,
        longest=given.longest or (_OPEN_ENDED if open_ended else None),
        largest_share=given.largest_share or 1.0,
    )


def _listed(value: object) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])  # type: ignore[call-overload]


def alternatives(value: form.Kept | list[form.Kept] | form.Patterns | None) -> list[form.Kept]:
    """The alternatives of a verb: none, one or several."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def patterns(value: form.Kept | list[form.Kept] | form.Patterns | None) -> list[str | form.Regex]:
    """The alternatives of a verb that are words."""
    return [item for item in alternatives(value) if isinstance(item, str | form.Regex)]


def _markers(value: form.Kept | list[form.Kept] | form.Patterns | None, *, at_end: bool = False) -> tuple[Marker, ...]:
    return tuple(_marker(pattern, at_end=at_end) for pattern in patterns(value))


def _marker(pattern: str | form.Regex, *, at_end: bool) -> Marker:
    if isinstance(pattern, str) and not has_variables(pattern):
        return Literal(fold(pattern).text.strip())
    regex = to_regex(pattern) if isinstance(pattern, str) else pattern.regex
    return Pattern(compile_regex(regex, at_end=at_end), folded_phrase(regex))


def problems(file: LoadedFile) -> tuple[Problem, ...]:
    """What cannot be compiled in a file: regexes that RE2 has not, markers and passages that say nothing."""
    found = [p for number, rule in enumerate(file.model.rules) for p in _rule_problems(number, rule)]
    found += selector_mistakes(file.model)
    for number, phrase in enumerate(file.model.fingerprints):
        codes = letters_of(phrase).codes
        if len(codes) < (shortest := size_for(codes).shortest_run):
            found.append(
                (
                    ("fingerprints", number),
                    f"a fingerprint needs {shortest} letters; this one has {len(codes)}",
                )
            )
    return tuple(file.problem(path, message) for path, message in found)


def _rule_problems(number: int, rule: form.Rule) -> Iterator[tuple[Path, str]]:
    for field in _MARKERS:
        value = getattr(rule, field)
        base: Path = ("rules", number, field.rstrip("_"))
        for i, pattern in enumerate(alternatives(value)):
            path = (*base, i) if isinstance(value, list) else base
            yield from ((path, message) for message in _marker_problems(pattern))
    yield from ((("rules", number, *path), message) for path, message in selector_mistakes(rule))
    if rule.verb in {"suffix", "prefix"} and rule.where != "anywhere":
        yield ("rules", number, "where"), f"a {rule.verb} says where it stands; leave `where` out"
    for i, text in enumerate(_listed(rule.passage)):
        letters = len(letters_of(text).text)
        path = ("rules", number, "passage", i) if isinstance(rule.passage, list) else ("rules", number, "passage")
        if letters < SHORTEST_PASSAGE:
            yield path, f"{letters} letters are too short to search for as a passage; use `line`"


def _marker_problems(pattern: form.Kept) -> Iterable[str]:
    if isinstance(pattern, str):
        said = mistake(pattern) if has_variables(pattern) else None
        return (said,) if said else () if fold(pattern).text.strip() else ("this marker has no visible character",)
    try:
        if isinstance(pattern, form.Regex):
            compile_regex(pattern.regex)
    except RegexError as error:
        return (str(error),)
    return ()
