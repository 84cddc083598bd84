"""A run that is killed takes its workers with it, whatever they are at."""

from __future__ import annotations

import subprocess
import sys

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
