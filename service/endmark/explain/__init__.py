"""Why each block of a text or a page was cut or stayed."""

from endmark.explain.explaining import explain
from endmark.explain.explanation import ExplainedBlock, Explanation, Named, Outcome, PageWeight, Weight, Word

__all__ = ["ExplainedBlock", "Explanation", "Named", "Outcome", "PageWeight", "Weight", "Word", "explain"]
