"""Recovery after a crash: what interrupted runs left behind is finished or removed before the next run begins."""

from __future__ import annotations

import shutil
from multiprocessing.util import get_temp_dir
from pathlib import Path

import dagster as dg

from extractors.atomic_files import remove_temporary_files
from orchestration.workspace.workspace import Workspace
from publishers.release.release_directory import finish_interrupted_release

RUNNING = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
MAX_RUNS = 100


def recover_interrupted_runs(workspace: Workspace, instance: dg.DagsterInstance | None, run_id: str | None) -> None:
    """Finish or remove what interrupted runs left in a data directory; the caller holds its lock, for run `run_id`."""
    finish_interrupted_release(workspace.releases)
    for folder in (workspace.files, workspace.crops, workspace.extractions):
        if isinstance(folder, Path):
            remove_temporary_files(folder)
    # What DuckDB spilled to disk.
    shutil.rmtree(f"{workspace.warehouse}.tmp", ignore_errors=True)
    remove_temporary_folder_of_last_run(workspace)
    if instance:
        fail_dead_runs(instance, run_id)
        delete_old_runs(instance)


def remove_temporary_folder_of_last_run(workspace: Workspace) -> None:
    """Remove what the workers of a run that was killed left in the system's folder, and note ours for the next run.

    Python names that folder at random and removes it where a run ends by itself.
    """
    note, ours = workspace.temporary_folder_note, Path(get_temp_dir())
    last = Path(note.read_text()) if note.exists() else ours
    if last != ours and last.parent == ours.parent and last.name.startswith("pymp-"):
        shutil.rmtree(last, ignore_errors=True)
    note.write_text(str(ours))


def fail_dead_runs(instance: dg.DagsterInstance, run_id: str | None) -> None:
    """Mark runs whose process is gone as failed; Dagster would queue others behind them for ever."""
    for run in instance.get_runs(filters=dg.RunsFilter(statuses=RUNNING)):
        if run.run_id != run_id:
            instance.report_run_failed(run, "the process of this run ended unexpectedly")


def delete_old_runs(instance: dg.DagsterInstance) -> None:
    """Keep the history of the newest runs only; each takes a megabyte. Releases are not touched."""
    for run in instance.get_runs()[MAX_RUNS:]:
        instance.delete_run(run.run_id)
        shutil.rmtree(Path(instance.storage_directory()) / run.run_id, ignore_errors=True)
        for events in Path(instance.root_directory).glob(f"history/runs/{run.run_id}.db*"):
            events.unlink()
