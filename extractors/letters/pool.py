"""Worker processes for letters: a file that takes too long or too much memory costs its worker, not the run."""

from __future__ import annotations

import os
import resource
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import TimeoutError as LetterTookTooLong
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extractors.letters.reading import LetterFile, LetterRows, read_letter, unread

SECONDS_PER_LETTER = 60
MIB_PER_WORKER = 1024
TASKS_AHEAD = 50
"""So many tasks for each worker may be waiting or done: what is made of the others is in no one's memory yet."""

OnRead = Callable[[int, int], None]
Task = TypeVar("Task")
Made = TypeVar("Made")

# What Python says of a worker whose fork server is gone, so that nobody can tell how the worker ended.
EXIT_UNKNOWN = 255
KILLED = "another program ended the processes that read letters; no letter is to blame: refresh again"


class WorkersKilled(Exception):
    """Another program ended the worker processes; the message says what to do. It says nothing about any letter."""


def read_letters(
    files: Sequence[LetterFile],
    *,
    on_read: OnRead | None = None,
    seconds_per_letter: float = SECONDS_PER_LETTER,
    mib_per_worker: int = MIB_PER_WORKER,
    workers: int | None = None,
) -> Iterator[LetterRows]:
    """Read letters in worker processes, in the order given; what exceeds its time or memory comes back unreadable.

    `on_read` is told how many of how many are done after each letter. Raises `WorkersKilled`.
    """
    work = in_workers(read_letter, files, seconds=seconds_per_letter, mib=mib_per_worker, workers=workers)
    with closing(work) as futures:
        for done, (file, future) in enumerate(zip(files, futures, strict=True), start=1):
            yield _rows(file, future, seconds_per_letter, mib_per_worker)
            if on_read:
                on_read(done, len(files))


def in_workers(
    work: Callable[[Task], Made],
    tasks: Sequence[Task],
    *,
    seconds: float,
    mib: int = MIB_PER_WORKER,
    workers: int | None = None,
) -> Generator[ProcessFuture[Made]]:
    """Do the same work on each task in worker processes, at most `seconds` and `mib` on each, in the order given.

    Ask for what came of each by `result_of`; whoever closes the generator early ends the work.
    """
    count = min(workers or os.cpu_count() or 1, len(tasks))
    if not count:
        return
    with ProcessPool(
        max_workers=count,
        initializer=_confine,
        initargs=[mib],
        context=get_context("forkserver"),
    ) as pool:
        ahead: deque[ProcessFuture[Made]] = deque()
        try:
            for task in tasks:
                if len(ahead) == count * TASKS_AHEAD:
                    yield ahead.popleft()
                ahead.append(pool.schedule(work, args=(task,), timeout=seconds))
            while ahead:
                yield ahead.popleft()
        except BaseException as ended:
            is_broken = not pool.active
            pool.stop()  # type: ignore[no-untyped-call]
            if is_broken and isinstance(ended, RuntimeError):
                raise WorkersKilled(KILLED) from ended
            raise


def result_of(future: ProcessFuture[Made]) -> Made:
    """What came of a task. Raises `WorkersKilled`, or what ended this task alone."""
    try:
        made: Made = future.result()
    except (BrokenProcessPool, ProcessExpired) as ended:
        if isinstance(ended, ProcessExpired) and ended.exitcode != EXIT_UNKNOWN:
            raise
        raise WorkersKilled(KILLED) from ended
    return made


def _rows(file: LetterFile, future: ProcessFuture[LetterRows], seconds: float, mib: int) -> LetterRows:
    try:
        return result_of(future)
    except LetterTookTooLong:
        return unread(file, "unreadable", f"reading it took longer than {seconds:g} seconds")
    except MemoryError:
        return unread(file, "unreadable", f"reading it took more than {mib} MiB of memory")
    except ProcessExpired as died:
        reason = f"the process that read it died (exit code {died.exitcode}); it may have needed more than {mib} MiB"
        return unread(file, "unreadable", reason)


def _confine(mib: int) -> None:
    """Let a worker have so much memory, and no life beyond that of the run it works for, however that ends."""
    Thread(target=_end_with_run, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (mib << 20, mib << 20))


def _end_with_run() -> None:
    if run := parent_process():
        run.join()
        os._exit(1)
