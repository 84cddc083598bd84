"""One refresh at a time works on a home."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import pytest

from orchestration.workspace.workspace import Workspace, WorkspaceBusyError, WorkspaceUnusableError

HOLD = """
import sys
from pathlib import Path
from orchestration.workspace.workspace import Workspace
with Workspace(Path(sys.argv[1])).lock():
    print("held", flush=True)
    sys.stdin.read()
"""


HOLD_FOR_A_RUN = """
import sys, time
from pathlib import Path
from orchestration.workspace.workspace import Workspace
with Workspace(Path(sys.argv[1])).lock("the-run"):
    print("held", flush=True)
    time.sleep(7)
"""


@pytest.fixture
def holder(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Another process that holds the home."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_home_that_another_process_holds_is_busy_and_says_who(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    with pytest.raises(WorkspaceBusyError, match=f"process {holder.pid}, since"), Workspace(tmp_path).lock():
        pass


def test_a_home_is_free_again_once_its_holder_is_killed(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    holder.kill()
    holder.wait()
    with Workspace(tmp_path).lock():
        pass


def test_one_process_may_hold_a_home_twice(tmp_path: Path) -> None:
    home = Workspace(tmp_path)
    with home.lock(), Workspace(tmp_path).lock():
        assert home.lock_file.exists()


def test_a_holder_that_only_opens_the_warehouse_is_waited_for(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    Timer(0.3, holder.kill).start()
    with Workspace(tmp_path).lock():
        pass


@pytest.mark.slow
def test_a_step_waits_for_another_step_of_its_run_and_not_for_another_run(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD_FOR_A_RUN, tmp_path], stdout=subprocess.PIPE) as step:
        assert step.stdout is not None
        assert step.stdout.readline() == b"held\n"
        with pytest.raises(WorkspaceBusyError, match="run the-run"), Workspace(tmp_path).lock("another-run"):
            pass
        begun = time.monotonic()
        with Workspace(tmp_path).lock("the-run"):
            assert time.monotonic() - begun > 1


def test_a_file_is_no_home(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(WorkspaceUnusableError, match="file cannot be used"), Workspace(file).lock():
        pass
