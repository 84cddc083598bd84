"""What a run that died left behind is finished or removed by the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from multiprocessing.util import get_temp_dir
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from running import Refreshed, jtai

from extractors.atomic_files import TEMP_PREFIX
from orchestration.workspace import recovery
from orchestration.workspace.dagster_home import open_instance
from orchestration.workspace.recovery import recover_interrupted_runs, set_damaged_aside
from orchestration.workspace.workspace import Workspace, WorkspaceUnusableError


@dg.op
def one_step() -> None:
    """A step."""


@dg.job
def small_job() -> None:
    """A job of one step."""
    one_step()


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    (tmp_path / "dagster").mkdir()
    with dg.DagsterInstance.from_config(str(tmp_path / "dagster")) as instance:
        yield instance


def test_what_was_half_written_is_removed_and_what_was_whole_stays(tmp_path: Path) -> None:
    home = Workspace(tmp_path)
    for folder in (home.files / "ab", home.crops, home.releases / ".building-2026-11-20T000000Z" / "csv"):
        folder.mkdir(parents=True)
    for name in (f"{TEMP_PREFIX}1", "abc.pdf"):
        (home.files / "ab" / name).write_text("")
    (home.crops / f"{TEMP_PREFIX}2").write_text("")
    spilled = home.warehouse.with_name("warehouse.duckdb.tmp")
    spilled.mkdir()
    (spilled / "duckdb_temp_block-1.block").write_text("")
    recover_interrupted_runs(home, None, None)
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"files/ab/abc.pdf", "temporary_folder.txt"}
    assert not list(home.releases.iterdir())


def test_a_run_whose_process_died_is_not_shown_at_work_for_ever(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    dead, own = (instance.create_run_for_job(small_job, status=dg.DagsterRunStatus.STARTED) for _ in range(2))
    recover_interrupted_runs(Workspace(tmp_path), instance, own.run_id)
    statuses = {run.run_id: run.status for run in instance.get_runs()}
    assert statuses == {dead.run_id: dg.DagsterRunStatus.FAILURE, own.run_id: dg.DagsterRunStatus.STARTED}


def test_the_history_of_runs_does_not_grow_without_end(
    tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "MAX_RUNS", 1)
    runs = [small_job.execute_in_process(instance=instance).run_id for _ in range(2)]
    recover_interrupted_runs(Workspace(tmp_path), instance, None)
    assert [run.run_id for run in instance.get_runs()] == runs[1:]
    assert not [path for path in (tmp_path / "dagster").rglob("*") if path.stem == runs[0]]


def test_only_the_temporary_folder_that_the_last_run_of_this_home_noted_is_removed(tmp_path: Path) -> None:
    home, folders = Workspace(tmp_path), Path(get_temp_dir()).parent
    dead, another, unlike = folders / "pymp-of-a-dead-run", folders / "pymp-of-another", tmp_path / "pymp-elsewhere"
    for folder in (dead, another, unlike):
        folder.mkdir()
    try:
        for noted in (dead, unlike):
            home.temporary_folder_note.write_text(str(noted))
            recover_interrupted_runs(home, None, None)
        assert (dead.exists(), another.exists(), unlike.exists()) == (False, True, True)
        assert home.temporary_folder_note.read_text() == get_temp_dir()
    finally:
        another.rmdir()


@pytest.mark.parametrize("damage", [lambda body: body[: len(body) // 2], lambda _: b"", lambda _: b"noise" * 999])
def test_a_damaged_warehouse_is_set_aside_to_be_built_again(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with duckdb.connect(workspace.warehouse) as connection:
        connection.execute("CREATE TABLE numbers AS FROM range(100000)")
    assert set_damaged_aside(workspace) == []
    workspace.warehouse.write_bytes(damage(workspace.warehouse.read_bytes()))
    (message,) = set_damaged_aside(workspace)
    assert message.startswith(f"{workspace.warehouse} is damaged (")
    assert message.endswith("a refresh builds it again")
    assert not workspace.warehouse.exists()
    assert len(list(tmp_path.glob("warehouse.duckdb.damaged-*"))) == 1


@pytest.mark.parametrize("name", ["history/runs.db", "history/runs/index.db", "dagster.yaml"])
@pytest.mark.parametrize("body", [b"", b"\xff\x00 noise " * 99])
def test_a_damaged_history_of_runs_is_set_aside(name: str, body: bytes, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with open_instance(workspace) as instance:
        small_job.execute_in_process(instance=instance)
    assert set_damaged_aside(workspace) == []
    (workspace.dagster / name).write_bytes(body)
    (message,) = set_damaged_aside(workspace)
    assert message.endswith("the history of runs begins again")
    with open_instance(workspace) as instance:
        assert instance.get_runs() == []


def test_settings_of_dagster_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.dagster.mkdir()
    (workspace.dagster / "dagster.yaml").write_text("run_storage: [none")
    with pytest.raises(WorkspaceUnusableError, match=r"dagster\.yaml cannot be used: .*\nCorrect it, or delete it"):
        open_instance(workspace)


def test_nothing_is_released_over_a_release_that_cannot_be_read(home: Path, refreshed: Refreshed) -> None:
    latest = (home / "releases" / "latest").resolve()
    manifest = latest / "manifest.json"
    manifest.chmod(0o644)
    manifest.write_bytes(manifest.read_bytes()[:300])
    finished = jtai("refresh", "--home", home, "--source", refreshed.archive)
    assert finished.returncode == 2
    assert f"Release {latest.name} cannot be read" in finished.stderr
    assert (home / "releases" / "latest").resolve() == latest
