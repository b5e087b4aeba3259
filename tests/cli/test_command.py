"""The command as a whole: help and version."""

import subprocess
from collections.abc import Callable
from importlib.metadata import version

import pytest

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]

COMMANDS = "strip bulk explain suggest new check lint replay stats rules import export serve".split()


def test_version(endmark: Endmark) -> None:
    assert endmark("--version").stdout.decode() == f"endmark {version('endmark')}\n"


def test_help_lists_every_command(endmark: Endmark) -> None:
    told = endmark("--help").stdout.decode()
    assert [line.split()[0] for line in told.partition("Commands:\n")[2].splitlines()[: len(COMMANDS)]] == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_and_exit_codes(endmark: Endmark, command: str) -> None:
    run = endmark(command, "--help")
    told = run.stdout.decode("ascii")
    assert run.returncode == 0
    assert "Examples:\n" in told
    assert f"    endmark {command}" in told
    assert "Exit codes:\n    0  " in told


def test_an_unknown_command_is_a_usage_error(endmark: Endmark) -> None:
    run = endmark("stripe")
    assert run.returncode == 2
    assert b"No such command 'stripe'" in run.stderr
