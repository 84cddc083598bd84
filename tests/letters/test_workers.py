"""Workers end with their run, and are no letter's fault when another program kills them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pebble import ProcessExpired

from extractors.errors import WorkersKilledError
from extractors.worker_pool import open_pool, require_result, result_of
from sessions import wait_until_alive

WORKERS_AT_WORK = """
import time
from extractors.worker_pool import open_pool
with open_pool(2, workers=2) as pool:
    futures = [pool.schedule(time.sleep, args=(600,)) for _ in range(2)]
    print("begun", flush=True)
    futures[0].result()
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


@pytest.mark.slow
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_worker_that_dies_over_a_letter_is_replaced_and_the_others_are_worked_on(by: signal.Signals) -> None:
    with open_pool(5, workers=1) as pool:
        futures = [pool.schedule(die_by, args=(number,)) for number in (None, by, None, by, None)]
        ended = [future.exception() for future in futures]
    assert [type(error) for error in ended] == [type(None), ProcessExpired, type(None), ProcessExpired, type(None)]


def die_by(number: signal.Signals | None) -> None:
    if number:
        os.kill(os.getpid(), number)


@pytest.mark.slow
def test_workers_that_another_program_ended_are_no_fault_of_a_letter(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    with pytest.raises(WorkersKilledError, match=r"another program ended .*refresh again"):  # noqa: SIM117
        with open_pool(2, workers=2) as pool:
            first, _ = [pool.schedule(wait_long, args=(begun,)) for _ in range(2)]
            while not begun.exists():
                time.sleep(0.1)
            (server,) = fork_servers()
            os.kill(server, signal.SIGKILL)
            result_of(first)


def test_a_worker_that_dies_of_its_task_is_reported_as_that() -> None:
    with open_pool(1) as pool, pytest.raises(ProcessExpired):
        result_of(pool.schedule(os._exit, args=(3,)))


def test_a_process_that_dies_of_work_without_limits_ends_the_run_by_name() -> None:
    with open_pool(1, mib=None) as pool, pytest.raises(WorkersKilledError, match=r"draws maps died \(exit code 3\)"):
        require_result(pool.schedule(os._exit, args=(3,)), "draws maps")


def test_a_pool_without_tasks_starts_no_process() -> None:
    servers = fork_servers()
    with open_pool(0):
        pass
    assert fork_servers() == servers


def wait_long(begun: Path) -> None:
    begun.touch()
    time.sleep(600)


def fork_servers() -> list[int]:
    """The servers that this very process has started."""
    command = ["/usr/bin/env", "ps", "-ww", "--ppid", str(os.getpid()), "-o", "pid=,args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return [int(line.split()[0]) for line in listed if "forkserver" in line]
