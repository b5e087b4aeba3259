"""Passages: what an editor pasted, found in a document in spite of what happens to text on its way.

Other amounts and names, other typography, lost line ends, missing spaces, quote prefixes, truncation, paragraphs
missing, moved or repeated: the copy is found by its letters, bridged over its differences, and cut to the word.

The line: grams (is anything known here?) -> runs (exact repeats) -> regions (pieces of one copy) -> edges (to the
word) -> evidence (a copy, or a story that quotes it?) -> candidates.
"""
