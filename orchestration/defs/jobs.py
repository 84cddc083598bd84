"""The job: the whole chain, because a gate guards only the run it belongs to.

Concept: https://docs.dagster.io/guides/build/jobs/asset-jobs
"""

from collections.abc import Mapping

import dagster as dg

# Put on the runs of the command line, which reports its own failures.
COMMAND_LINE_TAG = "jtai/started_from_command_line"
# Which of the loggers writes: without this, Dagster takes its own.
LOGGERS: Mapping[str, Mapping[str, object]] = {"loggers": {"console": {}}}

# Without config of its own: that would hold the values of this process's resources, also for runs given others.
refresh = dg.define_asset_job("refresh", description="Discover, extract, build, check and release.")
