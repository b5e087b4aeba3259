"""Endmark finds where the story ends.

>>> from endmark import strip
>>> strip("The bridge is open again.", url="https://example.org/1").body
'The bridge is open again.'
"""

from endmark.errors import DecodingError, EndmarkError, InputError, Problem, RuleError, TooLargeError
from endmark.metadata import Metadata
from endmark.model import Document, Format, Kind, Position, Result, Segment
from endmark.reading import Limits, read
from endmark.rules.book import RuleBook
from endmark.strip import strip

__all__ = [
    "DecodingError",
    "Document",
    "EndmarkError",
    "Format",
    "InputError",
    "Kind",
    "Limits",
    "Metadata",
    "Position",
    "Problem",
    "Result",
    "RuleBook",
    "RuleError",
    "Segment",
    "TooLargeError",
    "read",
    "strip",
]
