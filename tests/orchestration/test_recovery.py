"""What a run that died left behind is finished or removed by the next."""

from __future__ import annotations

import os
import subprocess
import sys
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
from orchestration.workspace.recovery import (
    DATA_DIRECTORY_TAG,
    recover_interrupted_runs,
    set_damaged_aside,
    tag_of,
)
from orchestration.workspace.workspace import Workspace, WorkspaceUnusableError

USE_A_TEMPORARY_FOLDER = """
import sys, time
from multiprocessing.util import get_temp_dir
from pathlib import Path
from orchestration.workspace.recovery import recover_interrupted_runs
from orchestration.workspace.workspace import Workspace

recover_interrupted_runs(Workspace(Path(sys.argv[1])), None, None)
print(get_temp_dir(), flush=True)
time.sleep(60)
"""


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
    dead, own = (start_run(instance, tag_of(Workspace(tmp_path))) for _ in range(2))
    recover_interrupted_runs(Workspace(tmp_path), instance, own)
    statuses = {run.run_id: run.status for run in instance.get_runs()}
    assert statuses == {dead: dg.DagsterRunStatus.FAILURE, own: dg.DagsterRunStatus.STARTED}


def test_runs_of_other_machines_data_directories_and_projects_in_the_same_records_are_left_alone(
    tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "MAX_RUNS", 0)
    workspace = Workspace(tmp_path)
    elsewhere = {DATA_DIRECTORY_TAG: f"another-machine:{workspace.root}"}
    others = [start_run(instance, tags) for tags in (elsewhere, tag_of(Workspace(tmp_path / "another")), {})]
    ended = small_job.execute_in_process(instance=instance).run_id
    recover_interrupted_runs(workspace, instance, None)
    statuses = {run.run_id: run.status for run in instance.get_runs()}
    assert statuses == {**dict.fromkeys(others, dg.DagsterRunStatus.STARTED), ended: dg.DagsterRunStatus.SUCCESS}


def test_a_run_is_known_as_one_of_its_data_directory_once_it_has_the_lock(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    run_id = start_run(instance, {})
    recover_interrupted_runs(Workspace(tmp_path), instance, run_id)
    run = instance.get_run_by_id(run_id)
    assert run is not None
    assert run.tags[DATA_DIRECTORY_TAG].endswith(f":{tmp_path}")


def test_a_run_between_two_steps_that_have_their_own_processes_is_not_taken_for_dead(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    between_steps = start_run(instance, tag_of(Workspace(tmp_path)))
    recover_interrupted_runs(Workspace(tmp_path), instance, None, is_one_process=False)
    assert [run.run_id for run in instance.get_runs(dg.RunsFilter(statuses=recovery.RUNNING))] == [between_steps]


def start_run(instance: dg.DagsterInstance, tags: dict[str, str]) -> str:
    return instance.create_run_for_job(small_job, status=dg.DagsterRunStatus.STARTED, tags=tags).run_id


def test_the_history_of_runs_does_not_grow_without_end(
    tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "MAX_RUNS", 1)
    tags = tag_of(Workspace(tmp_path))
    runs = [small_job.execute_in_process(instance=instance, tags=tags).run_id for _ in range(2)]
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
        assert home.temporary_folder_note.read_text() == f"{get_temp_dir()}\n"
    finally:
        another.rmdir()


def test_the_temporary_folder_of_a_process_that_lives_is_removed_once_it_is_dead(tmp_path: Path) -> None:
    home = Workspace(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", USE_A_TEMPORARY_FOLDER, str(home.root)], stdout=subprocess.PIPE, text=True
    ) as another_step:
        assert another_step.stdout is not None
        folder = Path(another_step.stdout.readline().strip())
        for _ in range(2):
            recover_interrupted_runs(home, None, None)
            assert folder.exists()
        another_step.kill()
    recover_interrupted_runs(home, None, None)
    assert not folder.exists()


def test_what_another_data_directory_writes_into_shared_files_is_left_alone(tmp_path: Path) -> None:
    shared = tmp_path / "shared" / f"{TEMP_PREFIX}1"
    shared.parent.mkdir()
    shared.write_text("")
    recover_interrupted_runs(Workspace(tmp_path, files_at=str(shared.parent)), None, None)
    assert shared.exists()


def flip_bytes(part: float) -> Callable[[bytes], bytes]:
    """A damage: other bytes at a place some part of the way through a file."""

    def damage(body: bytes) -> bytes:
        at = int(len(body) * part)
        return body[:at] + os.urandom(16) + body[at + 16 :]

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        lambda body: body[: len(body) // 2],
        lambda _: b"",
        lambda _: b"noise" * 999,
        *map(flip_bytes, (0.1, 0.3, 0.5, 0.7, 0.9)),
    ],
)
def test_a_damaged_warehouse_is_set_aside_to_be_built_again(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with duckdb.connect(workspace.warehouse) as connection:
        connection.execute("CREATE TABLE numbers AS SELECT range AS number, md5(range::text) AS text FROM range(99999)")
    assert set_damaged_aside(workspace) == []
    workspace.warehouse.write_bytes(damage(workspace.warehouse.read_bytes()))
    (message,) = set_damaged_aside(workspace)
    assert message.startswith(f"{workspace.warehouse} is damaged (")
    assert message.endswith("a refresh builds it again")
    assert not workspace.warehouse.exists()
    assert len(list(tmp_path.glob("warehouse.duckdb.damaged-*"))) == 1


@pytest.mark.slow
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
