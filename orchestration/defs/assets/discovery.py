"""Discovery: what the source lists, and the files of the letters in scope.

One step lists, fetches and compares with the latest release. Where nothing changed it ends there: its outputs are
skippable, so Dagster skips everything after them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import dagster as dg
import polars as pl
from pydantic import Field

from expectations import PreviousRelease, remove_data_docs
from extractors.frames import Row, to_frame
from extractors.records import Discovery, Provider, Publication, ReportFile
from extractors.sources import DiscoveryResult, FilesUnreachableError, SourceUnreachableError, fetch_all
from extractors.sources.labels import count_skipped
from orchestration.dbt.resource import DbtCli
from orchestration.defs.resources import Feedback, Gates, ReportSource
from orchestration.defs.retries import retry_if_scheduled
from orchestration.metadata.check_results import is_built_by, restate_results
from orchestration.metadata.log_messages import log_message
from orchestration.metadata.markdown import link_letter, markdown_table
from orchestration.metadata.raw_tables import raw_key, raw_table, raw_table_spec, table_result
from orchestration.metadata.release_metadata import describe_release
from orchestration.metadata.run_tags import tag_outcome
from orchestration.warehouse.previous_release import load_previous_release
from orchestration.warehouse.problems import VALIDATION
from orchestration.warehouse.warehouse import Warehouse, create_table
from orchestration.workspace.change_detection import find_changes, find_cut_short, fingerprint_inputs
from orchestration.workspace.code_versions import read_versions
from orchestration.workspace.manual_inputs import read_manual_files, write_templates
from orchestration.workspace.progress import Progress
from publishers import Release, latest_release, previous_release, require_whole_releases

DISCOVERY_TABLES: tuple[type[Row], ...] = (Discovery, Provider, Publication, ReportFile)
FINGERPRINT = "fingerprint"
NOTHING_LOST = (
    "Nothing was released and nothing is lost: the last release is as it was, and what was fetched is kept. "
    "Check the network and the source (JTAI_SOURCE, or --source), then refresh again."
)
Metadata = Mapping[str, int | str | dg.MetadataValue]


class RefreshConfig(dg.Config):
    """What a run may be asked to do."""

    full_refresh: bool = Field(
        default=False, description="Release again although nothing changed, and extract every letter again."
    )


@dataclass(frozen=True)
class Crawl:
    """What one look at the source gave: its listing and the files of the letters in scope."""

    found: DiscoveryResult
    report_files: list[ReportFile]

    @property
    def frames(self) -> dict[type[Row], pl.DataFrame]:
        """The raw tables."""
        return {
            Discovery: to_frame(Discovery, [self.found.discovery]),
            Provider: to_frame(Provider, self.found.providers),
            Publication: to_frame(Publication, self.found.publications),
            ReportFile: to_frame(ReportFile, self.report_files),
        }


@dataclass(frozen=True)
class Comparison:
    """How a crawl differs from the previous release, and which of its files are new or could not be had."""

    is_first: bool
    new: list[Publication]
    removed: list[str]
    fetched: list[ReportFile]
    failed: list[ReportFile]


@dg.multi_asset(specs=[raw_table_spec(row_type, group="discovery", skippable=True) for row_type in DISCOVERY_TABLES])
def discovery(
    context: dg.AssetExecutionContext,
    config: RefreshConfig,
    warehouse: Warehouse,
    report_source: ReportSource,
    *,
    gates: Gates,
    feedback: Feedback,
    dbt: DbtCli,
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult[None]]:
    """List every authority and document of the source, fetch the letters in scope, and go on where anything changed."""
    workspace = warehouse.workspace
    require_whole_releases(workspace.releases)
    write_templates(workspace.manual_inputs)
    with retry_if_scheduled(context):
        crawl = crawl_source(report_source, warehouse, progress)
    latest = latest_release(workspace.releases)
    settings: dict[str, str | float] = {"max_flagged_share": gates.max_flagged_share, "feedback_url": feedback.url}
    fingerprint = fingerprint_crawl(crawl, warehouse, settings)
    changed = find_changes(fingerprint, latest)
    if latest and not is_built_by(context.instance, raw_key(Discovery), latest.manifest.run_id):
        changed.append("tables")  # built by a later run that released nothing, from inputs that were taken back since
    if latest and not changed and not config.full_refresh:
        report_no_changes(context, latest)
        return
    context.log.info(log_message("changed", parts=",".join(changed) or "nothing, but a full refresh is asked for"))
    if cut_short := find_cut_short(latest):
        reason = "their reading was cut short by a limit of time or memory"
        context.log.info(log_message("letters to read again", report_ids=cut_short, reason=reason))
    released = previous_release(workspace.releases, crawl.found.discovery.source)
    if warehouse.is_run_one_process:
        dbt.start(workspace, released)
    previous = load_previous_release(released, withdrawn=())
    comparison = compare_crawl(crawl, previous, begun=_begin_of_run(context))
    log_crawl(context, crawl, comparison)
    described = describe_crawl(crawl, comparison)
    metadata = {**described, Discovery: {**described[Discovery], FINGERPRINT: dg.MetadataValue.json(fingerprint)}}
    store_crawl(crawl, warehouse)
    for row_type, frame in crawl.frames.items():
        uri = {"dagster/uri": str(workspace.warehouse)}
        yield table_result(context, raw_key(row_type), frame.height, **uri, **metadata.get(row_type, {}))


def store_crawl(crawl: Crawl, warehouse: Warehouse) -> None:
    """Replace the raw tables, and remove what the checks of an earlier run said: it is about other tables."""
    remove_data_docs(warehouse.workspace.data_docs)
    with warehouse.connect() as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {VALIDATION} CASCADE")
        for row_type, frame in crawl.frames.items():
            create_table(connection, raw_table(row_type), frame)


def report_no_changes(context: dg.AssetExecutionContext, latest: Release) -> None:
    """Record that the latest release is up to date, with the last result of every check."""
    context.log.info(log_message("no changes", release=latest.manifest.name))
    context.log_event(dg.AssetMaterialization("release", metadata={"is_new": False, **describe_release(latest)}))
    restate_results(context)
    tag_outcome(context.instance, context.run.run_id, "no changes")


def crawl_source(report_source: ReportSource, warehouse: Warehouse, progress: Progress) -> Crawl:
    """List the source and fetch the file of every letter in scope. Raises `SourceUnreachableError`."""
    with explain_unreachable_source(), report_source.open(warehouse.workspace) as source:
        found = source.discover(lambda done, total: progress.show("pages or folders listed", done, total))
        with name_failed_letters(name_letters(found)):
            files = fetch_all(
                source,
                found.publications,
                lambda done, total: progress.show("letter files fetched or unchanged", done, total),
            )
    return Crawl(found, files)


def fingerprint_crawl(crawl: Crawl, warehouse: Warehouse, settings: Mapping[str, str | float]) -> dict[str, str]:
    """The fingerprint of what a release of this crawl would be made from, and with which settings."""
    frames = crawl.frames
    return fingerprint_inputs(
        crawl.found.discovery.source,
        [frames[Discovery], frames[Provider], frames[Publication]],
        frames[ReportFile],
        read_manual_files(warehouse.workspace.manual_inputs),
        read_versions(),
        settings=settings,
    )


def compare_crawl(crawl: Crawl, previous: PreviousRelease, *, begun: datetime) -> Comparison:
    """Compare what was listed with the previous release, and tell the files fetched since the run began."""
    known = set(previous.publications["report_id"])
    in_scope = {one.report_id: one for one in crawl.found.publications if one.is_jtai}
    return Comparison(
        is_first=not known,
        new=[one for report_id, one in sorted(in_scope.items()) if report_id not in known],
        removed=sorted(set(previous.letters["report_id"]) - in_scope.keys()),
        fetched=[row for row in crawl.report_files if row.fetched_at and row.fetched_at >= begun],
        failed=[row for row in crawl.report_files if row.fetch_problem],
    )


def log_crawl(context: dg.AssetExecutionContext, crawl: Crawl, comparison: Comparison) -> None:
    """Log what was found: a line for the crawl, for each letter that came or went, and for each failed file."""
    found = crawl.found
    context.log.info(
        log_message(
            "discovered",
            source=found.discovery.source,
            providers=len(found.providers),
            documents=len(found.publications),
            new_letters=len(comparison.new),
            removed_letters=len(comparison.removed),
            files_fetched=len(comparison.fetched),
        )
    )
    skipped = [f"{label} ({count})" for label, count in count_skipped(found.publications)]
    context.log.info(log_message("skipped document types", types=", ".join(skipped)))
    # In a first release all letters are new.
    for one in () if comparison.is_first else comparison.new:
        context.log.info(
            log_message("new letter", report_id=one.report_id, urn=one.urn, published=one.publication_date)
        )
    for line in (
        *found.warnings,
        *(log_message("letter removed", report_id=report_id) for report_id in comparison.removed),
        *(
            log_message("file not fetched", report_id=row.report_id, problem=row.fetch_problem)
            for row in comparison.failed
        ),
    ):
        context.log.warning(line)


def describe_crawl(crawl: Crawl, comparison: Comparison) -> Mapping[type[Row], Metadata]:
    """What Dagster shows of a crawl."""
    found, names = crawl.found, name_letters(crawl.found)
    failures = [(names[row.report_id], row.fetch_problem) for row in comparison.failed]
    return {
        Discovery: {"source": found.discovery.source},
        Publication: {
            "labels": dg.MetadataValue.md(_table_of_labels(found.publications)),
            "new_letters": len(comparison.new),
            "new": dg.MetadataValue.md(_table_of_letters(comparison.new, found.providers)),
            "removed_letters": len(comparison.removed),
            "removed": ", ".join(comparison.removed) or "none",
        },
        ReportFile: {
            "files_fetched": len(comparison.fetched),
            "bytes_fetched": sum(row.size_bytes or 0 for row in comparison.fetched),
            "bytes_held": sum(row.size_bytes or 0 for row in crawl.report_files),
            "failed": len(failures),
            "not_fetched": "; ".join(name for name, _ in failures),
            "failures": dg.MetadataValue.md(markdown_table(("letter", "problem"), failures)),
        },
    }


@contextmanager
def explain_unreachable_source() -> Iterator[None]:
    """Add to the reason why a source cannot be reached that nothing is lost, and what to do."""
    try:
        yield
    except SourceUnreachableError as error:
        raise SourceUnreachableError(f"{error}\n{NOTHING_LOST}") from error


@contextmanager
def name_failed_letters(names: Mapping[str, str]) -> Iterator[None]:
    """Name the letters whose files could not be had for now: a release without them would say that there are none."""
    try:
        yield
    except FilesUnreachableError as error:
        failed = [f"  {names[report_id]}: {problem}" for report_id, problem in error.problems.items()]
        heading = f"{len(failed)} of {len(names)} letters could not be fetched, so nothing is released:"
        raise SourceUnreachableError("\n".join([heading, *failed])) from error


def name_letters(found: DiscoveryResult) -> dict[str, str]:
    """Each letter in scope by its authority, day and report, as a person would name it."""
    authorities = {provider.urn: provider.provider_name for provider in found.providers}
    in_scope = [one for one in found.publications if one.is_jtai]
    days = {one.report_id: f"{one.publication_date.day} {one.publication_date:%B %Y}" for one in in_scope}
    return {one.report_id: f"{authorities[one.urn]}, {days[one.report_id]} ({one.report_id})" for one in in_scope}


def _begin_of_run(context: dg.AssetExecutionContext) -> datetime:
    """When the run began: the first files come while discovery is still at its pages."""
    return datetime.fromtimestamp(context.instance.get_run_stats(context.run.run_id).start_time or 0, UTC)


def _table_of_labels(publications: Sequence[Publication]) -> str:
    """Count the labels seen, those in scope first."""
    counts = Counter((one.is_jtai, one.label or "no label") for one in publications)
    rows = [
        ("in scope" if is_jtai else "skipped", label, count)
        for (is_jtai, label), count in sorted(counts.items(), reverse=True)
    ]
    return markdown_table(("scope", "label", "documents"), rows)


def _table_of_letters(letters: Sequence[Publication], providers: Sequence[Provider]) -> str:
    names = {provider.urn: provider.provider_name for provider in providers}
    rows = [
        (names[one.urn], one.publication_date, link_letter(one.report_id, one.report_url), one.label or "none")
        for one in letters
    ]
    return markdown_table(("authority", "published", "letter", "label"), rows)
