"""Judging pages: which blocks of a page are its story, by where they stand among its elements."""

from endmark.judging.pages.finding import outside_story
from endmark.judging.pages.learned import Learned, builtin

__all__ = ["Learned", "builtin", "outside_story"]
