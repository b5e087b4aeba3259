"""The `endmark` command.

Each command lives in a module of its own that is imported when it is asked for, so that `endmark --help`
does not wait for the matchers and the rule files.
"""

import errno
from importlib import import_module

import click

from endmark.cli.failures import Failure, counted
from endmark.errors import EndmarkError, RuleError

_COMMANDS = {
    "strip": ("endmark.cli.stripping", "Print an article's body without its boilerplate."),
    "check": ("endmark.cli.checking", "Run the fixtures against the rules."),
    "lint": ("endmark.cli.linting", "Look for mistakes in rule files."),
    "serve": ("endmark.cli.serving", "Start the HTTP service."),
}

_EPILOG = """\b
Examples:
  endmark strip article.txt --url https://www.themoscowtimes.com/2017/09/07/x
  endmark strip --json < article.txt
  endmark strip --jsonl articles.jsonl > stripped.jsonl
  endmark serve

\b
Exit codes:
  0  done
  1  an input, a rule file or a fixture is wrong, and it is said which
  2  called wrongly

`endmark COMMAND --help` tells the rest.
"""


class _Commands(click.Group):
    """A group that imports a command when it is called, and tells expected errors in one line."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The commands' names, in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in _COMMANDS.items()])

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
