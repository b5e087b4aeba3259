"""What a page says of itself: JSON-LD, OpenGraph, meta and link tags. Nothing here is guessed or fetched."""

from endmark.metadata.stated import Metadata, Stated

__all__ = ["Metadata", "Stated"]
