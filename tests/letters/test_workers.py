"""A run that is killed takes its workers with it, whatever they are at."""

from __future__ import annotations

import subprocess
import sys
import time

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
        until_the_session_has(run.pid, at_least=4)
        run.kill()
    until_the_session_has(run.pid, at_most=0)


def until_the_session_has(session: int, *, at_least: int = 0, at_most: int = 1_000) -> None:
    until = time.monotonic() + 30
    while not at_least <= len(processes_of(session)) <= at_most:
        assert time.monotonic() < until, processes_of(session)
        time.sleep(0.1)


def processes_of(session: int) -> list[str]:
    listed = subprocess.run(
        ["/usr/bin/env", "ps", "-s", str(session), "-o", "stat=,args="], capture_output=True, text=True, check=False
    )
    return [line for line in listed.stdout.splitlines() if not line.startswith("Z")]
