"""The release: everything that passed, published at once."""

from collections.abc import Sequence
from datetime import timedelta

import dagster as dg

from orchestration.assets.newest_release import told
from orchestration.assets.release_candidate import release_candidate
from orchestration.assets.run_times import run_times
from orchestration.gate_record import require_every_gate_passed
from orchestration.gates import judged_tables
from orchestration.inputs import input_files, note_released, recorded_inputs
from orchestration.memory import give_back
from orchestration.progress import Progress
from orchestration.run_log import event
from orchestration.run_outcome import note_outcome
from orchestration.states import require_states_as_noted
from orchestration.tables import RecordedVerdict, ReleasePlan
from orchestration.versions import versions_in_use
from orchestration.warehouse import Warehouse
from publishers import GateVerdict, ReleaseFacts, latest_release


@dg.asset(
    deps=[release_candidate],
    group_name="release",
    kinds={"duckdb", "excel", "html", "parquet"},
    freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(days=8)),
)
def release(
    context: dg.AssetExecutionContext, warehouse: Warehouse, progress: dg.ResourceParam[Progress]
) -> dg.MaterializeResult[None]:
    """One immutable, complete publication of everything that every gate passed; none where nothing is new."""
    from publishers.publishing import publish  # noqa: PLC0415 (its libraries; many runs release nothing)

    progress.show("release", 0, 1)
    with warehouse.connect() as connection:
        verdicts = require_every_gate_passed(connection, judged_tables())
        require_states_as_noted(connection, warehouse.paths.data_docs)
    made = release_facts(warehouse, context.run.run_id, verdicts)
    give_back()
    paths = warehouse.paths
    folder = publish(paths.warehouse, paths.releases, data_docs=paths.data_docs, crops=paths.crops, made=made)
    note_released(warehouse, context.run.run_id)
    progress.show("release", 1, 1)
    latest = latest_release(paths.releases)
    context.log.info(event("released" if folder else "nothing new", release=latest.manifest.name if latest else None))
    note_outcome(context.instance, context.run.run_id, f"released {folder.name}" if folder else "nothing new")
    is_new, times = folder is not None, run_times(context.instance, context.run.run_id)
    shown = told(latest, is_new=is_new) if latest else {}
    return dg.MaterializeResult(metadata={"is_new": is_new, **shown, **times})


def release_facts(warehouse: Warehouse, run_id: str, verdicts: Sequence[RecordedVerdict]) -> ReleaseFacts:
    """Where the release comes from, beside its tables."""
    plan, recorded = warehouse.rows(ReleasePlan)[0], recorded_inputs(warehouse)
    return ReleaseFacts(
        source=warehouse.source_listed(),
        run_id=run_id,
        refreshed_at=plan.refreshed_at,
        versions=versions_in_use(),
        gates=[
            GateVerdict(one.gate, one.table_name, one.is_passed, one.row_count, one.judged_at.isoformat())
            for one in verdicts
        ],
        input_files={file.report_id: file.file_sha256 for file in recorded.report_files if file.file_sha256},
        release_before=plan.release_before,
        inputs=input_files(warehouse.paths, recorded),
    )
