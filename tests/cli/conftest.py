"""A site of our own, so that these tests say nothing about any real one; and the command as a process."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RULES = """\
site: The Harbour Gazette
hosts: [gazette.example]
languages: [en]
fingerprints: ["The Harbour Gazette depends on you"]
rules:
  - id: appeal
    kind: donation_appeal
    line: "The Harbour Gazette depends on you."
  - id: correction
    kind: correction_note
    line: "This article has been corrected."
"""

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder of rules with one site, gazette.example."""
    folder = tmp_path / "rules"
    (folder / "sites").mkdir(parents=True)
    (folder / "sites" / "gazette.example.yaml").write_text(RULES, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def program() -> list[str]:
    """The command to run in a process of its own, as pip installed it beside this Python."""
    return [str(Path(sys.executable).with_name("endmark"))]


@pytest.fixture
def endmark(program: list[str], tmp_path: Path) -> Endmark:
    """Run the command in an empty folder: `endmark("strip", "-", stdin=b"...")`."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [*program, *map(str, arguments)]
        return subprocess.run(command, input=stdin, capture_output=True, cwd=tmp_path, timeout=60, check=False)

    return run
