"""The table of contents: what Dagster shows, checks and runs. `dagster dev` loads this module."""

import dagster as dg

from orchestration.assets.dbt_models import dbt_models
from orchestration.assets.discovery import discovery
from orchestration.assets.history import history
from orchestration.assets.letters import letters
from orchestration.assets.news import news
from orchestration.assets.release import release
from orchestration.assets.release_candidate import release_candidate
from orchestration.assets.report_files import report_files
from orchestration.catalogue import catalogued
from orchestration.gates import RECORDS, discovered_gate, extracted_gate, published_gate
from orchestration.jobs import failed_runs, refresh, weekly_refresh
from orchestration.resources import resources_for
from orchestration.run_log import console_logger
from orchestration.settings import read_settings

settings = read_settings()
assets: list[dg.AssetsDefinition | dg.AssetSpec] = [
    discovery,
    report_files,
    news,
    letters,
    *RECORDS.values(),
    history,
    dbt_models,
    release_candidate,
    release,
]

defs = dg.Definitions(
    assets=catalogued(assets, owners=settings.owners.split(), code_url=settings.code_url),
    asset_checks=[discovered_gate, extracted_gate, published_gate],
    jobs=[refresh],
    schedules=[weekly_refresh],
    sensors=[failed_runs],
    loggers={"console": console_logger},
    resources=resources_for(settings),
    # Whatever is started, the job or some assets, one process holds the home from the first step to the last.
    executor=dg.in_process_executor,
)
