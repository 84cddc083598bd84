"""One refresh from the command line: the same job that the schedule starts, in this process."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import dagster as dg

from orchestration.dagster_home import dagster_home
from orchestration.definitions import defs
from orchestration.gate_record import GateNotPassed, tables_refused_in
from orchestration.home import Home
from orchestration.problems import critical_problems_in_words, letters_missing
from orchestration.progress import Progress
from orchestration.resources import resources_for
from orchestration.settings import Settings
from orchestration.trouble import machine_trouble_told, require_room
from orchestration.warehouse import Warehouse
from orchestration.withdrawals import how_to_acknowledge
from publishers import Release, latest_release


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How a refresh ended: the newest release, whether this run made it, and what it did.

    `files_fetched` and `letters_read` count what was new to this home; `not_fetched` names the letters whose file could
    not be had, empty where there are none; `seconds` is for each step of the job.
    """

    release: Release
    is_new: bool
    files_fetched: int
    letters_read: int
    not_fetched: str
    seconds: dict[str, float]


def refresh(settings: Settings, progress: Progress) -> Refreshed:
    """Run the whole job and say how it ended.

    Raises what stopped it, among others `HomeIsBusy`, `HomeNotUsable`, `SourceUnreachable` and `GateNotPassed`.
    """
    home = Home(settings.home)
    with home.held(), machine_trouble_told(home):
        require_room(home)
        return _refreshed(settings, progress, home)


def _refreshed(settings: Settings, progress: Progress, home: Home) -> Refreshed:
    with dg.DagsterInstance.from_config(str(dagster_home(home))) as instance:
        result = run_job(settings, progress, instance)
        release = latest_release(home.releases)
        if release is None:
            raise GateNotPassed(f"{home.releases} holds no release after a run that passed")
        return Refreshed(
            release=release,
            is_new=_metadata(result, "release", "is_new") is True,
            files_fetched=_count(result, "report_files", "files_fetched"),
            letters_read=_count(result, "letters", "letters_read"),
            not_fetched=str(_metadata(result, "report_files", "not_fetched")),
            seconds=_seconds(instance, result.run_id),
        )


def run_job(
    settings: Settings,
    progress: Progress,
    instance: dg.DagsterInstance,
    moments: Mapping[str, str] | None = None,
) -> dg.ExecuteInProcessResult:
    """Run the job `refresh` here and now. Raises what stopped it, `KeyboardInterrupt` included."""
    run_id = str(uuid.uuid4())
    try:
        return defs.resolve_job_def("refresh").execute_in_process(
            instance=instance, run_id=run_id, resources=resources_for(settings, progress, moments)
        )
    except dg.DagsterExecutionInterruptedError:
        raise KeyboardInterrupt from None
    except dg.DagsterError as error:
        if refusal := _refusal(settings, run_id):
            raise GateNotPassed(refusal) from error
        raise


def _refusal(settings: Settings, run_id: str) -> str:
    """What the gates refused in a run and why, in words; empty where they refused nothing."""
    warehouse = Warehouse(home=str(settings.home))
    with warehouse.connect() as connection:
        refused = tables_refused_in(connection, run_id)
    if not refused:
        return ""
    paths = warehouse.paths
    reasons = critical_problems_in_words(paths.warehouse)
    if missing := letters_missing(paths.warehouse):
        reasons.append(how_to_acknowledge(paths.withdrawals, missing))
    gate, tables = refused[0][0], ", ".join(table for _, table in refused)
    return "\n".join([f"nothing is released: the gate '{gate}' refused {tables}", *reasons])


def _metadata(result: dg.ExecuteInProcessResult, step: str, name: str) -> object:
    return result.asset_materializations_for_node(step)[0].metadata[name].value


def _count(result: dg.ExecuteInProcessResult, step: str, name: str) -> int:
    return int(str(_metadata(result, step, name)))


def _seconds(instance: dg.DagsterInstance, run_id: str) -> dict[str, float]:
    return {
        step.step_key: step.end_time - step.start_time
        for step in instance.get_run_step_stats(run_id)
        if step.start_time and step.end_time
    }
