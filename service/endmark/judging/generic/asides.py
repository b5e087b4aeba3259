"""What stands between the paragraphs of an article and no phrase speaks for cutting: it is the story's.

Its headings, code, cells and entries sound like a menu where they come from a trade that little was learned of. Where
a whole page was scraped, they are rather what stood beside the story.
"""

import numpy as np

from endmark.judging.generic.layout import Flags, Numbers
from endmark.judging.generic.marking import Marking

REACH = 8  # blocks away from which a phrase still speaks for cutting
_PAGE_KINDS = 3  # sorts of phrases that stand in the text of a whole page, at least
_PAGE_BLOCKS = 50  # most blocks of such a text for each of its phrases
_MOST = 2 / 3  # of the blocks above an article: so many are no part of it, whether or not a phrase names one


def unspoken(cut: Flags, marking: Marking, anchors: Numbers, near: Flags) -> Flags:
    """Which blocks before the last paragraph stay, of those to `cut`: no phrase stands `near` them or in their gap.

    `anchors` are the paragraphs, a block or more; gaps lie between two of them, and before the first.
    """
    found = np.zeros(len(cut), dtype=np.bool_)
    if _is_whole_page(marking):
        return found
    first, last = int(anchors[0]), int(anchors[-1])
    begins = np.zeros(len(cut), dtype=np.int64)
    begins[anchors] = 1
    gap = begins.cumsum()
    found |= (np.bincount(gap, weights=marking.marked) == 0)[gap] | ~near
    if np.count_nonzero(cut[:first]) >= _MOST * first:
        found[:first] = False
    found[last:] = False
    return found


def _is_whole_page(marking: Marking) -> bool:
    """Whether phrases of several kinds stand in a text, and not far apart: one or two may be an article's own."""
    kinds = [phrase.terms.kind for phrase in marking.phrases if phrase and phrase.terms]
    return len(set(kinds)) >= _PAGE_KINDS and len(kinds) * _PAGE_BLOCKS >= len(marking.phrases)
