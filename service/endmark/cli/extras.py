"""Commands that need more than the base install."""

from collections.abc import Iterator
from contextlib import contextmanager

from endmark.cli.failures import Failure


@contextmanager
def extra(name: str, thing: str) -> Iterator[None]:
    """Around imports: a library that is not there becomes a failure that says which extra has it."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("endmark"):
            raise
        raise Failure(f"{thing} needs {error.name}: pip install 'endmark[{name}]'") from error
