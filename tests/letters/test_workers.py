"""Workers keep near what takes their results, end with their run, and are no letter's fault when killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from pebble import ProcessExpired

from extractors.letters.pool import TASKS_AHEAD, WorkersKilled, in_workers, result_of
from sessions import wait_until_alive

WORKERS_AT_WORK = """
import time
from extractors.letters.pool import in_workers
for future in in_workers(time.sleep, [600, 600], seconds=900, workers=2):
    print("begun", flush=True)
    future.result()
"""


def test_workers_end_with_the_run_they_work_for() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WORKERS_AT_WORK], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "begun\n"
        wait_until_alive(run.pid, at_least=4)
        run.kill()
    wait_until_alive(run.pid, at_most=0)


def test_results_that_nobody_took_yet_are_bounded(tmp_path: Path) -> None:
    places = [tmp_path / str(number) for number in range(2 * TASKS_AHEAD)]
    made = in_workers(Path.touch, places, seconds=30, workers=1)
    next(made).result()
    deadline = time.monotonic() + 20
    while not places[TASKS_AHEAD - 1].exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    # Long enough for a worker to do the rest, were it there to do.
    time.sleep(0.5)
    assert [place.exists() for place in places] == [True] * TASKS_AHEAD + [False] * TASKS_AHEAD
    assert len(list(made)) == len(places) - 1


def test_workers_that_another_program_ended_are_no_fault_of_a_letter(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    work = in_workers(wait_long, [begun] * 2, seconds=900, workers=2)
    with closing(work) as futures:
        first = next(futures)
        while not begun.exists():
            time.sleep(0.1)
        (server,) = fork_servers()
        os.kill(server, signal.SIGKILL)
        with pytest.raises(WorkersKilled, match=r"another program ended .*refresh again"):
            result_of(first)


def test_a_worker_that_dies_of_its_task_is_told_as_before() -> None:
    (future,) = in_workers(os._exit, [3], seconds=60)
    with pytest.raises(ProcessExpired):
        result_of(future)


def wait_long(begun: Path) -> None:
    begun.touch()
    time.sleep(600)


def fork_servers() -> list[int]:
    """The servers that this very process has started."""
    command = ["/usr/bin/env", "ps", "--ppid", str(os.getpid()), "-o", "pid=,args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return [int(line.split()[0]) for line in listed if "forkserver" in line]
