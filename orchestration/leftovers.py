"""What runs that died left behind, finished or removed before the next one begins."""

from __future__ import annotations

import shutil
from multiprocessing.util import get_temp_dir
from pathlib import Path

import dagster as dg

from extractors.whole_files import remove_asides
from orchestration.home import Home
from publishers.folders import finish_interrupted_release

AT_WORK = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
RUNS_KEPT = 100


def clear_up(home: Home, instance: dg.DagsterInstance | None, run_id: str | None) -> None:
    """Finish or remove what runs that died left in a home; the caller holds it, for run `run_id`."""
    finish_interrupted_release(home.releases)
    for folder in (home.files, home.crops):
        remove_asides(folder)
    remove_temporary_folder_of_last_run(home)
    # Where DuckDB writes what does not fit into its memory.
    shutil.rmtree(f"{home.warehouse}.tmp", ignore_errors=True)
    if instance:
        end_runs_that_died(instance, run_id)
        forget_old_runs(instance)


def remove_temporary_folder_of_last_run(home: Home) -> None:
    """Remove what the workers of a run that was killed left in the system's folder, and note ours for the next run.

    Python names that folder at random and removes it where a run ends by itself.
    """
    note, ours = home.temporary_folder_note, Path(get_temp_dir())
    last = Path(note.read_text()) if note.exists() else ours
    if last != ours and last.parent == ours.parent and last.name.startswith("pymp-"):
        shutil.rmtree(last, ignore_errors=True)
    note.write_text(str(ours))


def end_runs_that_died(instance: dg.DagsterInstance, run_id: str | None) -> None:
    """Have Dagster know that no other run is at work, or it would show them for ever and queue others behind them."""
    for run in instance.get_runs(filters=dg.RunsFilter(statuses=AT_WORK)):
        if run.run_id != run_id:
            instance.report_run_failed(run, "the process of this run has ended without a word")


def forget_old_runs(instance: dg.DagsterInstance) -> None:
    """Keep the history of the newest runs only; each takes a megabyte. Releases are not touched."""
    for run in instance.get_runs()[RUNS_KEPT:]:
        instance.delete_run(run.run_id)
        shutil.rmtree(Path(instance.storage_directory()) / run.run_id, ignore_errors=True)
        for events in Path(instance.root_directory).glob(f"history/runs/{run.run_id}.db*"):
            events.unlink()
