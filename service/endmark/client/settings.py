"""How clients connect."""

from typing import Any
from urllib.parse import urlsplit

import httpx

from endmark.errors import InputError, quote


def connection(url: str, api_key: str | None, timeout: float, concurrency: int, *, proxies: bool) -> dict[str, Any]:
    """The arguments of an httpx client. Raises `InputError` for a URL that is none."""
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise InputError(f"the service's URL is {quote(url)}; give one such as http://127.0.0.1:8000")
    return {
        "base_url": url.rstrip("/"),
        "headers": {"Authorization": f"Bearer {api_key}"} if api_key else {},
        "timeout": timeout,
        "limits": httpx.Limits(max_connections=None, max_keepalive_connections=max(concurrency, 16)),
        "trust_env": proxies,
    }
