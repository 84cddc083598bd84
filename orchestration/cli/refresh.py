"""One refresh from the command line: the same job that the schedule starts, in this process."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import dagster as dg

from expectations.validation_process import ValidationProcess
from orchestration.definitions import defs
from orchestration.defs.assets.discovery import RefreshConfig
from orchestration.defs.failure_message import describe_blocked_run
from orchestration.defs.jobs import COMMAND_LINE_TAG
from orchestration.defs.resources import build_resources
from orchestration.metadata.check_results import CheckNotPassedError
from orchestration.workspace.dagster_home import open_instance
from orchestration.workspace.os_errors import require_disk_space, translate_os_errors
from orchestration.workspace.progress import Progress
from orchestration.workspace.recovery import tag_of
from orchestration.workspace.settings import Settings
from orchestration.workspace.workspace import Workspace
from publishers import Release, latest_release


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """How a refresh ended: the newest release, whether this run made it, and what it did.

    `files_fetched` and `letters_extracted` count what was new to this data directory; `seconds` is for each step of the
    job.
    """

    release: Release
    is_new: bool
    files_fetched: int
    letters_extracted: int
    seconds: dict[str, float]


def refresh(
    settings: Settings, progress: Progress, *, validation: ValidationProcess | None = None, force: bool = False
) -> RefreshResult:
    """Run the whole job and say how it ended; it ends early where nothing changed, unless `force`.

    The gates are validated in the process `validation`, or in one that starts with the run.

    Raises what stopped it, a `JtaiError` where the reason is known.
    """
    workspace = Workspace.from_settings(settings)
    with (
        workspace.lock(),
        translate_os_errors(workspace),
        open_instance(workspace) as instance,
    ):
        require_disk_space(workspace)
        result = run_job(settings, progress, instance, validation=validation, force=force)
        release = latest_release(workspace.releases)
        if release is None:
            raise CheckNotPassedError(f"{workspace.releases} holds no release after a run that passed")
        return RefreshResult(
            release=release,
            is_new=_metadata(result, "release", "is_new") is True,
            files_fetched=int(str(_metadata(result, "discovery", "files_fetched") or 0)),
            letters_extracted=int(str(_metadata(result, "letters", "letters_extracted") or 0)),
            seconds=read_step_seconds(instance, result.run_id),
        )


def run_job(
    settings: Settings,
    progress: Progress,
    instance: dg.DagsterInstance,
    *,
    validation: ValidationProcess | None,
    force: bool = False,
) -> dg.ExecuteInProcessResult:
    """Run the job `refresh` here and now. Raises what stopped it, `KeyboardInterrupt` included."""
    run_id = str(uuid.uuid4())
    try:
        return defs.resolve_job_def("refresh").execute_in_process(
            instance=instance,
            run_id=run_id,
            resources=build_resources(settings, progress, validation),
            run_config=RefreshConfig(full_refresh=force).model_dump(),
            tags={COMMAND_LINE_TAG: "true", **tag_of(Workspace.from_settings(settings))},
        )
    except dg.DagsterExecutionInterruptedError:
        raise KeyboardInterrupt from None
    except BaseExceptionGroup as group:  # of the tasks that make a connection
        if group.subgroup((dg.DagsterExecutionInterruptedError, KeyboardInterrupt)):
            raise KeyboardInterrupt from None
        raise
    except dg.DagsterError as error:
        if reason := describe_blocked_run(instance, run_id, Workspace.from_settings(settings)):
            raise CheckNotPassedError(reason) from error
        raise


def read_step_seconds(instance: dg.DagsterInstance, run_id: str) -> dict[str, float]:
    """The seconds of each step of a run that has ended, in the order of the steps."""
    return {
        step.step_key: step.end_time - step.start_time
        for step in instance.get_run_step_stats(run_id)
        if step.start_time and step.end_time
    }


def _metadata(result: dg.ExecuteInProcessResult, step: str, name: str) -> object:
    """The first value of that name in the metadata of a step's assets; None where the run ended before it."""
    values = (
        materialization.metadata[name].value
        for materialization in result.asset_materializations_for_node(step)
        if name in materialization.metadata
    )
    return next(values, None)
