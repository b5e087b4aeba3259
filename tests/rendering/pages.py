"""Composed pages, from well-made to broken, as hypothesis draws them."""

from hypothesis import strategies as st

_WORDS = """ferry|Ω|שלום|مرحبا|👩‍🚀|語。|a*b*|_c_|# d|- e|1. f|[g](h)|`i`|&lt;b&gt;|&amp;lt;|&nbsp;|“q”|~~z~~|\\|!|>|
===|soft&shy;hyphen|e\u0301|\ufeff|&#x200b;|<!-- c -->|2 + 3 = 5|+ k|x&#124;y""".split("|")
_SPACES = ["", " ", "\n", "\t ", "  "]
_INLINE = "b i em strong code span sub q s font u mark ruby rt abbr cite nobr".split()
_BLOCKS = (
    "p div h2 h3 blockquote section pre ul ol li dl dt dd center article figure figcaption button form address details "
    "summary caption option select"
).split()
_ATTRIBUTES = "|||dir=rtl|lang=ar|class=x|onclick=alert(1)|style='color:red'|start=5|hidden".split("|")
_URLS = "/a|b?c=d&e|#f|https://y.example/(g)_h|javascript:alert(1)|data:text/html,x|mailto:i@j|https://[|".split("|")


def _wrapped(tags: list[str], inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.tuples(st.sampled_from(tags), st.sampled_from(_ATTRIBUTES), inside, st.booleans())
    return parts.map(lambda p: f"<{p[0]} {p[1]}>{p[2]}" + (f"</{p[0]}>" if p[3] else ""))


def _joined(parts: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(st.tuples(parts, st.sampled_from(_SPACES)), max_size=most).map(
        lambda pairs: "".join(part + space for part, space in pairs)
    )


def _link(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(_URLS), inside).map(lambda p: f'<a href="{p[0]}">{p[1]}</a>')


def _table(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    cells = st.lists(st.tuples(st.sampled_from(["td", "th"]), inside), min_size=1, max_size=3)
    rows = st.lists(cells.map(lambda row: "<tr>" + "".join(f"<{tag}>{said}" for tag, said in row)), max_size=3)
    return rows.map(lambda rows: f"<table>{''.join(rows)}</table>")


_image = st.sampled_from(_URLS).map(lambda url: f'<img src="{url}" alt="a &quot;b&quot; <c>">')
_void = st.sampled_from(
    ["<br>", "<br><br>", "<hr>", "<wbr>", "<script>x</script>", "<style>y</style>", "<svg><p>z</svg>"]
)
_text = st.one_of(st.sampled_from(_WORDS), st.sampled_from(_WORDS), _void, _image)
_phrase = st.recursive(
    _text, lambda inside: st.one_of(_wrapped(_INLINE, _joined(inside, 3)), _link(_joined(inside, 3)))
)
_block = st.recursive(
    _joined(_phrase, 5),
    lambda inside: st.one_of(
        _wrapped(_BLOCKS, _joined(inside, 4)), _table(inside), _wrapped(_INLINE, _joined(inside, 2)), _link(inside)
    ),
    max_leaves=12,
)
pages = _joined(_block, 6)
