"""Other line ends, prefixes and line breaks."""

import re
from random import Random
from textwrap import wrap

from tests.passages.distorting import LINES, LINES_OR_GLUED, Registry, Spoilt, each_line
from tests.passages.materials import Appeal

distortion = Registry({})


@distortion(joins=LINES_OR_GLUED)
def line_breaks_lost(appeal: Appeal, _: Random) -> Spoilt:
    return Spoilt(list(appeal.lines), inner=" ")


@distortion()
def glued_inside(appeal: Appeal, _: Random) -> Spoilt:
    return Spoilt(list(appeal.lines), inner="")


@distortion(joins=LINES_OR_GLUED)
def lone_cr(appeal: Appeal, _: Random) -> Spoilt:
    return Spoilt(list(appeal.lines), inner="\r")


@distortion(joins=LINES_OR_GLUED)
def crlf_inside(appeal: Appeal, _: Random) -> Spoilt:
    return Spoilt(list(appeal.lines), inner="\r\n")


@distortion(joins=LINES_OR_GLUED)
def blank_lines_doubled(appeal: Appeal, _: Random) -> Spoilt:
    return Spoilt(list(appeal.lines), inner="\n \n\n")


@distortion(joins=LINES)
def quote_prefixes(appeal: Appeal, rng: Random) -> Spoilt:
    prefix = rng.choice(("> ", ">", ">> "))
    return each_line(appeal, lambda line: prefix + line)


@distortion(joins=LINES)
def quote_prefixes_wrapped(appeal: Appeal, _: Random) -> Spoilt:
    return Spoilt([f"> {part}" for line in appeal.lines for part in wrap(line, 66)])


@distortion(joins=LINES)
def bullets(appeal: Appeal, rng: Random) -> Spoilt:
    bullet = rng.choice(("• ", "- ", "* ", "· "))
    return each_line(appeal, lambda line: bullet + line)


@distortion(joins=LINES)
def indented(appeal: Appeal, _: Random) -> Spoilt:
    return each_line(appeal, lambda line: f"    {line}  ")


@distortion(joins=LINES_OR_GLUED)
def wrapped(appeal: Appeal, rng: Random) -> Spoilt:
    width = rng.randint(50, 72)
    return Spoilt([part for line in appeal.lines for part in wrap(line, width)], inner="\n")


@distortion(joins=LINES_OR_GLUED)
def broken_at_links(appeal: Appeal, rng: Random) -> Spoilt:
    """Links inside a sentence become lines of their own."""

    def broken(line: str) -> list[str]:
        spaces = [m.start() for m in re.finditer(" ", line)]
        if len(spaces) < 6:
            return [line]
        first = rng.randrange(2, len(spaces) - 3)
        a, b = spaces[first], spaces[first + rng.randint(1, 3)]
        return [line[:a], line[a + 1 : b], line[b + 1 :]]

    return Spoilt([part for line in appeal.lines for part in broken(line)])


@distortion()
def heading_glued(appeal: Appeal, _: Random) -> Spoilt:
    return Spoilt([appeal.lines[0] + appeal.lines[1], *appeal.lines[2:]])
