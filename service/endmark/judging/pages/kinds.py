"""What each block is that is not the story, and by what sign: its elements' names, its tag, its words."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from endmark.judging.pages.class_names import MEANINGS, meanings
from endmark.judging.pages.columns import OTHER, TAG_NUMBERS, Flags, Numbers
from endmark.judging.pages.features import Features
from endmark.model import Kind

_BY_NAME = {
    "consent": Kind.CONSENT,
    "comments": Kind.COMMENTS_PROMPT,
    "newsletter": Kind.NEWSLETTER,
    "donation": Kind.DONATION_APPEAL,
    "subscription": Kind.SUBSCRIPTION,
    "share": Kind.SHARE_FOLLOW,
    "ad": Kind.AD_MARKER,
    "tags": Kind.TAGS,
    "bio": Kind.AUTHOR_BIO,
    "byline": Kind.BYLINE,
    "media": Kind.CAPTION,
    "related": Kind.RELATED_LINKS,
    "navigation": Kind.NAVIGATION,
}
_BY_TAG = {
    "h1": Kind.HEADLINE,
    "figcaption": Kind.CAPTION,
    "figure": Kind.CAPTION,
    "nav": Kind.NAVIGATION,
    "header": Kind.NAVIGATION,
    "footer": Kind.NAVIGATION,
    "address": Kind.BYLINE,
}
_RIGHTS = ("©", "(c) ", "copyright")
_RIGHTS_INITIALS = frozenset("©(cC")
_RIGHTS_LETTERS = 300
_LINKS = 0.5  # of a block's letters, from which it is a link
_TITLE_WORDS = 4  # from which a link is rather to another story than to a section


@dataclass(frozen=True, slots=True)
class Label:
    """The kind of a block, and the sign that it was told by."""

    kind: Kind
    sign: str


_SURE_TAGS = ("h1", "figcaption")  # whatever their names say
_RIGHTS_NOTICE = Label(Kind.RIGHTS_NOTICE, "it begins as a rights notice does")
_LINKED_TITLE, _LINK = (Label(kind, "it is a link") for kind in (Kind.RELATED_LINKS, Kind.NAVIGATION))
_APART = Label(Kind.SITE_NOTE, "it stands apart from the story")
_SHORT = Label(Kind.NAVIGATION, "it is a short line apart from the story")
_NAMED = {name: Label(kind, f"its element's names say “{name}”") for name, kind in _BY_NAME.items()}
_TAGGED = {tag: Label(kind, f"it is in <{tag}>") for tag, kind in _BY_TAG.items()}
# All labels, by number: 0 where nothing is said, which makes a short line.
_LABELS = (_SHORT, *_NAMED.values(), *_TAGGED.values(), _RIGHTS_NOTICE, _LINKED_TITLE, _LINK, _APART)
_NUMBERS = {label: number for number, label in enumerate(_LABELS)}
_KINDS = np.array([[*Kind].index(label.kind) for label in _LABELS])


def _numbers_of_names() -> Numbers:
    """The label of each set of meanings: the first one's that has a label."""
    names = np.arange(1 << len(MEANINGS))
    found = np.zeros(len(names), dtype=np.intp)
    for bit, name in reversed([*enumerate(MEANINGS)]):
        if name in _NAMED:
            found[(names >> bit & 1) > 0] = _NUMBERS[_NAMED[name]]
    return found


def _numbers_of_tags(tags: tuple[str, ...]) -> Numbers:
    found = np.zeros(OTHER + 1, dtype=np.intp)
    for tag in tags:
        found[TAG_NUMBERS[tag]] = _NUMBERS[_TAGGED[tag]]
    return found


_OF_NAMES, _OF_TAGS, _OF_SURE_TAGS = _numbers_of_names(), _numbers_of_tags((*_TAGGED,)), _numbers_of_tags(_SURE_TAGS)


def named_kind(name: str) -> Kind | None:
    """What the name of a class or an id says of its element, if anything.

    >>> named_kind("article-newsletter-box"), named_kind("article")
    (<Kind.NEWSLETTER: 'newsletter'>, None)
    """
    number = _OF_NAMES[meanings(name)]
    return _LABELS[number].kind if number else None


class Labels:
    """Labels for the blocks of one page of which `body` are the story's. All are told at once, as numbers."""

    def __init__(self, features: Features, body: Flags) -> None:
        self._features, self._body = features, body

    def of(self, block: int) -> Label:
        """The label of a block that is not the story's."""
        label: Label = _LABELS[self._numbers[block]]
        return label

    def runs(self) -> list[tuple[int, int, Label]]:
        """Neighbouring blocks of one kind that are not the story's: the first, the last, and the first one's label."""
        others = (~self._body).nonzero()[0]
        kinds, edges = _KINDS[self._numbers[others]], np.ones(len(others) + 1, dtype=np.bool_)
        edges[1:-1] = (others[1:] != others[:-1] + 1) | (kinds[1:] != kinds[:-1])
        firsts, lasts = others[edges[:-1]].tolist(), others[edges[1:]].tolist()
        return [(first, last, self.of(first)) for first, last in zip(firsts, lasts, strict=True)]

    @cached_property
    def _numbers(self) -> Numbers:
        """The label of each block: what it begins with tells, else what its elements say, else its words."""
        said = self._of_elements()[self._features.blocks.elements]
        found = np.where(said, said, self._by_words())
        for block, text in enumerate(self._features.page.blocks.texts):
            if text[0] in _RIGHTS_INITIALS and len(text) < _RIGHTS_LETTERS and text.lower().startswith(_RIGHTS):
                found[block] = _NUMBERS[_RIGHTS_NOTICE]
        return found

    def _of_elements(self) -> Numbers:
        """What each element says, or the nearest around it that says anything; none that hold part of the story."""
        e, names = self._features.elements, _OF_NAMES[self._features.names]
        sure, before = _OF_SURE_TAGS[e.tags], np.zeros(len(self._body) + 1, dtype=np.intp)
        self._body.cumsum(out=before[1:])
        own = np.where(sure, sure, np.where(names, names, _OF_TAGS[e.tags]))
        own[before[e.lasts] > before[e.firsts]] = 0
        return e.nearest(own)

    def _by_words(self) -> Numbers:
        b = self._features.blocks
        link = np.where(b.words >= _TITLE_WORDS, _NUMBERS[_LINKED_TITLE], _NUMBERS[_LINK])
        line = np.where(b.prose > 0, _NUMBERS[_APART], 0)
        return np.where(b.linked > _LINKS, link, line)
