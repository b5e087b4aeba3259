"""Texts that compiled code may read otherwise than Python does."""

from hypothesis import strategies as st

# One each of all that tables, kinds of strings and line ends tell apart.
_ODD = (
    "a\u00e9\u00b5\u00df\u0130\u0131\u01c5\u0416\u2460\u24b6\u6587\u304b\uac00\uf900\ufacf\U0001d400\U00020000"
    "0\u0663\u00b2_ \u00a0\u200b\u0301\ufe0f\U000e0100\t\n\r\v\f\x1c\x1e\x85\u2028\u2029\x00\ud800\udfff\U0010ffff"
    '.!?\u2026:\uff1a\u00a9\u24d2"\u201d\u2019\u00bb)\u3002-\u2022>'
)
_LATIN = "".join(char for char in _ODD if char < "\u0100")
_WIDE = "".join(char for char in _ODD if char < "\U00010000")

_alphabets = st.sampled_from(["ab", "aB.\u201d ", "a :\u00a9\n", _LATIN, _WIDE, _ODD])
hostile = st.one_of(
    _alphabets.flatmap(lambda alphabet: st.text(alphabet, max_size=60)),
    st.text(st.characters(), max_size=60),
    st.tuples(_alphabets.flatmap(lambda alphabet: st.text(alphabet, max_size=12)), st.integers(0, 400)).map(
        lambda piece: piece[0] * piece[1]
    ),
)
