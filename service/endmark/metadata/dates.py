"""Dates as pages state them, in ISO 8601 where they can be read in one way only."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ZONE = re.compile(r"\s+(?:UTC|GMT|Z)$|\s+(?=[+-]\d{2}:?\d{2}$)")


def normalised(stated: str) -> str:
    """A date in ISO 8601; as it was stated where it might mean several days, or none.

    >>> [normalised(d) for d in ("2024-03-05 10:00:00 +0100", "Tue, 05 Mar 2024 10:00:00 GMT", "2024-03-05", "3/5/24")]
    ['2024-03-05T10:00:00+01:00', '2024-03-05T10:00:00+00:00', '2024-03-05', '3/5/24']
    """
    if _DAY.fullmatch(stated):
        return stated
    for parse in (_iso, parsedate_to_datetime):
        try:
            return parse(stated).isoformat()
        except (ValueError, OverflowError):
            continue
    return stated


def _iso(stated: str) -> datetime:
    return datetime.fromisoformat(_ZONE.sub(lambda zone: "Z" if zone[0].strip() else "", stated))
