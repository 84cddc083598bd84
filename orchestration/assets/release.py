"""The release: everything that passed, published at once."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import dagster as dg

from extractors.letters import EXTRACTOR_VERSION
from orchestration.assets.release_candidate import release_candidate
from orchestration.gate_record import require_every_gate_passed
from orchestration.gates import judged_tables
from orchestration.progress import Progress
from orchestration.tables import RecordedVerdict
from orchestration.warehouse import Warehouse
from publishers import GateVerdict, Release, ReleaseFacts, latest_release, publish


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
    progress.show("release", 0, 1)
    with warehouse.connect() as connection:
        verdicts = require_every_gate_passed(connection, judged_tables())
    made = release_facts(warehouse, context.run.run_id, verdicts)
    paths = warehouse.paths
    folder = publish(paths.warehouse, paths.releases, data_docs=paths.data_docs, crops=paths.crops, made=made)
    progress.show("release", 1, 1)
    latest = latest_release(paths.releases)
    return dg.MaterializeResult(metadata={"is_new": folder is not None, **(told(latest) if latest else {})})


def told(latest: Release) -> Mapping[str, int | dg.MetadataValue]:
    """What the catalogue shows of the newest release."""
    changes = latest.manifest.changes
    return {
        "letters": latest.manifest.tables["inspections"].row_count,
        "new_letters": changes.new_letters,
        "changed_letters": changes.changed_letters,
        "gone_letters": changes.gone_letters,
        "page": dg.MetadataValue.path(latest.path / "index.html"),
        "data_docs": dg.MetadataValue.path(latest.path / "data_docs" / "index.html"),
    }


def release_facts(warehouse: Warehouse, run_id: str, verdicts: Sequence[RecordedVerdict]) -> ReleaseFacts:
    """Where the release comes from, beside its tables."""
    with warehouse.connect() as connection:
        files = connection.execute(
            "SELECT report_id, file_sha256 FROM raw.report_files WHERE file_sha256 IS NOT NULL"
        ).fetchall()
    return ReleaseFacts(
        source=warehouse.source_listed(),
        run_id=run_id,
        refreshed_at=datetime.now(UTC),
        versions={
            "project": version("jtai-outcomes"),
            "extractor": EXTRACTOR_VERSION,
            "dbt-core": version("dbt-core"),
            "duckdb": version("duckdb"),
        },
        gates=[
            GateVerdict(one.gate, one.table_name, is_passed=one.is_passed, row_count=one.row_count) for one in verdicts
        ],
        input_files=dict(files),
    )
