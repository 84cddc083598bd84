"""The job: the whole chain, because a gate guards only the run it belongs to.

Concept: https://docs.dagster.io/guides/build/jobs/asset-jobs
"""

from collections.abc import Mapping
from pkgutil import resolve_name
from typing import Any

import dagster as dg

from orchestration.defs.assets.discovery import RefreshConfig
from orchestration.workspace.settings import SettingError

# Put on the runs of the command line, which reports its own failures.
COMMAND_LINE_TAG = "jtai/started_from_command_line"


def load_executor(name: str) -> dg.ExecutorDefinition:
    """The executor that `JTAI_EXECUTOR` names as MODULE:NAME. Raises `SettingError` where there is none."""
    try:
        executor = resolve_name(name)
    except (ImportError, AttributeError) as problem:
        raise SettingError(f"JTAI_EXECUTOR is {name!r}: {problem}") from problem
    if not isinstance(executor, dg.ExecutorDefinition):
        raise SettingError(f"JTAI_EXECUTOR is {name!r}: this is no executor of Dagster")
    return executor


@dg.config_mapping
def configure_refresh(config: RefreshConfig) -> Mapping[str, Any]:
    """The run config of the job, from what its launchpad shows: everything else is a setting of the data directory.

    Names our logger too: without that, Dagster takes its own.
    """
    chosen = {"config": config.model_dump()}
    return {"loggers": {"console": {}}, "ops": {"discovery": chosen, "letters": chosen}}


refresh = dg.define_asset_job(
    "refresh", description="Discover, extract, build, check and release.", config=configure_refresh
)
