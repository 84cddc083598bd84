"""The sensor that sends a notification of each failed run.

Concept: https://docs.dagster.io/guides/automate/run-status-sensors
"""

import dagster as dg

from orchestration.defs.failure_message import describe_blocked_run
from orchestration.defs.jobs import COMMAND_LINE_TAG
from orchestration.workspace.notifications import NotificationError, notify_of_failure
from orchestration.workspace.settings import read_settings
from orchestration.workspace.workspace import Workspace, WorkspaceBusyError

# Dagster puts it on a run that was started again from the page of another, whose other tags it takes over.
REEXECUTION_TAG = "dagster/parent_run_id"


@dg.run_failure_sensor(default_status=dg.DefaultSensorStatus.RUNNING)
def failed_runs(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """Notify those whom `JTAI_NOTIFY` names of a run that failed: which checks blocked it, or what went wrong."""
    run, settings = context.dagster_run, read_settings()
    if COMMAND_LINE_TAG in run.tags and REEXECUTION_TAG not in run.tags:
        return dg.SkipReason("the command line has sent the notification")
    workspace = Workspace.from_settings(settings)
    try:
        with workspace.lock():
            blocked = describe_blocked_run(context.instance, run.run_id, workspace)
    except WorkspaceBusyError:
        # Nothing may be opened while another run is at work.
        blocked = ""
    try:
        notify_of_failure(settings, f"{blocked or describe_errors(context)}\n\nRun {run.run_id} of {run.job_name}")
    except NotificationError as unsent:
        context.log.error(str(unsent))
    return None


def describe_errors(context: dg.RunFailureSensorContext) -> str:
    """The errors of the steps that failed; of a run that failed before its first step, the run's own."""
    failures = [event.step_failure_data.error for event in context.get_step_failure_events()]
    of_the_run = context.failure_event.job_failure_data.error
    errors = [(error.cause or error).message.strip() for error in failures or [of_the_run] if error]
    return "\n".join(errors) or context.failure_event.message or "Dagster gives no reason"
