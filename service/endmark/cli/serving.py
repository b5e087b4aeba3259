"""`endmark serve`: the HTTP service."""

import errno
import socket
from collections.abc import Callable
from pathlib import Path

import click

from endmark.cli.failures import Failure
from endmark.cli.parameters import rules_option

_EPILOG = """\b
Examples:
  endmark serve
  endmark serve --host 0.0.0.0 --port 9000 --rules my-rules
  curl -H 'Content-Type: text/plain' --data-binary @article.txt http://127.0.0.1:8000/v1/strip

\b
Exit codes:
  0  stopped by SIGTERM or Ctrl-C
  1  cannot start: the port is taken, a rule file is wrong, the server extra is not installed
  2  called wrongly
"""


class _Command(click.Command):
    """A command whose help ends with the settings, which only the server extra knows."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples, exit codes and settings."""
        super().format_epilog(ctx, formatter)
        try:
            from endmark.api.settings import Settings  # noqa: PLC0415  only here is the server extra needed
        except ModuleNotFoundError as error:
            formatter.write(f"\nThe settings are listed once there is {error.name}: pip install 'endmark[server]'\n")
            return
        formatter.write("\nSettings, from the environment (default):\n")
        formatter.write_dl([(s.name, f"{s.meaning} ({s.default})") for s in Settings.table()])


@click.command("serve", epilog=_EPILOG, cls=_Command)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 takes a free one.",
)
@rules_option
def command(*, host: str, port: int, folders: tuple[Path, ...]) -> None:
    """Start the HTTP service: POST an article to /v1/strip.

    It serves until SIGTERM or Ctrl-C and then answers what is in flight. SIGHUP loads the rules again.
    """
    serve = _import_serve()
    _refuse_unusable(host, port)
    serve(host, port, folders)


def _import_serve() -> Callable[[str, int, tuple[Path, ...]], None]:
    try:
        from endmark.api.serving import serve  # noqa: PLC0415  only here is the server extra needed
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("endmark"):
            raise
        raise Failure(f"the service needs {error.name}: pip install 'endmark[server]'") from error
    return serve


def _refuse_unusable(host: str, port: int) -> None:
    """Try the address first: gunicorn would try a taken one five times before it says so."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise Failure(f"cannot listen on {host}, port {port}: {_reason(error)}") from error


def _reason(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "something listens there already; choose another with --port"
    return error.strerror or str(error)
