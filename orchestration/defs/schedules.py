"""The schedule: a refresh every Monday morning.

Concept: https://docs.dagster.io/guides/automate/schedules
"""

import dagster as dg

from orchestration.defs.jobs import refresh
from orchestration.defs.retries import SCHEDULED_TAG

weekly_refresh = dg.ScheduleDefinition(
    name="weekly_refresh",
    job=refresh,
    tags={SCHEDULED_TAG: "true"},
    cron_schedule="0 5 * * 1",
    execution_timezone="Europe/London",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
