"""A run that is killed goes on where it was: nothing is lost, nothing is there twice."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.bulk.conftest import APPEAL, STORY, URL, read, write

from endmark.bulk import Job, limits, run
from endmark.bulk.parts import Parts
from endmark.errors import InputError

BLOCK = 100
PROGRAM = f"""
import sys
from endmark.bulk import limits
from endmark.cli import main
if __name__ == "__main__":
    limits.BLOCK_RECORDS = {BLOCK}
    main(sys.argv[1:])
"""
PATIENCE = 120.0


def articles(count: int) -> list[dict[str, object]]:
    """Articles of which every 97th cannot be stripped."""
    return [{"id": n, "text": f"{n} {STORY}{APPEAL}" if n % 97 else n, "url": URL} for n in range(count)]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_killed_in_the_middle_and_resumed_is_as_if_undisturbed(
    tmp_path: Path, rules: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BLOCK_RECORDS", BLOCK)
    source = write(tmp_path / "in.jsonl.gz", articles(20 * BLOCK))
    undisturbed = Job(source=source, target=tmp_path / f"whole.{form}", rules=(rules,))
    for _ in run(undisturbed):
        pass
    job = Job(source=source, target=tmp_path / f"out.{form}", rules=(rules,))
    parts = Parts.of(job)
    command = ["bulk", source, job.target, "--rules", rules, "--processes", "2"]
    with subprocess.Popen([sys.executable, "-c", PROGRAM, *map(str, command)]) as process:
        deadline = time.monotonic() + PATIENCE
        while len(list(parts.files(".tally"))) < 3:
            assert process.poll() is None, "it was done too soon"
            assert time.monotonic() < deadline, "waited too long"
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    assert not job.target.exists()
    done = len(list(parts.files(".tally")))
    assert 3 <= done < 20
    steps = list(run(job, resume=True))
    assert done <= sum(step.resumed for step in steps) <= done + 4  # the killed run's processes may end what they had
    assert sum(step.tally.total for step in steps) == 20 * BLOCK
    assert job.target.read_bytes() == undisturbed.target.read_bytes()
    errors = [target.with_name(target.name + ".errors.jsonl") for target in (job.target, undisturbed.target)]
    assert errors[0].read_bytes() == errors[1].read_bytes()
    assert len(read(job.target)) + len(read(errors[0])) == 20 * BLOCK
    assert not parts.folder.exists()


def begun(tmp_path: Path, rules: Path) -> Job:
    """A job of which one step was taken."""
    source = write(tmp_path / "in.jsonl", articles(3 * limits.BLOCK_RECORDS))
    job = Job(source=source, target=tmp_path / "out.jsonl", rules=(rules,))
    steps = run(job)
    next(steps)
    del steps
    return job


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BLOCK_RECORDS", 2)


@pytest.mark.usefixtures("small")
def test_an_unfinished_run_is_not_begun_anew_by_accident(tmp_path: Path, rules: Path) -> None:
    job = begun(tmp_path, rules)
    with pytest.raises(InputError, match="--resume goes on with it"):
        next(run(job))
    assert [step.resumed for step in run(job, resume=True)] == [True, False, False]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("change", ["input", "options", "rules"])
def test_another_run_is_not_resumed(tmp_path: Path, rules: Path, change: str) -> None:
    job = begun(tmp_path, rules)
    if change == "input":
        os.utime(job.source, ns=(1, 1))
    again = replace(job, prefix="x" if change == "options" else "", rules=() if change == "rules" else job.rules)
    with pytest.raises(InputError, match="of another run"):
        next(run(again, resume=True))


@pytest.mark.usefixtures("small")
def test_a_part_without_its_tally_is_made_again(tmp_path: Path, rules: Path) -> None:
    job = begun(tmp_path, rules)
    parts = Parts.of(job)
    parts.file(0, ".tally").unlink()
    parts.file(0, ".part").write_bytes(b"half of it")
    assert not any(step.resumed for step in run(job, resume=True))
    assert [row["id"] for row in read(job.target)] == [1, 2, 3, 4, 5]


@pytest.mark.usefixtures("small")
def test_what_is_done_is_not_done_again(tmp_path: Path, rules: Path) -> None:
    job = begun(tmp_path, rules)
    assert list(run(job, resume=True))
    before = job.target.stat().st_mtime_ns
    assert list(run(job, resume=True)) == []
    assert job.target.stat().st_mtime_ns == before


def test_a_tally_survives_its_file(tmp_path: Path, rules: Path) -> None:
    source = write(tmp_path / "in.jsonl", articles(5))
    [step] = run(Job(source=source, target=tmp_path / "out.jsonl", rules=(rules,)))
    assert json.loads(json.dumps(step.tally.as_dict())) == step.tally.as_dict()
    assert type(step.tally).from_dict(json.loads(json.dumps(step.tally.as_dict()))) == step.tally
