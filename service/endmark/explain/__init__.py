"""Why each block of a text was cut or stayed."""

from endmark.explain.explaining import explain
from endmark.explain.explanation import ExplainedBlock, Explanation, Named, Outcome, Weight, Word

__all__ = ["ExplainedBlock", "Explanation", "Named", "Outcome", "Weight", "Word", "explain"]
