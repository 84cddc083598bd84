"""The table of contents: what Dagster shows, checks and runs. `dagster dev` loads this module."""

import dagster as dg

from orchestration.assets.dbt_models import dbt_models
from orchestration.assets.discovery import discovery
from orchestration.assets.history import history
from orchestration.assets.letters import letters
from orchestration.assets.release import release
from orchestration.assets.release_candidate import release_candidate
from orchestration.assets.report_files import report_files
from orchestration.gates import discovered_gate, extracted_gate, published_gate
from orchestration.resources import resources_for
from orchestration.settings import read_settings

refresh = dg.define_asset_job("refresh", description="Discover, read, build, judge and release.")

weekly_refresh = dg.ScheduleDefinition(
    name="weekly_refresh",
    job=refresh,
    cron_schedule="0 5 * * 1",
    execution_timezone="Europe/London",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)

defs = dg.Definitions(
    assets=[discovery, report_files, letters, history, dbt_models, release_candidate, release],
    asset_checks=[discovered_gate, extracted_gate, published_gate],
    jobs=[refresh],
    schedules=[weekly_refresh],
    resources=resources_for(read_settings()),
    # Whatever is started, the job or some assets, one process holds the home from the first step to the last.
    executor=dg.in_process_executor,
)
