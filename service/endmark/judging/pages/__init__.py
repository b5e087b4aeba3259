"""Judging pages: which blocks of a page are its story, by where they stand among its elements."""

from endmark.judging.pages.deciding import STORY
from endmark.judging.pages.finding import Weighed, outside_story, weigh
from endmark.judging.pages.kinds import named_kind
from endmark.judging.pages.learned import Learned, builtin

__all__ = ["STORY", "Learned", "Weighed", "builtin", "named_kind", "outside_story", "weigh"]
