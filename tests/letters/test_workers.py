"""Workers do not run far ahead of what takes their results, and end with the run they work for."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from extractors.letters.pool import TASKS_AHEAD, in_workers
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
