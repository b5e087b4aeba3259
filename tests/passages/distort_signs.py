"""The same words in other signs, and other amounts and names."""

import re
import unicodedata
from random import Random

from tests.passages.distorting import Registry, Spoilt, each_line
from tests.passages.materials import Appeal

distortion = Registry({})
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])(?=[^\W\d_])")


def _mapped(name: str, table: dict[str, str]) -> None:
    """Register a distortion that replaces signs by signs."""
    pattern = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))

    def change(appeal: Appeal, _: Random) -> Spoilt:
        return each_line(appeal, lambda line: pattern.sub(lambda m: table[m[0]], line))

    distortion.add(name, change)


def _sprinkled(name: str, sign: str, rate: float) -> None:
    """Register a distortion that puts a sign between letters."""

    def change(appeal: Appeal, rng: Random) -> Spoilt:
        def sprinkled(line: str) -> str:
            return _BETWEEN_LETTERS.sub(lambda _: sign if rng.random() < rate else "", line)

        return each_line(appeal, sprinkled)

    distortion.add(name, change)


@distortion()
def identity(appeal: Appeal, _: Random) -> Spoilt:
    return Spoilt(list(appeal.lines))


_mapped("straight-quotes", dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚", "'"))
_mapped("quotes-lost", dict.fromkeys("“”„«»\"'‘’‚「」", ""))
_mapped("other-dashes", {"—": "-", "–": "--", "-": "–"})
_mapped("other-ellipses", {"…": "...", "...": "…", "..": "…"})
_mapped("nbsp", {" ": "\u00a0"})
_mapped("punctuation-lost", dict.fromkeys(".,;:!?…—–-()«»“”„\"'’、。「」", ""))
_sprinkled("zero-width", "\u200b", 0.05)
_sprinkled("soft-hyphens", "\u00ad", 0.1)
_sprinkled("byte-order-marks", "\ufeff", 0.02)


def _curl(line: str, opening: str, closing: str) -> str:
    line = re.sub(r'(^|[\s(])"', rf"\1{opening}", line).replace('"', closing)
    return line.replace("'", "’")


@distortion()
def curly_quotes(appeal: Appeal, _: Random) -> Spoilt:
    return each_line(appeal, lambda line: _curl(line, "“", "”"))


@distortion()
def guillemets(appeal: Appeal, _: Random) -> Spoilt:
    table = str.maketrans("„“”", "«»»")
    return each_line(appeal, lambda line: _curl(line, "«", "»").translate(table))


@distortion()
def narrow_nbsp(appeal: Appeal, rng: Random) -> Spoilt:
    return each_line(appeal, lambda line: re.sub(" ", lambda _: rng.choice(" \u202f"), line))


@distortion()
def upper_case(appeal: Appeal, _: Random) -> Spoilt:
    return each_line(appeal, str.upper)


@distortion()
def decomposed(appeal: Appeal, _: Random) -> Spoilt:
    return each_line(appeal, lambda line: unicodedata.normalize("NFD", line))


@distortion()
def accents_lost(appeal: Appeal, _: Random) -> Spoilt:
    def bare(line: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFD", line) if not "\u0300" <= c <= "\u036f")

    return each_line(appeal, bare)


@distortion()
def full_width(appeal: Appeal, _: Random) -> Spoilt:
    table = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    return each_line(appeal, lambda line: line.translate(table))


@distortion()
def ligatures(appeal: Appeal, _: Random) -> Spoilt:
    return each_line(appeal, lambda line: line.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ"))


@distortion()
def double_spaces(appeal: Appeal, rng: Random) -> Spoilt:
    return each_line(appeal, lambda line: re.sub(" ", lambda _: rng.choice((" ", "  ", "\t")), line))


_CURRENCY = re.compile(r"\s?(?:[$€£]|euros?|Euro|евро)\s?(?=\d)|(?<=\d)\s?(?:[$€£]|euros?|Euro|евро|万円|円)")


def _other_digits(line: str, rng: Random) -> str:
    return re.sub(r"\d", lambda m: rng.choice("123456789".replace(m[0], "")), line)


@distortion()
def other_digits(appeal: Appeal, rng: Random) -> Spoilt:
    return each_line(appeal, lambda line: _other_digits(line, rng))


@distortion()
def other_amounts(appeal: Appeal, rng: Random) -> Spoilt:
    def amount(line: str) -> str:
        longer = re.sub(r"\d+", lambda m: m[0] + rng.choice(("0", "00", ",50", ".000")), line)
        return re.sub(r"[$€£]", lambda _: rng.choice(("$", "€", "£", "N$", "US$", "kr ")), longer)

    return each_line(appeal, amount)


@distortion()
def currency_lost(appeal: Appeal, _: Random) -> Spoilt:
    return each_line(appeal, lambda line: _CURRENCY.sub("", line))


@distortion()
def digits_lost(appeal: Appeal, _: Random) -> Spoilt:
    return each_line(appeal, lambda line: re.sub(r"\d[\d.,]*", "", line))


@distortion()
def other_names(appeal: Appeal, _: Random) -> Spoilt:
    lines = list(appeal.lines)
    for old, new in appeal.names:
        lines = [line.replace(old, new) for line in lines]
    return Spoilt(lines)
