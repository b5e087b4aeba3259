"""Regexes of rule files: RE2 (linear time), matched on the folded copy, with Unicode classes."""

import re

import re2

from endmark.folding import fold_character

_OUTSIDE = {r"\w": r"[\pL\pM\pN_]", r"\W": r"[^\pL\pM\pN_]", r"\d": r"\p{Nd}", r"\D": r"\P{Nd}"}
_INSIDE = {r"\w": r"\pL\pM\pN_", r"\d": r"\p{Nd}", r"\D": r"\P{Nd}"}
_ANCHORS = frozenset("^$")
_OPTIONAL = frozenset("?*{")
_META = frozenset(r"\.+*?()|[]{}^$-")
_PIECE = re.compile(r"\\p\{[^}]*\}|\\.|.", re.IGNORECASE | re.DOTALL)


class RegexError(ValueError):
    """A regex that a rule cannot use; the message says what to write instead."""


def compile_regex(pattern: str) -> "re2.Pattern":
    r"""Compile a rule's regex. Raises `RegexError`.

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
        return re2.compile(translate(pattern), options)
    except re2.error as error:
        raise RegexError(_explain(pattern, error)) from None


def translate(pattern: str) -> str:
    """A rule's regex as RE2 gets it: Unicode classes, literals folded. Raises `RegexError`."""
    if re.search(r"\\\.(?:\\\.|\{)|…\\?\.", pattern):
        raise RegexError(r"dots in a row and … are one dot on the folded copy: write \. once")
    inside, out = False, []
    for piece in _PIECE.findall(pattern):
        out.append(_translated(piece, inside=inside))
        if piece == "[":
            inside = True
        elif piece == "]":
            inside = False
    return "".join(out)


def _translated(piece: str, *, inside: bool) -> str:
    if piece in {r"\b", r"\B"}:
        raise RegexError(rf"{piece} knows only ASCII letters; markers already begin and end at words, leave it out")
    if piece in {r"\A", r"\z"} or (piece in _ANCHORS and not inside):
        raise RegexError(f"{piece} is not needed: the verb already says where the marker stands")
    if inside and piece == r"\W":
        raise RegexError(r"\W inside [] cannot be translated; write \PL or name the signs")
    if piece.startswith("\\") or piece in _META:
        return (_INSIDE if inside else _OUTSIDE).get(piece, piece)
    folded = fold_character(piece)
    return rf"\{folded}" if folded != piece and folded in _META else folded


def required_phrase(pattern: str) -> str:
    """The longest literal that every match of a rule's regex holds; empty if there is none for sure.

    >>> required_phrase("the views (and opinions )?expressed in opinion pieces"), required_phrase("a|b")
    ('expressed in opinion pieces', '')
    """
    phrases, depth, inside = [""], 0, False
    for piece in _PIECE.findall(pattern):
        if piece == "|" and not depth and not inside:
            return ""
        inside = (inside or piece == "[") and piece != "]"
        depth += (piece == "(") - (piece == ")") if not inside else 0
        if not depth and not inside and (piece not in _META or piece == "-") and len(piece) == 1:
            phrases[-1] += piece
        else:
            phrases[-1] = phrases[-1][:-1] if piece in _OPTIONAL else phrases[-1]
            phrases.append("")
    return max(phrases, key=len)


def _explain(pattern: str, error: "re2.error") -> str:
    message = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
    if re.search(r"\(\?<?[=!]", pattern):
        return "lookahead and lookbehind are not supported by RE2; use `from`/`through` or a `keep` rule"
    if re.search(r"\\\d", pattern):
        return "backreferences are not supported by RE2; write the alternatives out"
    return f"not a regex that RE2 knows: {message}"
