"""What each block is that is not the story, and by what sign: its elements' names, its tag, its words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from endmark.judging.pages.class_names import MEANINGS, meanings
from endmark.judging.pages.columns import Flags
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
    "time": Kind.BYLINE,
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


_TAG_LABELS = {tag: Label(kind, f"it is in <{tag}>") for tag, kind in _BY_TAG.items()}
_SURE_TAGS = {"h1", "figcaption"}
_NAME_LABELS = {
    1 << bit: Label(_BY_NAME[name], f"its element's names say “{name}”")
    for bit, name in enumerate(MEANINGS)
    if name in _BY_NAME
}
_TELLING = sum(_NAME_LABELS)


def _own(tag: str, names: int) -> Label | None:
    """What an element says of itself."""
    if tag in _SURE_TAGS:
        return _TAG_LABELS[tag]
    telling = names & _TELLING
    return _NAME_LABELS[telling & -telling] if telling else _TAG_LABELS.get(tag)


def named_kind(name: str) -> Kind | None:
    """What the name of a class or an id says of its element, if anything.

    >>> named_kind("article-newsletter-box"), named_kind("article")
    (<Kind.NEWSLETTER: 'newsletter'>, None)
    """
    label = _own("div", meanings(name))
    return label.kind if label else None


class Labels:
    """Labels for the blocks of one page of which `body` are the story's."""

    def __init__(self, features: Features, body: Flags) -> None:
        self._features, self._page = features, features.page
        before = np.concatenate([[0], body.cumsum()])
        elements = features.elements
        self._of_elements = self._labelled((before[elements.lasts] > before[elements.firsts]).tolist())

    def of(self, block: int) -> Label:
        """The label of a block that is not the story's."""
        text = self._page.blocks.texts[block]
        if text[0] in _RIGHTS_INITIALS and len(text) < _RIGHTS_LETTERS and text.lower().startswith(_RIGHTS):
            return Label(Kind.RIGHTS_NOTICE, "it begins as a rights notice does")
        return self._of_elements[self._page.blocks.elements[block]] or self._by_words(block)

    def _labelled(self, holds_body: list[bool]) -> list[Label | None]:
        """What each element says, or the nearest around it that says anything; none that hold part of the story."""
        found: list[Label | None] = []
        names, tags = self._features.names.tolist(), self._page.elements.tags
        for element, parent in enumerate(self._page.elements.parents):
            if holds_body[element]:
                found.append(None)
            else:
                found.append(_own(tags[element], names[element]) or (found[parent] if element else None))
        return found

    def _by_words(self, block: int) -> Label:
        blocks = self._features.blocks
        if blocks.linked[block] > _LINKS:
            is_title = blocks.words[block] >= _TITLE_WORDS
            return Label(Kind.RELATED_LINKS if is_title else Kind.NAVIGATION, "it is a link")
        if blocks.prose[block]:
            return Label(Kind.SITE_NOTE, "it stands apart from the story")
        return Label(Kind.NAVIGATION, "it is a short line apart from the story")


def runs(blocks: Sequence[int], labels: Sequence[Label]) -> list[tuple[int, int, Label]]:
    """Neighbouring blocks of one kind as runs: the first, the last, and the first one's label."""
    found: list[tuple[int, int, Label]] = []
    for block, label in zip(blocks, labels, strict=True):
        if found and block == found[-1][1] + 1 and label.kind is found[-1][2].kind:
            found[-1] = (found[-1][0], block, found[-1][2])
        else:
            found.append((block, block, label))
    return found
