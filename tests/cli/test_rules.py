"""`endmark rules`, and the folders that the environment names."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]
DESK = "over: extend\nrules: [{id: tags, kind: tags, line: Tags}]\n"


@pytest.fixture
def layers(rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    desk = tmp_path / "desk"
    (desk / "sites").mkdir(parents=True)
    (desk / "sites/gazette.example.yaml").write_text(DESK)
    monkeypatch.setenv("ENDMARK_RULES", os.pathsep.join([str(rules), str(desk)]))
    return desk


@pytest.mark.usefixtures("layers")
def test_the_environment_names_folders(endmark: Endmark) -> None:
    text = b"The council voted on Tuesday.\nTags\nThe Harbour Gazette depends on you.\n"
    run = endmark("strip", "-", "--url", "https://gazette.example/1", stdin=text)
    assert run.stdout == b"The council voted on Tuesday.\n"


def test_each_site_is_listed_with_its_layers(endmark: Endmark, rules: Path, layers: Path) -> None:
    told = endmark("rules", "list").stdout.decode().splitlines()
    assert f"gazette.example: 3 rules, {layers} over {rules}" in told
    assert any(line.startswith("themoscowtimes.com") and line.endswith(" built-in") for line in told)
    listed = [json.loads(line) for line in endmark("rules", "list", "--json").stdout.splitlines()]
    assert told[-1] == f"{len(listed)} sites"
    (ours,) = (site for site in listed if site["hosts"] == ["gazette.example"])
    assert ours["folders"] == [str(layers), str(rules)]


def test_what_selects_the_rules_of_a_url_and_where_each_is_from(endmark: Endmark, rules: Path, layers: Path) -> None:
    run = endmark("rules", "show", "https://www.gazette.example/2025/x")
    first, *members = run.stdout.decode().splitlines()
    assert first.startswith("https://www.gazette.example/2025/x is of gazette.example, named by sites/gazette.example")
    assert members[0] == f"  tags: tags by line, sites/gazette.example.yaml:2 {layers}"
    assert members[1] == f"  appeal: donation_appeal by line, sites/gazette.example.yaml:6 {rules}"
    told = json.loads(endmark("rules", "show", "gazette.example", "--json").stdout)
    assert told["rules"][0]["rule"] == "gazette.example/tags"
    assert told["hidden"] == []


@pytest.mark.parametrize("host", ["nobody.example", "no host"])
def test_what_no_file_names_is_said(endmark: Endmark, host: str) -> None:
    run = endmark("rules", "show", host)
    assert run.returncode == 1
    assert host.encode() in run.stderr
