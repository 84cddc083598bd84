"""The release: everything that passed, published at once."""

from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import cast

import dagster as dg
import polars as pl

from extractors.frames import Row
from extractors.letters import StoredLetter, find_cut_short
from extractors.records import Discovery, Provider, Publication
from orchestration.defs.asset_checks import ASSET_CHECKS
from orchestration.defs.assets.dbt_models import dbt_models
from orchestration.defs.assets.discovery import FINGERPRINT, discovery
from orchestration.defs.assets.letters import letters
from orchestration.defs.assets.letters_by_report import report_letters
from orchestration.defs.assets.manual_inputs import manual_inputs
from orchestration.defs.resources import Feedback
from orchestration.metadata.check_results import CheckNotPassedError, find_materializations, require_checks_passed
from orchestration.metadata.log_messages import log_message
from orchestration.metadata.raw_tables import raw_key, raw_table
from orchestration.metadata.release_metadata import describe_release
from orchestration.metadata.run_tags import tag_outcome
from orchestration.warehouse.previous_release import write_listing
from orchestration.warehouse.warehouse import Warehouse, read_source
from orchestration.workspace.change_detection import add_cut_short
from orchestration.workspace.code_versions import read_versions
from orchestration.workspace.manual_inputs import read_manual_files
from orchestration.workspace.progress import Progress
from publishers import CheckOutcome, ReleaseFacts, latest_release

SOURCES: tuple[dg.AssetsDefinition, ...] = (discovery, manual_inputs, letters, dbt_models)
UPSTREAM = [key for definition in SOURCES for key in definition.keys]
CHECKS = [spec for definition in (*ASSET_CHECKS, dbt_models) for spec in definition.check_specs]
MARTS = [spec.key for spec in dbt_models.specs if spec.group_name == "marts"]


@dg.asset(
    deps=MARTS,
    group_name="release",
    kinds={"duckdb", "excel", "html", "parquet"},
    freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(days=8)),
)
def release(
    context: dg.AssetExecutionContext, warehouse: Warehouse, feedback: Feedback, progress: dg.ResourceParam[Progress]
) -> dg.MaterializeResult[None]:
    """One immutable, complete publication of everything that passed; skipped where nothing changed."""
    from publishers.release.publish import publish  # noqa: PLC0415 (its libraries; many runs release nothing)

    progress.show("letters released", 0, None)
    fingerprint = read_fingerprint(context.instance, warehouse)
    checks = require_checks_passed(context.instance, UPSTREAM, CHECKS)
    workspace, facts = warehouse.workspace, gather_facts(warehouse, context.run.run_id, checks, fingerprint, feedback)
    publish(workspace.warehouse, workspace.releases, data_docs=workspace.data_docs, crops=workspace.crops, facts=facts)
    context.log.info(log_message("released", release=facts.release_name))
    tag_outcome(context.instance, context.run.run_id, f"released {facts.release_name}")
    latest = latest_release(workspace.releases)
    if latest is None:
        return dg.MaterializeResult(metadata={"is_new": True})
    report_letters(context, latest)
    letter_count = latest.manifest.tables["inspections"].row_count
    progress.show("letters released", letter_count, letter_count)
    return dg.MaterializeResult(metadata={"is_new": True, **describe_release(latest, is_new=True)})


def read_fingerprint(instance: dg.DagsterInstance, warehouse: Warehouse) -> Mapping[str, str]:
    """The fingerprint of the latest discovery.

    Raises `CheckNotPassedError` where Dagster's records are of another data directory, as under one `DAGSTER_HOME`.
    """
    key = raw_key(Discovery)
    materialization = find_materializations(instance, [key])[key].asset_materialization
    metadata = materialization.metadata if materialization else {}
    uri, fingerprint = metadata.get("dagster/uri"), metadata.get(FINGERPRINT)
    if (
        uri is None
        or uri.value != str(warehouse.workspace.warehouse)
        or not isinstance(fingerprint, dg.JsonMetadataValue)
    ):
        raise CheckNotPassedError(
            f"nothing is released: Dagster's records are not of {warehouse.workspace.warehouse}; run the whole refresh"
        )
    return cast(Mapping[str, str], fingerprint.data)


def gather_facts(
    warehouse: Warehouse, run_id: str, checks: list[CheckOutcome], fingerprint: Mapping[str, str], feedback: Feedback
) -> ReleaseFacts:
    """Where the release comes from, beside its tables."""
    with warehouse.connect() as connection:
        ((refreshed_at, previous),) = connection.execute(
            "SELECT refreshed_at, previous_release FROM intermediate.int_release"
        ).fetchall()
        files = connection.execute(
            "SELECT report_id, file_sha256 FROM raw.report_files WHERE file_sha256 IS NOT NULL ORDER BY report_id"
        ).fetchall()
        cut_short = find_cut_short([StoredLetter(*file) for file in files], warehouse.workspace.extractions)
        source = read_source(connection)
        listing: dict[type[Row], pl.DataFrame] = {
            row_type: connection.table(raw_table(row_type)).pl() for row_type in (Provider, Publication)
        }
    return ReleaseFacts(
        source=source,
        run_id=run_id,
        refreshed_at=refreshed_at.replace(tzinfo=UTC),
        versions=read_versions(),
        checks=checks,
        input_files=dict(files),
        previous_release=previous,
        inputs={**write_listing(listing), **read_manual_files(warehouse.workspace.manual_inputs)},
        fingerprint=add_cut_short(fingerprint, cut_short),
        feedback_url=feedback.url,
    )
