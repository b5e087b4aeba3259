"""The command as a whole: help, version, and how quickly they come."""

import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version

import pytest

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]

COMMANDS = ["strip", "check", "lint", "serve"]


def test_version(endmark: Endmark) -> None:
    assert endmark("--version").stdout.decode() == f"endmark {version('endmark')}\n"


def test_help_lists_every_command(endmark: Endmark) -> None:
    told = endmark("--help").stdout.decode()
    assert [line.split()[0] for line in told.partition("Commands:\n")[2].splitlines()[:4]] == COMMANDS


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


def test_help_does_not_wait_for_the_matchers() -> None:
    program = """
import sys
from endmark.cli import main
main(["--help"], standalone_mode=False)
slow = {"numpy", "re2", "ruamel", "pydantic", "selectolax", "charset_normalizer", "flask"} & set(sys.modules)
assert not slow, slow
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert (run.returncode, run.stderr) == (0, b"")
