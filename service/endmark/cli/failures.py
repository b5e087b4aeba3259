"""How the command says that something went wrong, and how much."""

from typing import IO, Any

import click


class Failure(click.ClickException):
    """Something that the user can mend, told on standard error as `endmark: …`. Exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Tell it."""
        click.echo(f"endmark: {self.format_message()}", file=file, err=True)


def counted(number: int, word: str) -> str:
    """A number and its noun.

    >>> counted(1, "error"), counted(2000, "error")
    ('1 error', '2,000 errors')
    """
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
