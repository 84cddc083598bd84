"""Worker processes: a file that takes too long or too much memory costs its worker, not the run."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extractors.errors import WorkersKilledError

MIB_PER_WORKER = 1024
Result = TypeVar("Result")

# What Python says of a worker whose fork server is gone, so that nobody can tell how the worker ended.
EXIT_UNKNOWN = 255
KILLED = "another program ended the run's worker processes; no letter is to blame: refresh again"


@contextmanager
def open_pool(tasks: int, *, workers: int | None = None, mib: int | None = MIB_PER_WORKER) -> Iterator[ProcessPool]:
    """Open a pool for so many tasks, by default of one process a core, each of which may take `mib` of memory.

    Schedule each task with its own `timeout`, and ask for what came of it by `result_of`. Leaving the block early ends
    the work; where `mib` is None, memory is not limited. Raises `WorkersKilledError`.
    """
    with ProcessPool(
        max_workers=max(1, min(workers or os.cpu_count() or 1, tasks)),
        initializer=_confine,
        initargs=[mib],
        context=get_context("forkserver"),
    ) as pool:
        try:
            yield pool
        except BaseException as ended:
            is_broken = isinstance(ended, RuntimeError) and not pool.active
            pool.stop()  # type: ignore[no-untyped-call]
            if is_broken:
                raise WorkersKilledError(KILLED) from ended
            raise


def result_of(future: ProcessFuture[Result]) -> Result:
    """Return what came of a task. Raises `WorkersKilledError`, or what ended this task alone."""
    try:
        result: Result = future.result()
    except (BrokenProcessPool, ProcessExpired) as ended:
        if isinstance(ended, ProcessExpired) and ended.exitcode != EXIT_UNKNOWN:
            raise
        raise WorkersKilledError(KILLED) from ended
    return result


def require_result(future: ProcessFuture[Result], task: str) -> Result:
    """Return what came of a task without limits. Raises `WorkersKilledError` also where its process died."""
    try:
        return result_of(future)
    except ProcessExpired as died:
        raise WorkersKilledError(
            f"the process that {task} died (exit code {died.exitcode}); "
            "it may have needed more memory than there is: refresh again"
        ) from died


def _confine(mib: int | None) -> None:
    """Limit a worker's memory, and end it with the run that it works for, however that ends."""
    Thread(target=_end_with_run, daemon=True).start()
    if mib is not None:
        resource.setrlimit(resource.RLIMIT_AS, (mib << 20, mib << 20))


def _end_with_run() -> None:
    if run := parent_process():
        run.join()
        os._exit(1)
