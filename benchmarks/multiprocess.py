"""The same definitions with a process for each step, to see that steps never fight over the warehouse.

    DAGSTER_HOME=/absolute/folder JTAI_HOME=/absolute/home JTAI_SOURCE=sample \
        uv run python -m dagster job execute -f benchmarks/multiprocess.py -j refresh

The project itself runs all steps in one process; this is what a deployment with another executor would do.
"""

import dagster as dg

from orchestration import definitions

defs = dg.Definitions(
    assets=definitions.defs.assets,
    asset_checks=definitions.defs.asset_checks,
    jobs=definitions.defs.jobs,
    resources=definitions.defs.resources,
    executor=dg.multiprocess_executor,
)
