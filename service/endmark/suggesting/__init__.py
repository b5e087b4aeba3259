"""Suggesting rules: what repeats in the articles of one site, as a rule file and fixtures for it."""

from endmark.suggesting.suggesting import Suggestion, suggest

__all__ = ["Suggestion", "suggest"]
