"""Worker processes for letters: a file that takes too long or too much memory costs its worker, not the run."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as LetterTookTooLong
from multiprocessing import get_context
from typing import TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extractors.letters.reading import LetterFile, LetterRows, read_letter, unread

SECONDS_PER_LETTER = 60
MEMORY_BYTES_PER_WORKER = 2 * 1024**3

OnRead = Callable[[int, int], None]
Task = TypeVar("Task")
Made = TypeVar("Made")


def read_letters(
    files: Sequence[LetterFile],
    *,
    on_read: OnRead | None = None,
    seconds_per_letter: float = SECONDS_PER_LETTER,
    workers: int | None = None,
) -> Iterator[LetterRows]:
    """Read letters in worker processes, in the order given; what exceeds its time or memory comes back unreadable.

    `on_read` is told how many of how many are done after each letter.
    """
    futures = in_workers(read_letter, files, seconds=seconds_per_letter, workers=workers)
    for done, (file, future) in enumerate(zip(files, futures, strict=True), start=1):
        yield _rows(file, future, seconds_per_letter)
        if on_read:
            on_read(done, len(files))


def in_workers(
    work: Callable[[Task], Made], tasks: Sequence[Task], *, seconds: float, workers: int | None = None
) -> Iterator[ProcessFuture[Made]]:
    """Do the same work on each task in worker processes, at most `seconds` on each; futures come in the order given."""
    count = min(workers or os.cpu_count() or 1, len(tasks))
    if not count:
        return
    with ProcessPool(max_workers=count, initializer=_limit_memory, context=get_context("forkserver")) as pool:
        yield from [pool.schedule(work, args=(task,), timeout=seconds) for task in tasks]


def _rows(file: LetterFile, future: ProcessFuture[LetterRows], seconds: float) -> LetterRows:
    try:
        rows: LetterRows = future.result()
    except LetterTookTooLong:
        return unread(file, "unreadable", f"reading it took longer than {seconds:g} seconds")
    except MemoryError:
        return unread(file, "unreadable", f"reading it took more than {MEMORY_BYTES_PER_WORKER >> 20} MiB of memory")
    except ProcessExpired as died:
        return unread(file, "unreadable", f"the process that read it died with exit code {died.exitcode}")
    return rows


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_PER_WORKER, MEMORY_BYTES_PER_WORKER))
