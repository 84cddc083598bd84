"""Recovery: what interrupted runs left behind is finished or removed before the next run begins.

What a run can build again and is damaged, the private warehouse and Dagster's own history, is set aside.
"""

from __future__ import annotations

import logging
import re
import shutil
import socket
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from multiprocessing.util import get_temp_dir
from pathlib import Path

import dagster as dg
import duckdb
from filelock import FileLock, Timeout

from extractors.atomic_files import remove_temporary_files
from orchestration.workspace.os_errors import is_locked
from orchestration.workspace.workspace import Workspace
from publishers.duckdb_helpers import open_read_only, quote_name
from publishers.release.release_directory import finish_interrupted_release

logger = logging.getLogger(__name__)

RUNNING = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
MAX_RUNS = 100
# Put on the runs of a data directory: others, of other machines and of other projects, may be in the same records.
DATA_DIRECTORY_TAG = "jtai/data_directory"
STORED_TABLES = "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal"
ANY_SETTING = re.compile(r"^\w+:", re.MULTILINE)
DAGSTER_DATABASES = ("history/runs.db", "history/runs/index.db", "schedules/schedules.db")


def recover_interrupted_runs(
    workspace: Workspace, instance: dg.DagsterInstance | None, run_id: str | None, *, is_one_process: bool = True
) -> None:
    """Finish or remove what interrupted runs left in a data directory; the caller holds its lock, for run `run_id`.

    A run in one process holds the lock until it ends. Where a step has a process of its own (not `is_one_process`),
    another run may hold it between two steps, and runs that died are left to Dagster's run monitoring.
    """
    finish_interrupted_release(workspace.releases)
    for message in set_damaged_warehouse_aside(workspace):
        logger.warning(message)
    # Other data directories may be writing into files that are kept elsewhere.
    for folder in (workspace.root / "files", workspace.crops, workspace.extractions):
        remove_temporary_files(folder)
    # What DuckDB spilled to disk.
    shutil.rmtree(f"{workspace.warehouse}.tmp", ignore_errors=True)
    remove_temporary_folders_of_dead_processes(workspace)
    if instance:
        if is_one_process:
            fail_dead_runs(instance, workspace, run_id)
        delete_old_runs(instance, workspace)
        if run_id:
            instance.add_run_tags(run_id, tag_of(workspace))


def tag_of(workspace: Workspace) -> dict[str, str]:
    """The tag of the runs of a data directory, which is a folder of one machine."""
    return {DATA_DIRECTORY_TAG: f"{socket.gethostname()}:{workspace.root}"}


def set_damaged_aside(workspace: Workspace) -> list[str]:
    """Set aside what is damaged and can be built again, and say so; the caller holds the lock of the data directory."""
    return [*set_damaged_warehouse_aside(workspace), *set_damaged_history_aside(workspace)]


def set_damaged_warehouse_aside(workspace: Workspace) -> list[str]:
    """Set a damaged warehouse aside, and say so."""
    damage = find_damage_of_warehouse(workspace.warehouse)
    return [_set_aside(workspace.warehouse, damage, "a refresh builds it again")] if damage else []


def set_damaged_history_aside(workspace: Workspace) -> list[str]:
    """Set a damaged history of Dagster's aside, and say so; Dagster must not have it open."""
    damage = find_damage_of_history(workspace.dagster)
    return [_set_aside(workspace.dagster, damage, "the history of runs begins again")] if damage else []


def find_damage_of_warehouse(path: Path) -> str | None:
    """What is wrong with the private warehouse, all of it read; None where nothing is, or another program has it.

    DuckDB compares a block with its checksum when it reads it, so a hash of each row is asked for: a count is answered
    from statistics. It takes 0.1 s for 14 letters and a second for 2,000.
    """
    if not path.exists():
        return None
    try:
        with open_read_only(path) as connection:
            for schema, table in connection.execute(STORED_TABLES).fetchall():
                rows = f"{quote_name(schema)}.{quote_name(table)} AS stored_row"
                connection.execute(f"SELECT bit_xor(hash(stored_row)) FROM {rows}")  # noqa: S608 our own tables
    except duckdb.Error as problem:
        return None if is_locked(problem) else str(problem).splitlines()[0]
    return None


def find_damage_of_history(folder: Path) -> str | None:
    """What is wrong with Dagster's settings and databases in the data directory; None where nothing is."""
    settings = folder / "dagster.yaml"
    if settings.exists() and not ANY_SETTING.search(settings.read_bytes().decode(errors="replace")):
        return f"{settings.name} holds no settings"
    try:
        for database in sorted(database for pattern in DAGSTER_DATABASES for database in folder.glob(pattern)):
            if database.stat().st_size == 0:
                return f"{database.name} is empty"
            with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
                ((found,), *_) = connection.execute("PRAGMA quick_check(1)").fetchall()
            if found != "ok":
                return f"{database.name}: {found}"
    except sqlite3.DatabaseError as problem:
        return str(problem)
    return None


def _set_aside(path: Path, damage: str, then: str) -> str:
    """Rename what is damaged, beside where it was, and say so."""
    aside = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}")
    path.rename(aside)
    Path(f"{path}.wal").unlink(missing_ok=True)
    return f"{path} is damaged ({damage}): set aside as {aside}; {then}"


def remove_temporary_folders_of_dead_processes(workspace: Workspace) -> None:
    """Remove what the workers of killed processes left in the system's folder, and note ours for the next run.

    Python names that folder at random and removes it where a process ends by itself. A process that lives, such as
    another step of the same run, has a lock in its own, which the kernel frees however it ends.
    """
    note, ours = workspace.temporary_folder_note, Path(get_temp_dir())
    noted = {Path(line) for line in note.read_text().splitlines()} if note.exists() else set[Path]()
    others = [one for one in noted - {ours} if one.parent == ours.parent and one.name.startswith("pymp-")]
    in_use = [folder for folder in others if folder.exists() and _is_in_use(folder)]
    for folder in {*others} - {*in_use}:
        shutil.rmtree(folder, ignore_errors=True)
    _mark_in_use(ours)
    note.write_text("".join(f"{folder}\n" for folder in (*in_use, ours)))


def _is_in_use(folder: Path) -> bool:
    try:
        with _lock_of(folder).acquire(blocking=False):
            return False
    except Timeout:
        return True


@cache
def _mark_in_use(folder: Path) -> FileLock:
    """Lock the temporary folder of this process, once, until it ends."""
    lock = _lock_of(folder)
    lock.acquire(blocking=False)
    return lock


def _lock_of(folder: Path) -> FileLock:
    return FileLock(folder / "in_use.lock", thread_local=False)


def fail_dead_runs(instance: dg.DagsterInstance, workspace: Workspace, run_id: str | None) -> None:
    """Mark runs of a data directory whose process is gone as failed; Dagster would queue others behind them."""
    for run in instance.get_runs(filters=dg.RunsFilter(statuses=RUNNING, tags=tag_of(workspace))):
        if run.run_id != run_id:
            instance.report_run_failed(run, "the process of this run ended unexpectedly")


def delete_old_runs(instance: dg.DagsterInstance, workspace: Workspace) -> None:
    """Keep the history of a data directory's newest runs only; each takes a megabyte. Releases are not touched."""
    for run in instance.get_runs(filters=dg.RunsFilter(tags=tag_of(workspace)))[MAX_RUNS:]:
        instance.delete_run(run.run_id)
        shutil.rmtree(Path(instance.storage_directory()) / run.run_id, ignore_errors=True)
        for events in Path(instance.root_directory).glob(f"history/runs/{run.run_id}.db*"):
            events.unlink()
