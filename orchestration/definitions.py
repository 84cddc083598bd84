"""The table of contents: what Dagster shows, checks and runs. `dagster dev` loads this module."""

import dagster as dg

from orchestration.defs.asset_checks import ASSET_CHECKS, VALIDATION_TABLES
from orchestration.defs.assets.dbt_models import dbt_models, previous_release_tables
from orchestration.defs.assets.discovery import discovery
from orchestration.defs.assets.letters import letters
from orchestration.defs.assets.letters_by_report import letters_by_report
from orchestration.defs.assets.manual_inputs import manual_inputs
from orchestration.defs.assets.release import release
from orchestration.defs.jobs import load_executor, refresh
from orchestration.defs.resources import build_resources
from orchestration.defs.schedules import weekly_refresh
from orchestration.defs.sensors import failed_runs
from orchestration.metadata.asset_metadata import describe_assets
from orchestration.metadata.log_messages import console_logger
from orchestration.workspace.settings import read_settings

settings = read_settings()
assets: list[dg.AssetsDefinition | dg.AssetSpec] = [
    discovery,
    manual_inputs,
    letters,
    *VALIDATION_TABLES,
    *previous_release_tables(),
    dbt_models,
    release,
    letters_by_report,
]

defs = dg.Definitions(
    assets=describe_assets(assets, owners=settings.owners.split(), code_url=settings.code_url),
    asset_checks=ASSET_CHECKS,
    jobs=[refresh],
    schedules=[weekly_refresh],
    sensors=[failed_runs],
    loggers={"console": console_logger},
    resources=build_resources(settings),
    # By default, one process holds the data directory from the first step to the last, whatever is started.
    executor=load_executor(settings.executor),
)
