"""The Harbour Gazette, a site that is none: its rules, as a folder."""

from pathlib import Path

RULES = """\
site: The Harbour Gazette
hosts: [gazette.example]
rules:
  - id: appeal
    kind: donation_appeal
    line: "The Harbour Gazette depends on you."
  - id: share
    kind: share_follow
    line: "Share this story"
"""


def write_rules(folder: Path, rules: str = RULES) -> Path:
    """Make an empty folder one of rules, with that site's file alone."""
    (folder / "sites").mkdir()
    (folder / "sites" / "gazette.example.yaml").write_text(rules, encoding="utf-8")
    return folder
