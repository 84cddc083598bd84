"""A refresh that is killed leaves nothing wrong behind, and the next one finishes as if nothing had happened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from running import JTAI, Refreshed, jtai, run_until, unfolded
from test_recovery import flip_bytes

from orchestration.dbt.child_process import WAIT_FOR_COMMAND
from sessions import wait_until_alive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the children of a killed process")
COMPARED = (
    "sections",
    "findings",
    "case_studies",
    "footnotes",
    "signatories",
    "outcomes_summary",
    "changes",
    "publications",
)


def test_after_kills_of_the_run_and_of_its_dbt_and_damage_to_the_warehouse_the_next_refresh_is_as_the_first(
    refreshed: Refreshed, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    command: list[str | Path] = ["refresh", "--home", home, "--source", refreshed.archive]
    for line in ("letter files extracted …", "dbt models and seeds built …"):
        kill_at(line, command)
        assert not (home / "releases").exists()
    without_dbt = run_until("letter files extracted …", kill_waiting_dbt, command, {})
    assert without_dbt.returncode == 1, without_dbt.stderr
    assert "nothing is released: The dbt CLI process with command" in unfolded(without_dbt.stderr)
    assert not (home / "releases").exists()
    warehouse = home / "warehouse.duckdb"
    for part in (0.2, 0.4, 0.6, 0.8):
        warehouse.write_bytes(flip_bytes(part)(warehouse.read_bytes()))
    finished = jtai(*command)
    assert finished.returncode == 0, finished.stderr
    assert "warehouse.duckdb is damaged (" in finished.stderr
    assert "a refresh builds it again" in finished.stderr
    for damaged in home.glob("warehouse.duckdb.damaged-*"):
        damaged.unlink()
    assert tables_of(home) == tables_of(refreshed.home)
    assert names_under(home) == names_under(refreshed.home)


def kill_waiting_dbt() -> None:
    """Kill the dbt that waits for its command in a run that this process has started."""
    listed = subprocess.run(
        ["/usr/bin/env", "ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    processes = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
    ours = {pid for pid, parent, *_ in processes if parent == str(os.getpid())}
    (waiting,) = [pid for pid, parent, *command in processes if parent in ours and WAIT_FOR_COMMAND in command[0]]
    os.kill(int(waiting), signal.SIGKILL)


def kill_at(line: str, command: list[str | Path]) -> None:
    """Kill the process of a refresh, and no other, when it says a line; its children must end too."""
    with subprocess.Popen([JTAI, *command], stdout=subprocess.PIPE, text=True, start_new_session=True) as run:
        assert run.stdout is not None
        assert any(said.startswith(line) for said in run.stdout)
        # dbt or the workers are to be at work.
        time.sleep(2)
        os.kill(run.pid, signal.SIGKILL)
    wait_until_alive(run.pid, at_most=0)


def tables_of(home: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(home / "releases" / "latest" / "jtai.duckdb"), read_only=True) as connection:
        return {name: connection.sql(f"FROM {name} ORDER BY ALL").fetchall() for name in COMPARED}


def names_under(home: Path) -> set[str]:
    """The files that a refresh names the same each time."""
    folders = [home, home / "crops", home / "files", home / "releases" / "latest"]
    found = [path for folder in folders for path in folder.iterdir()] + [*(home / "files").rglob("*")]
    return {str(path.relative_to(home)) for path in found}
