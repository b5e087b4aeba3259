"""The names by which pages state things, best first."""

TITLES = ("og:title", "twitter:title", "dc.title", "title")
DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description")
BYLINES = ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author")
DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "date",
    "pubdate",
    "publishdate",
    "sailthru.date",
)
SITE_NAMES = ("og:site_name", "application-name")
LANGUAGES = ("og:locale", "content-language", "language")

ARTICLE_TYPES = frozenset(
    (
        "advertisercontentarticle analysisnewsarticle article askpublicnewsarticle backgroundnewsarticle blogposting "
        "discussionforumposting liveblogposting newsarticle opinionnewsarticle report reportagenewsarticle "
        "reviewnewsarticle satiricalarticle scholarlyarticle socialmediaposting techarticle"
    ).split()
)
PAGE_TYPES = frozenset(("webpage", "itempage"))
SITE_TYPES = frozenset(("website",))
