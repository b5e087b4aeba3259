import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from endmark.errors import Problem, RuleError
from endmark.rules.cross_check import cross_check
from endmark.rules.loading import LoadedFile, load_folder

HERE = Path(__file__).parent
VALID = sorted((HERE / "valid").rglob("*.yaml"))
INVALID = sorted((HERE / "invalid").rglob("*.yaml"))
FOLDERS = sorted((HERE / "folders").iterdir())
NOBODY = 65534
RULES = "rules: [{id: one, kind: tags, line: Tags}]\n"
# Expectations stand in the rule files themselves: `#! line:column: message`.
_EXPECTED = re.compile(r"#! (\d+:\d+: .*)")


def expected_in(path: Path) -> list[str]:
    return _EXPECTED.findall(path.read_text(encoding="utf-8"))


def told(problems: Iterable[Problem], path: Path) -> list[str]:
    return [f"{p.line}:{p.column}: {p.message}" for p in problems if p.file == path]


def load(folder: Path) -> tuple[tuple[LoadedFile, ...], list[str]]:
    files, problems = load_folder(folder)
    return files, [str(p).removeprefix(f"{folder}{os.sep}") for p in problems]


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@contextmanager
def without_root() -> Iterator[None]:
    # Root may read everything, so it acts as somebody else for a while.
    own = os.geteuid()
    os.seteuid(own or NOBODY)
    try:
        yield
    finally:
        os.seteuid(own)


def test_there_are_cases() -> None:
    assert len(VALID) > 5
    assert len(INVALID) > 20
    assert len(FOLDERS) > 4


@pytest.mark.parametrize("path", VALID, ids=lambda p: p.stem)
def test_a_valid_file_is_read_as_it_says(path: Path) -> None:
    files, problems = load_folder(HERE / "valid")
    assert not problems
    model = next(file.model for file in files if file.path == path)
    data = model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert data == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", INVALID, ids=lambda p: p.stem)
def test_every_mistake_is_told_where_it_stands(path: Path) -> None:
    files, problems = load_folder(HERE / "invalid")
    assert not files
    expected = expected_in(path) or ["1:1: this file is empty"]
    assert told(problems, path) == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_mistakes_between_files(folder: Path) -> None:
    files, problems = load_folder(folder)
    problems += cross_check(files, problems)
    for path in sorted(folder.rglob("*.y*ml")):
        told_here = [line.replace(f"{folder}{os.sep}", "") for line in told(problems, path)]
        assert told_here == expected_in(path), path
    assert problems


def test_all_problems_of_a_folder_come_at_once_and_in_order() -> None:
    _, problems = load_folder(HERE / "invalid")
    assert list(problems) == sorted(problems)
    assert {p.file for p in problems} == set(INVALID)


def test_files_are_named_by_their_place_in_the_folder() -> None:
    files, _ = load_folder(HERE / "valid")
    names = [file.name for file in files]
    assert names == sorted(names, key=lambda n: (n.startswith("groups/"), n))
    assert "groups/press.yaml" in names
    assert {file.folder for file in files} == {HERE / "valid"}
    assert {file.group for file in files} == {None, "press", "radio"}


def test_positions_lead_back_into_the_file() -> None:
    files, _ = load_folder(HERE / "valid")
    file = next(f for f in files if f.path.stem == "every-key.example")
    assert file.problem(("rules", 3, "line"), "x") == Problem(file.path, 30, 46, "x")
    assert file.positions.key(("rules", 3, "line")) == (30, 40)
    assert file.positions.value(("rules", 4, "heading", 1, "regex")) == (35, 16)
    assert file.positions.value(("rules", 4, "no such key")) == file.positions.value(("rules", 4))
    assert file.positions.value(()) == (2, 1)


def test_windows_line_ends_and_a_byte_order_mark_are_welcome(tmp_path: Path) -> None:
    rule = "- id: a\n  kind: tags\n  passage: |\n    Dear\u00a0you,\n    help\u200b!\n"
    text = f"\ufeffhosts: [a.example]\nrules:\n{rule}".replace("\n", "\r\n")
    write(tmp_path / "sites/a.example.yaml", text)
    files, problems = load(tmp_path)
    assert not problems
    assert files[0].model.rules[0].passage == "Dear\u00a0you,\nhelp\u200b!\n"


def test_an_empty_folder_has_no_rules_and_no_problems(tmp_path: Path) -> None:
    assert load_folder(tmp_path) == ((), ())


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="there is no such folder of rules"):
        load_folder(tmp_path / "rules")
    with pytest.raises(RuleError, match="there is no such folder of rules"):
        load_folder(write(tmp_path / "file", ""))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"hosts: [a]\nsite: caf\xe9\n", "2:10: this is not UTF-8; save the file as UTF-8"),
        ("site: é\n".encode() + b"x: \xff", "2:4: this is not UTF-8; save the file as UTF-8"),
        ("site: x".encode("utf-16"), "1:1: this is not UTF-8; save the file as UTF-8"),
        (b"site: a\nhosts: [\x07]\n", "2:9: an invisible control character (U+0007); delete it"),
        (b"#" * 300_001, "1:1: the file has 300,001 bytes; the limit is 300,000"),
    ],
)
def test_bytes_that_are_no_text(tmp_path: Path, data: bytes, problem: str) -> None:
    write(tmp_path / "sites/a.example.yaml", data)
    _, problems = load(tmp_path)
    assert problems == [f"sites/a.example.yaml:{problem}"]


def test_what_is_no_file_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path / "sites/a.example.yaml", f"hosts: [a.example]\n{RULES}")
    (tmp_path / "sites/folder.yaml").mkdir()
    (tmp_path / "sites/loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "sites/nowhere.yaml").symlink_to("missing")
    os.mkfifo(tmp_path / "sites/pipe.yaml")
    (tmp_path / "groups").symlink_to("groups")
    files, problems = load(tmp_path)
    assert [file.name for file in files] == ["sites/a.example.yaml"]
    assert problems == [
        "groups:1:1: cannot be read: Too many levels of symbolic links",
        "sites/folder.yaml:1:1: this is not a file",
        "sites/loop.yaml:1:1: cannot be read: Too many levels of symbolic links",
        "sites/nowhere.yaml:1:1: cannot be read: No such file or directory",
        "sites/pipe.yaml:1:1: this is not a file",
    ]


def test_a_file_that_may_not_be_read_is_a_problem() -> None:
    with without_root(), TemporaryDirectory() as folder:  # pytest's tmp_path is closed to others than root
        write(Path(folder) / "sites/a.example.yaml", RULES).chmod(0)
        problems = load(Path(folder))[1]
    assert problems == ["sites/a.example.yaml:1:1: cannot be read: Permission denied"]


def test_a_later_layer_claims_hosts_and_replaces_groups(tmp_path: Path) -> None:
    lower, upper = tmp_path / "lower", tmp_path / "upper"
    write(lower / "groups/press.yaml", f"extends: nobody\n{RULES}")
    write(lower / "sites/a.example.yaml", f"hosts: [a.example]\n{RULES}")
    write(upper / "groups/press.yaml", RULES)
    write(upper / "sites/a.example.yaml", "hosts: [a.example]\nextends: press\ndisable: [one]\n")
    files = load_folder(lower)[0] + load_folder(upper)[0]
    assert cross_check(files) == ()
    assert len(cross_check(load_folder(lower)[0])) == 1
    assert len(cross_check(load_folder(upper)[0])) == 0
