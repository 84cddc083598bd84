"""One refresh from the command line: the same job that the schedule starts, in this process."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import dagster as dg

from orchestration.assets.news import WhatElseToDo
from orchestration.assets.run_times import seconds_of_steps
from orchestration.dagster_home import dagster_home
from orchestration.definitions import defs
from orchestration.gate_record import GateNotPassed
from orchestration.home import Home
from orchestration.jobs import LOGGERS, STARTED_FROM_COMMAND_LINE
from orchestration.progress import Progress
from orchestration.refusal import what_the_gates_refused
from orchestration.resources import resources_for
from orchestration.settings import Settings
from orchestration.trouble import machine_trouble_told, require_room
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


def refresh(settings: Settings, progress: Progress, what_else: WhatElseToDo | None = None) -> Refreshed:
    """Run the whole job, or what of it is new and `what_else` asks for, and say how it ended.

    Raises what stopped it, among others `HomeIsBusy`, `HomeNotUsable`, `SourceUnreachable` and `GateNotPassed`.
    """
    home = Home.of(settings)
    with home.held(), machine_trouble_told(home):
        require_room(home)
        return _refreshed(settings, progress, home, what_else)


def _refreshed(settings: Settings, progress: Progress, home: Home, what_else: WhatElseToDo | None) -> Refreshed:
    with dg.DagsterInstance.from_config(str(dagster_home(home))) as instance:
        result = run_job(settings, progress, instance, what_else=what_else)
        release = latest_release(home.releases)
        if release is None:
            raise GateNotPassed(f"{home.releases} holds no release after a run that passed")
        return Refreshed(
            release=release,
            is_new=_metadata(result, "release", "is_new") is True,
            files_fetched=_count(result, "report_files", "files_fetched"),
            letters_read=_count(result, "letters", "letters_read"),
            not_fetched=str(_metadata(result, "report_files", "not_fetched")),
            seconds=seconds_of_steps(instance, result.run_id),
        )


def run_job(
    settings: Settings,
    progress: Progress,
    instance: dg.DagsterInstance,
    moments: Mapping[str, str] | None = None,
    what_else: WhatElseToDo | None = None,
) -> dg.ExecuteInProcessResult:
    """Run the job `refresh` here and now. Raises what stopped it, `KeyboardInterrupt` included."""
    run_id = str(uuid.uuid4())
    try:
        return defs.resolve_job_def("refresh").execute_in_process(
            instance=instance,
            run_id=run_id,
            resources=resources_for(settings, progress, moments),
            run_config={**LOGGERS, "ops": {"news": {"config": (what_else or WhatElseToDo()).model_dump()}}},
            tags={STARTED_FROM_COMMAND_LINE: "true"},
        )
    except dg.DagsterExecutionInterruptedError:
        raise KeyboardInterrupt from None
    except dg.DagsterError as error:
        if refusal := what_the_gates_refused(settings, run_id):
            raise GateNotPassed(refusal) from error
        raise


def _metadata(result: dg.ExecuteInProcessResult, step: str, name: str) -> object:
    """What a step told; None where the run ended before it, for nothing was new."""
    told = result.asset_materializations_for_node(step)
    return told[0].metadata[name].value if told else None


def _count(result: dg.ExecuteInProcessResult, step: str, name: str) -> int:
    return int(str(_metadata(result, step, name) or 0))
