"""Generic judging: what is cut from a site that no rule file names, and from what a site's own rules leave."""

from endmark.judging.generic.finding import find
from endmark.judging.generic.weighing import Generic, Weighed, weigh

__all__ = ["Generic", "Weighed", "find", "weigh"]
