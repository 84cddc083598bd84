"""Dagster's storage over connections that stay open keeps what Dagster's own keeps, and on the same files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import dagster as dg
import pytest

from orchestration.workspace.dagster_home import open_instance
from orchestration.workspace.dagster_storage import MAX_ENGINES, EventLog
from orchestration.workspace.workspace import Workspace

CHECKED = 3


@dg.asset(check_specs=[dg.AssetCheckSpec(f"check_{number}", asset="counted") for number in range(CHECKED)])
def counted() -> Iterator[dg.MaterializeResult[None]]:
    yield dg.MaterializeResult(
        check_results=[dg.AssetCheckResult(check_name=f"check_{number}", passed=True) for number in range(CHECKED)]
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "home")


def run_here(instance: dg.DagsterInstance) -> str:
    return dg.materialize([counted], instance=instance).run_id


def test_another_process_and_dagsters_own_storage_read_what_was_written(workspace: Workspace, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "dagster.yaml").write_text(
        f"telemetry: {{enabled: false}}\nstorage: {{sqlite: {{base_dir: {workspace.dagster}}}}}\n"
    )

    with open_instance(workspace) as writer:
        assert isinstance(writer.event_log_storage, EventLog)
        run_id = run_here(writer)
        # While it is still open.
        with dg.DagsterInstance.from_config(str(own)) as reader:
            events = reader.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
            latest = reader.get_latest_materialization_event(dg.AssetKey("counted"))

    assert len(events) == CHECKED
    assert latest
    assert latest.run_id == run_id
    with open_instance(workspace) as later:
        assert later.all_logs(run_id)


def test_a_watcher_of_a_run_receives_its_events(workspace: Workspace) -> None:
    heard = Event()

    with open_instance(workspace) as writer, open_instance(workspace) as watcher:
        run_id = run_here(writer)
        watcher.watch_event_logs(run_id, None, lambda _entry, _cursor: heard.set())
        assert heard.wait(20)


def test_more_runs_than_connections_are_kept_can_be_read(workspace: Workspace) -> None:
    with open_instance(workspace) as instance:
        runs = [run_here(instance) for _ in range(MAX_ENGINES + 2)]
        assert all(instance.all_logs(run_id) for run_id in runs)
