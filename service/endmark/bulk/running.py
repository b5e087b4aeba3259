"""A run: blocks to processes, parts to the output."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

from endmark.bulk import working
from endmark.bulk.job import Job
from endmark.bulk.joining import join
from endmark.bulk.parts import Parts
from endmark.bulk.records import Block
from endmark.bulk.rule_books import load_rules
from endmark.bulk.sources import Source, blocks, open_source
from endmark.bulk.tally import Tally
from endmark.bulk.working import Worker
from endmark.errors import EndmarkError, InputError

# Blocks that wait for each process beside the one at work, so that it need not wait for them.
_WAITING = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far a run has come: `done` of `total`, in bytes or rows of the input, and what was counted on the way.

    `resumed` says that an earlier run did this step.
    """

    done: int
    total: int
    tally: Tally
    resumed: bool = False


def run(job: Job, *, resume: bool = False) -> Iterator[Step]:
    """Strip a file. Yields a step for each block; the output is there when the last one was taken.

    A record that cannot be stripped is left out, and told in the errors file beside the output. Raises `InputError` for
    a job that cannot be done, `RuleError`, `OSError`, and `EndmarkError` if a process dies. What is done is kept
    then, and `resume` goes on from there.
    """
    source, parts = _checked(job), Parts.of(job)
    if resume and job.target.exists() and not parts.folder.exists():
        return
    parts.begin(job, load_rules(job).version, resume=resume)
    done = 0
    for weight, tally, resumed in _steps(job, source, parts):
        done += weight
        yield Step(done=done, total=source.total, tally=tally, resumed=resumed)
    join(job, parts)
    parts.remove()


def _checked(job: Job) -> Source:
    _ = job.output
    source = open_source(job)
    if job.target.exists() and job.target.samefile(job.source):
        raise InputError(f"{job.target} is what is read; name another file to write")
    return source


def _steps(job: Job, source: Source, parts: Parts) -> Iterator[tuple[int, Tally, bool]]:
    with _workers(job) as send:
        pending: dict[Future[Tally], int] = {}
        most = 1 if job.processes == 1 else job.processes * (1 + _WAITING)
        for block in blocks(source):
            if (tally := parts.tally(block.number)) is not None:
                yield block.weight, tally, True
                continue
            pending[send(block)] = block.weight
            while len(pending) >= most:
                yield from _finished(pending)
        while pending:
            yield from _finished(pending)


@contextmanager
def _workers(job: Job) -> Iterator[Callable[[Block], Future[Tally]]]:
    """How to have a block stripped: by one of the job's processes, or in this one if it is to be one."""
    if job.processes == 1:
        yield partial(_at_once, Worker.of(job))
        return
    pool = ProcessPoolExecutor(job.processes, get_context("spawn"), working.start, (job,))
    try:
        yield lambda block: pool.submit(working.work, block)
    except BrokenProcessPool as error:
        raise EndmarkError(
            "a process of this run was killed or died (is there enough memory?); --resume goes on from where it was"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _at_once(worker: Worker, block: Block) -> Future[Tally]:
    done: Future[Tally] = Future()
    done.set_result(worker.work(block))
    return done


def _finished(pending: dict[Future[Tally], int]) -> Iterator[tuple[int, Tally, bool]]:
    for future in wait(pending, return_when=FIRST_COMPLETED).done:
        yield pending.pop(future), future.result(), False
