"""The job, when it runs by itself, and who hears of it when it fails."""

from collections.abc import Mapping

import dagster as dg

from orchestration.home import Home, HomeIsBusy
from orchestration.notices import NoticeNotSent, tell_of_failure
from orchestration.refusal import what_the_gates_refused
from orchestration.retries import STARTED_BY_SCHEDULE
from orchestration.settings import Settings, read_settings

# Put on the runs of the command line, which tells of its failures itself: no daemon need be there to see them.
STARTED_FROM_COMMAND_LINE = "jtai/started_from_command_line"

# Which of the loggers writes: without this, Dagster takes its own.
LOGGERS: Mapping[str, Mapping[str, object]] = {"loggers": {"console": {}}}

# Without config of its own: that would hold the values of this process's resources, also for runs given others.
refresh = dg.define_asset_job("refresh", description="Discover, read, build, judge and release.")

weekly_refresh = dg.ScheduleDefinition(
    name="weekly_refresh",
    job=refresh,
    run_config=dict(LOGGERS),
    tags={STARTED_BY_SCHEDULE: "true"},
    cron_schedule="0 5 * * 1",
    execution_timezone="Europe/London",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)


@dg.run_failure_sensor(default_status=dg.DefaultSensorStatus.RUNNING)
def failed_runs(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """Tell those whom `JTAI_NOTIFY` names of a run that failed: what a gate refused, or what went wrong."""
    run, settings = context.dagster_run, read_settings()
    if STARTED_FROM_COMMAND_LINE in run.tags:
        return dg.SkipReason("the command line told of it")
    reason = _refused(settings, run.run_id) or what_broke(context)
    try:
        tell_of_failure(settings, f"{reason}\n\nRun {run.run_id} of {run.job_name}")
    except NoticeNotSent as unsent:
        context.log.error(str(unsent))
    return None


def _refused(settings: Settings, run_id: str) -> str:
    """What the gates refused; nothing can be said, and nothing may be opened, while another run is at work."""
    try:
        with Home.of(settings).held():
            return what_the_gates_refused(settings, run_id)
    except HomeIsBusy:
        return ""


def what_broke(context: dg.RunFailureSensorContext) -> str:
    """The errors of the steps that failed; of a run that failed before its first step, the run's own."""
    failures = [event.step_failure_data.error for event in context.get_step_failure_events()]
    of_the_run = context.failure_event.job_failure_data.error
    errors = [(error.cause or error).message.strip() for error in failures or [of_the_run] if error]
    return "\n".join(errors) or context.failure_event.message or "Dagster gives no reason"
