"""`endmark import ftr` and `endmark export ublock`."""

import subprocess
from collections.abc import Callable
from pathlib import Path

Endmark = Callable[..., subprocess.CompletedProcess[bytes]]
RULES = """\
site: The Lantern
hosts: [lantern.example, lantern.test]
rules:
  - {id: box, kind: related_links, css: [.box, "#more"]}
  - {id: promo, kind: related_links, css: .eyebrow, up_to: .promo}
  - {id: contact, kind: contact_tips, xpath: "//h3[. = 'Contact']"}
  - {id: unsure, kind: tags, css: .tags, status: shadow}
  - {id: words, kind: tags, line: Tags}
"""


def test_a_folder_is_imported_and_nothing_written_over(endmark: Endmark, tmp_path: Path) -> None:
    folder = tmp_path / "ftr"
    folder.mkdir()
    (folder / "lantern.example.txt").write_text("strip_id_or_class: related\nprune: no\n")
    (folder / ".other.example.txt").write_text("strip: //div[@class='share']\n")
    (folder / "README.md").write_text("no configuration")
    run = endmark("import", "ftr", "ftr", "--into", "made")
    assert run.returncode == 0
    assert run.stdout == b"2 files written; 2 lines carried over, 1 not\n"
    assert run.stderr == b"ftr/lantern.example.txt:2: prune: no: not carried over, a setting of that program's\n"
    assert endmark("lint", "made").returncode == 0
    again = endmark("import", "ftr", "ftr/lantern.example.txt", "--into", "made")
    assert b"not written, made/sites/lantern.example.yaml is there already" in again.stderr
    assert again.stdout.startswith(b"0 files written")


def test_selectors_become_filters(endmark: Endmark, tmp_path: Path) -> None:
    (tmp_path / "rules/sites").mkdir(parents=True)
    (tmp_path / "rules/sites/lantern.example.yaml").write_text(RULES)
    run = endmark("export", "ublock", "--rules", "rules", "--host", "lantern.test")
    assert run.stdout.decode().splitlines()[2:] == [
        "! The Lantern (and by words: 1)",
        "lantern.example,lantern.test##.box",
        "lantern.example,lantern.test###more",
        "lantern.example,lantern.test##.eyebrow:upward(.promo)",
        "lantern.example,lantern.test##:xpath(//h3[. = 'Contact'])",
    ]
    assert b"theintercept.com##" in endmark("export", "ublock").stdout
    nowhere = endmark("export", "ublock", "--host", "nobody.example")
    assert (nowhere.returncode, nowhere.stderr) == (1, b"endmark: no rule file names nobody.example\n")
