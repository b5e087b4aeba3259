"""Names that a rule can rely on: whole, and given by people."""

import re

# What CSS-in-JS and bundlers write: `sc-dFfFtc`, `css-1abc9x`, `dcr-ch7w1w`, `svelte-1xk3p0q`, `jsx-2871293847`,
# `Article_teaser__x3kQp`.
_MACHINE_MADE = re.compile(
    r"""sc-(?=[a-z]+[A-Z])[a-zA-Z]{5,7}(?:-\d+)?
    | (?:css|dcr|emotion|svelte|tss)-(?=[a-z0-9]*\d)[a-z0-9]{4,}(?:-[\w-]+)?
    | jsx-\d{4,}
    | [a-zA-Z0-9-]+_[a-zA-Z0-9-]+__[\w-]{5}
    """,
    re.VERBOSE,
)


class SelectorError(ValueError):
    """A selector that a rule cannot use; the message says what to write instead."""


def check_name(name: str) -> None:
    """Refuse the name of a class or an id that a machine made. Raises `SelectorError`.

    >>> check_name("dcr-ch7w1w")
    Traceback (most recent call last):
    endmark.selectors.naming.SelectorError: "dcr-ch7w1w" was made by a machine, and the site's next release will \
make another; select by a name that people gave, or by an attribute
    """
    if _MACHINE_MADE.fullmatch(name):
        raise SelectorError(
            f'"{name}" was made by a machine, and the site\'s next release will make another; '
            "select by a name that people gave, or by an attribute"
        )
