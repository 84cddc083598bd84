"""Whether there is anything to do: what the source lists and gave, against what the last release was made from.

The same inputs, read and judged by the same code, make the same release. So where nothing is new the run ends here:
nothing is read, built or judged again, and the last release is said to be up to date.
"""

from collections.abc import Iterator

import dagster as dg
from pydantic import Field

from orchestration.assets.newest_release import told
from orchestration.assets.report_files import report_files
from orchestration.inputs import is_released_already
from orchestration.rereading import have_read_again
from orchestration.run_log import event
from orchestration.run_outcome import note_outcome
from orchestration.warehouse import Warehouse
from publishers import latest_release


class WhatElseToDo(dg.Config):
    """What a run is to do beside what is new."""

    read_again: list[str] = Field(default=[], description="report_id of each letter to read again though it is not new")
    anew: bool = Field(default=False, description="build and judge everything, even where nothing is new")


@dg.asset(deps=[report_files], group_name="files", kinds={"python"}, output_required=False)
def news(
    context: dg.AssetExecutionContext, config: WhatElseToDo, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None]]:
    """Whether anything is new since the last release: listings, files, code, or letters to read again."""
    have_read_again(warehouse, config.read_again)
    latest = latest_release(warehouse.paths.releases)
    if config.anew or config.read_again or not is_released_already(warehouse, latest):
        yield dg.MaterializeResult(metadata={"read_again": len(config.read_again), "anew": config.anew})
    else:
        context.log.info(event("nothing new", release=latest.manifest.name if latest else None))
        standing = told(latest, is_new=False) if latest else {}
        context.log_event(dg.AssetMaterialization("release", metadata={"is_new": False, **standing}))
        note_outcome(context.instance, context.run.run_id, "nothing new")
