"""The files of the letters in scope, fetched where the source has a newer one than we hold."""

from datetime import UTC, datetime

import dagster as dg

from extractors.records import Publication, ReportFile
from extractors.sources import fetch_all
from orchestration.assets.markdown import markdown_table
from orchestration.assets.raw_specs import filled, raw_table_spec
from orchestration.progress import Progress
from orchestration.reports_source import ReportsSource
from orchestration.tables import TABLES
from orchestration.warehouse import Warehouse


@dg.multi_asset(specs=[raw_table_spec(ReportFile, group="files", deps=["publications"])])
def report_files(
    context: dg.AssetExecutionContext,
    warehouse: Warehouse,
    reports_source: ReportsSource,
    progress: dg.ResourceParam[Progress],
) -> dg.MaterializeResult[None]:
    """Fetch the file of every letter in scope."""
    publications, begun_at = publications_in_scope(warehouse), datetime.now(UTC)
    with reports_source.open(warehouse.paths) as source:
        rows = fetch_all(
            source, publications, lambda done, total: progress.show("files fetched or found unchanged", done, total)
        )
    failed = [(row.report_id, row.fetch_problem) for row in rows if row.fetch_problem]
    return filled(
        context,
        ReportFile,
        warehouse.replace(ReportFile, rows),
        files_fetched=sum(row.fetched_at is not None and row.fetched_at >= begun_at for row in rows),
        failed=len(failed),
        failures=dg.MetadataValue.md(markdown_table(("report_id", "problem"), failed)),
    )


def publications_in_scope(warehouse: Warehouse) -> list[Publication]:
    """The JTAI letters that discovery found, by report."""
    with warehouse.connect() as connection:
        found = connection.table(TABLES[Publication]).filter("is_jtai").order("report_id").fetchall()
    return [Publication(*row) for row in found]
