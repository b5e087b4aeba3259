"""Host names: the one form in which they are compared."""

import re
from functools import lru_cache

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_ADDRESS = re.compile(r"[\d.]+")
_LONGEST = 253


@lru_cache(maxsize=1024)
def ascii_host(host: str) -> str:
    """The form in which hosts are compared: lower case, punycode, no dot at the end.

    Raises ValueError for what no URL can have as its host.

    >>> ascii_host("Bücher.example."), ascii_host("xn--bcher-kva.example")
    ('xn--bcher-kva.example', 'xn--bcher-kva.example')
    """
    host = host.removesuffix(".").lower()
    try:
        plain = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f'"{host}" is not a host name') from error
    if len(plain) > _LONGEST or not all(map(_LABEL.fullmatch, plain.split("."))):
        raise ValueError(f'"{host}" is not a host name')
    return plain


@lru_cache(maxsize=1024)
def parents(host: str) -> tuple[str, ...]:
    """The host itself and the domains it stands in, the most specific first; a top-level domain is none.

    >>> parents("www.bbc.co.uk")
    ('www.bbc.co.uk', 'bbc.co.uk', 'co.uk')
    """
    labels = host.split(".")
    return tuple(".".join(labels[i:]) for i in range(max(len(labels) - 1, 1)))


def checked_host(host: str) -> str:
    """A host as a rule file may name it, unchanged. Raises ValueError that says what to write instead.

    Unicode and punycode are both welcome.

    >>> checked_host("https://www.bellingcat.com/about/")
    Traceback (most recent call last):
    ValueError: a host has no scheme, path or port; write "www.bellingcat.com"
    """
    if host.startswith(("*.", ".")):
        raise ValueError(f'subdomains are always included; write "{host.lstrip("*.")}"')
    bare = _bare(host)
    if bare != host.lower().strip():
        raise ValueError(f'a host has no scheme, path or port; write "{bare}"')
    plain = ascii_host(host)
    if "." not in plain or _ADDRESS.fullmatch(plain):
        raise ValueError(f'"{host}" names no site; write a host such as "example.org"')
    normal = host.lower().strip().removesuffix(".")
    if host != normal:
        raise ValueError(f'hosts are written in lower case, with nothing around them; write "{normal}"')
    return host


def _bare(host: str) -> str:
    host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", host.lower().strip())
    return re.sub(r"^[^/@]*@|[:/?#].*$", "", host)
