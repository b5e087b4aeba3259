"""What the class names and ids of elements say: each word of a name may have meanings."""

import re
from functools import lru_cache

_WORDS = {
    "consent": "cookie cookies consent gdpr privacy modal popup overlay lightbox cmp onetrust",
    "comments": "comment comments disqus respond discussion replies reactions kommentar kommentare",
    "newsletter": "newsletter newsletters signup mailing optin",
    "donation": "donate donation donations support contribute spenden",
    "subscription": "subscribe subscription subscriber paywall piano membership regwall register login premium abo",
    "share": "share sharing shares social sharedaddy addtoany follow facebook twitter whatsapp bookmark",
    "ad": "ad ads advert advertisement advertising adslot sponsor sponsored dfp anzeige werbung publicidad promoted",
    "tags": "tag tags tagged category categories topic topics keywords",
    "bio": "bio biography profile about contributor contributors",
    "byline": "byline author authors autor meta metadata date time timestamp dateline published updated credits",
    "media": "caption figcaption image img photo gallery video media picture figure legend slideshow player audio "
    "embed thumbnail copyright",
    "related": "related recommended recommendation recommendations recirc readmore mostread popular trending teaser "
    "teasers outbrain taboola promo promos similar suggested upnext more also card cards carousel",
    "navigation": "nav navbar navigation menu submenu breadcrumb breadcrumbs pagination pager toc skip header footer "
    "masthead sidebar colophon",
    "furniture": "gdpr consent onetrust didomi cmp cookie cookies popup modal signup subscribe donate donation "
    "donations sharing addtoany outbrain taboola sponsored respond disqus mostread regwall piano navbar",
    "quote": "quote pullquote blockquote tweet instagram fact box infobox factbox sidebar",
}
MEANINGS = tuple(_WORDS)
_BITS: dict[str, int] = {}
for _number, _words in enumerate(_WORDS.values()):
    for _word in _words.split():
        _BITS[_word] = _BITS.get(_word, 0) | 1 << _number
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FILED = ("tag-", "category-", "cat-", "topic-")  # how an article is filed, not what an element is
_CACHED = 65_536


@lru_cache(_CACHED)
def meanings(name: str) -> int:
    """The meanings of the words in an element's class names and id, as bits in the order of `MEANINGS`.

    >>> [meaning for bit, meaning in enumerate(MEANINGS) if meanings("tag-newsletter shareBox") >> bit & 1]
    ['share', 'quote']
    """
    found = 0
    for token in (name if name.islower() else _CAMEL.sub("-", name).lower()).split():
        if not token.startswith(_FILED):
            for word in token.replace("_", "-").split("-"):
                if word in _BITS:
                    found |= _BITS[word]
    return found
