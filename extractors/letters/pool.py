"""Worker processes for letters: a file that takes too long or too much memory costs its worker, not the run."""

from __future__ import annotations

import os
import resource
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as LetterTookTooLong
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


def read_letters(
    files: Sequence[LetterFile],
    *,
    on_read: OnRead | None = None,
    seconds_per_letter: float = SECONDS_PER_LETTER,
    mib_per_worker: int = MIB_PER_WORKER,
    workers: int | None = None,
) -> Iterator[LetterRows]:
    """Read letters in worker processes, in the order given; what exceeds its time or memory comes back unreadable.

    `on_read` is told how many of how many are done after each letter.
    """
    futures = in_workers(read_letter, files, seconds=seconds_per_letter, mib=mib_per_worker, workers=workers)
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
) -> Iterator[ProcessFuture[Made]]:
    """Do the same work on each task in worker processes, at most `seconds` and `mib` on each, in the order given."""
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
        for task in tasks:
            if len(ahead) == count * TASKS_AHEAD:
                yield ahead.popleft()
            ahead.append(pool.schedule(work, args=(task,), timeout=seconds))
        while ahead:
            yield ahead.popleft()


def _rows(file: LetterFile, future: ProcessFuture[LetterRows], seconds: float, mib: int) -> LetterRows:
    try:
        rows: LetterRows = future.result()
    except LetterTookTooLong:
        return unread(file, "unreadable", f"reading it took longer than {seconds:g} seconds")
    except MemoryError:
        return unread(file, "unreadable", f"reading it took more than {mib} MiB of memory")
    except ProcessExpired as died:
        reason = f"the process that read it died (exit code {died.exitcode}); it may have needed more than {mib} MiB"
        return unread(file, "unreadable", reason)
    return rows


def _confine(mib: int) -> None:
    """Let a worker have so much memory, and no life beyond that of the run it works for, however that ends."""
    Thread(target=_end_with_run, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (mib << 20, mib << 20))


def _end_with_run() -> None:
    if run := parent_process():
        run.join()
        os._exit(1)
