"""Regexes of rule files: RE2 (linear time), matched on the folded copy, with Unicode classes."""

import re

import re2

from endmark.folding import fold_character

_OUTSIDE = {r"\w": r"[\pL\pM\pN_]", r"\W": r"[^\pL\pM\pN_]", r"\d": r"\p{Nd}", r"\D": r"\P{Nd}"}
_INSIDE = {r"\w": r"\pL\pM\pN_", r"\d": r"\p{Nd}", r"\D": r"\P{Nd}"}
_META = frozenset(r"\.+*?()|[]{}^$-")
_ESCAPE = r"\\[pP](?:\{[^}]*\}|.)|\\x(?:\{[^}]*\}|..)|\\."
_CLASS = rf"\[\^?\]?(?:\[:\^?\w+:\]|{_ESCAPE}|[^\]\\])*\]"
_GROUP = r"\(\?(?:P?<\w+>|[a-zA-Z-]*:?)"
_REPEAT = r"\{\d*,?\d*\}"
_CIRCLED = re.compile(r"[Ⓐ-ⓩ]")  # the only capitals that folding leaves, and their small ones
_PIECE = re.compile(rf"{_CLASS}|{_GROUP}|{_REPEAT}|{_ESCAPE}|.", re.DOTALL)
_CLASS_PIECE = re.compile(rf"\[:\^?\w+:\]|{_ESCAPE}|.", re.DOTALL)


class RegexError(ValueError):
    """A regex that a rule cannot use; the message says what to write instead."""


def compile_regex(pattern: str, *, at_end: bool = False) -> "re2.Pattern":
    r"""Compile a rule's regex; `at_end`: one that matches at the end of a text only. Raises `RegexError`.

    >>> bool(compile_regex(r"read more: \w+").search("read more: été"))
    True
    >>> compile_regex(r"\bdpa\b")
    Traceback (most recent call last):
    endmark.rules.regexes.RegexError: \b knows only ASCII letters; markers already begin and end at words, leave it out
    """
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    try:
        translated = translate(pattern)
        return re2.compile(f"(?:{translated})$" if at_end else translated, options)
    except re2.error as error:
        raise RegexError(_explain(pattern, error)) from None


def translate(pattern: str) -> str:
    """A rule's regex as RE2 gets it: Unicode classes, literals folded. Raises `RegexError`."""
    if re.search(r"\\\.(?:\\\.|\{)|…\\?\.", pattern):
        raise RegexError(r"dots in a row and … are one dot on the folded copy: write \. once")
    if r"\Q" in pattern:
        raise RegexError(r"\Q…\E is not translated; write \ before each sign, or use a plain marker")
    return "".join(map(_translated, _PIECE.findall(pattern)))


def _translated(piece: str) -> str:
    """One piece of a regex outside brackets, or a whole pair of brackets."""
    if piece in {r"\b", r"\B"}:
        raise RegexError(rf"{piece} knows only ASCII letters; markers already begin and end at words, leave it out")
    if piece in {r"\A", r"\z", "^", "$"}:
        raise RegexError(f"{piece} is not needed: the verb already says where the marker stands")
    if piece.startswith("[") and len(piece) > 1:
        return "[" + "".join(map(_in_brackets, _CLASS_PIECE.findall(piece[1:-1]))) + "]"
    return _OUTSIDE.get(piece, piece) if len(piece) > 1 else _literal(piece)


def _in_brackets(piece: str) -> str:
    if piece == r"\W":
        raise RegexError(r"\W inside [] cannot be translated; write \PL or name the signs")
    return _INSIDE.get(piece, piece) if len(piece) > 1 else _literal(piece)


def _literal(char: str) -> str:
    """A character as the folded copy has it; one that folding makes a sign of regexes is escaped."""
    folded = char if char in _META else fold_character(char)
    return rf"\{folded}" if folded != char and folded in _META else folded


def required_phrase(pattern: str) -> str:
    """The longest literal that every match of a rule's regex holds; empty if there is none for sure.

    >>> required_phrase("the views (and opinions )?expressed in opinion pieces"), required_phrase("a|b")
    ('expressed in opinion pieces', '')
    """
    phrases, depth = [""], 0
    for piece in _PIECE.findall(pattern):
        if piece == "|" and not depth:
            return ""
        depth += piece.startswith("(") - (piece == ")")
        if not depth and (piece == "-" or piece not in _META) and len(piece) == 1:
            phrases[-1] += piece
            continue
        if piece in {"?", "*"} or piece.startswith("{"):
            phrases[-1] = phrases[-1][:-1]
        phrases.append("")
    return max(phrases, key=len)


def folded_phrase(pattern: str) -> str:
    """The required phrase as it stands on the folded copy; empty if it may be written there in several ways.

    >>> folded_phrase("Über [a-z]+"), folded_phrase("Ⓒ [0-9]+")
    ('uber ', '')
    """
    phrase = "".join(map(fold_character, required_phrase(pattern)))
    return "" if _CIRCLED.search(phrase) else phrase


def _explain(pattern: str, error: "re2.error") -> str:
    message = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
    if re.search(r"\(\?<?[=!]", pattern):
        return "lookahead and lookbehind are not supported by RE2; use `from`/`through` or a `keep` rule"
    if re.search(r"\\\d", pattern):
        return "backreferences are not supported by RE2; write the alternatives out"
    return f"not a regex that RE2 knows: {message}"
