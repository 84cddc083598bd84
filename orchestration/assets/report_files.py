"""The files of the letters in scope, fetched where the source has a newer one than we hold."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import dagster as dg

from extractors.records import Provider, Publication, ReportFile
from extractors.sources import FilesUnreachable, SourceUnreachable, fetch_all
from orchestration.assets.markdown import markdown_table
from orchestration.assets.raw_specs import filled, raw_table_spec
from orchestration.progress import Progress
from orchestration.reports_source import ReportsSource
from orchestration.retries import tried_again_if_scheduled
from orchestration.run_log import event
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
    publications = publications_in_scope(warehouse)
    names = names_of(publications, warehouse.rows(Provider))
    with tried_again_if_scheduled(context), reports_source.open(warehouse.paths) as source, told_by_name(names):
        rows = fetch_all(source, publications, lambda done, total: progress.show("files asked for", done, total))
    fetched = fetched_since(begin_of(context), rows)
    for row in fetched:
        context.log.info(event("file fetched", report_id=row.report_id, size_bytes=row.size_bytes))
    for row in rows:
        if row.fetch_problem:
            context.log.warning(event("file not fetched", report_id=row.report_id, problem=row.fetch_problem))
    context.log.info(event("files", listed=len(rows), fetched=len(fetched)))
    failed = [(names[row.report_id], row.fetch_problem) for row in rows if row.fetch_problem]
    return filled(
        context,
        ReportFile,
        warehouse.replace(ReportFile, rows),
        warehouse.content_hash(ReportFile),
        files_fetched=len(fetched),
        bytes_fetched=sum(row.size_bytes or 0 for row in fetched),
        bytes_held=sum(row.size_bytes or 0 for row in rows),
        failed=len(failed),
        not_fetched="; ".join(name for name, _ in failed),
        failures=dg.MetadataValue.md(markdown_table(("letter", "problem"), failed)),
    )


def begin_of(context: dg.AssetExecutionContext) -> datetime:
    """When the run began: the first files come while discovery is still at its pages."""
    begun = context.instance.get_run_stats(context.run.run_id).start_time
    return datetime.fromtimestamp(begun or 0, UTC)


def fetched_since(begun: datetime, rows: Sequence[ReportFile]) -> list[ReportFile]:
    """The files that are new."""
    return [row for row in rows if row.fetched_at is not None and row.fetched_at >= begun]


def publications_in_scope(warehouse: Warehouse) -> list[Publication]:
    """The JTAI letters that discovery found, by report."""
    with warehouse.connect() as connection:
        found = connection.table(TABLES[Publication]).filter("is_jtai").order("report_id").fetchall()
    return [Publication(*row) for row in found]


@contextmanager
def told_by_name(names: Mapping[str, str]) -> Iterator[None]:
    """Name the letters whose files could not be had for now: a release without them would say that there are none."""
    try:
        yield
    except FilesUnreachable as error:
        told = [f"  {names[report_id]}: {problem}" for report_id, problem in error.problems.items()]
        heading = f"{len(told)} of {len(names)} letters could not be fetched, so nothing is released:"
        after = "The last release is as it was. What was fetched is kept; refresh again later."
        raise SourceUnreachable("\n".join([heading, *told, after])) from error


def names_of(publications: Sequence[Publication], providers: Sequence[Provider]) -> dict[str, str]:
    """Each letter by its authority, day and report, as a person would name it."""
    authorities = {provider.urn: provider.provider_name for provider in providers}
    days = {one.report_id: f"{one.publication_date.day} {one.publication_date:%B %Y}" for one in publications}
    return {one.report_id: f"{authorities[one.urn]}, {days[one.report_id]} ({one.report_id})" for one in publications}
