"""The `endmark` command: one module for each of its commands."""

import errno

import click

from endmark.cli import (
    bulk,
    checking,
    exchanging,
    explaining,
    linting,
    replaying,
    ruling,
    scaffolding,
    serving,
    statistics,
    stripping,
    suggesting,
)
from endmark.cli.failures import Failure, counted
from endmark.errors import EndmarkError, RuleError

_EPILOG = """\b
Examples:
  endmark strip article.txt --url https://www.themoscowtimes.com/2017/09/07/x
  endmark strip --json < article.txt
  endmark strip --jsonl articles.jsonl > stripped.jsonl
  endmark explain article.txt
  endmark serve

\b
Exit codes:
  0  done
  1  an input, a rule file or a fixture is wrong, and it is said which
  2  called wrongly

`endmark COMMAND --help` tells the rest.
"""


class _Commands(click.Group):
    """A group whose commands may raise Endmark's errors and the system's."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The commands' names, the ones for every day first."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; an expected error becomes one line and exit code 1."""
        try:
            return super().invoke(ctx)
        except RuleError as error:
            raise Failure(_told(error)) from error
        except EndmarkError as error:
            raise Failure(str(error)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader has had enough: click ends quietly
                raise
            raise Failure(_reason(error)) from error


def _reason(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def _told(error: RuleError) -> str:
    return "\n".join([f"{counted(len(error.problems), 'problem')} in the rules", *map(str, error.problems)])


@click.group(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="endmark", message="%(prog)s %(version)s")
def main() -> None:
    """Find where the story ends.

    Endmark separates an article's body from what was appended to it or injected into it: donation appeals,
    newsletter prompts, related links, share lines, rights notices, author boxes.
    """


for _command in (
    stripping.command,
    bulk.command,
    explaining.command,
    suggesting.command,
    scaffolding.command,
    checking.command,
    linting.command,
    replaying.command,
    statistics.command,
    ruling.command,
    exchanging.importing,
    exchanging.exporting,
    serving.command,
):
    main.add_command(_command)
