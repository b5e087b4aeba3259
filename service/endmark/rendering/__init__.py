"""Rendering: what is left of a page or a text as an HTML fragment that is safe to show, or as Markdown."""

from endmark.rendering.story import Story

__all__ = ["Story"]
