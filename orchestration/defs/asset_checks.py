"""Asset checks: one for each expectation of the three gates, on the asset it is about.

Put Dagster check definitions here; the expectations themselves are in `expectations/suites`, business logic in dbt.
Concept: https://docs.dagster.io/guides/test/asset-checks
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import dagster as dg
import duckdb
import polars as pl

from expectations import GATES, Check, CheckResult, Gate, Problem, list_checks, list_inputs, require_listed
from extractors.frames import to_frame
from orchestration.defs.resources import Gates
from orchestration.metadata.check_results import asset_of
from orchestration.metadata.log_messages import log_message
from orchestration.metadata.markdown import inline_image, link_letter, markdown_table
from orchestration.metadata.next_steps import describe_next_steps
from orchestration.metadata.page_images import draw_page_images, remove_old_images
from orchestration.metadata.run_tags import tag_outcome
from orchestration.warehouse.local_authorities import read_known_letters, read_local_authorities
from orchestration.warehouse.previous_release import load_previous_release
from orchestration.warehouse.problems import VALIDATION, list_tables, validation_table
from orchestration.warehouse.warehouse import Warehouse, create_table, read_source
from orchestration.workspace.manual_inputs import AcknowledgedWithdrawal, HandCorrection, read_manual_rows
from orchestration.workspace.progress import Progress
from orchestration.workspace.workspace import Workspace
from publishers import previous_release

ROWS_SHOWN = 20
IMAGES_SHOWN = 3
SEVERITIES = {"critical": dg.AssetCheckSeverity.ERROR, "warning": dg.AssetCheckSeverity.WARN}
GATES_BEFORE_DBT: tuple[Gate, ...] = ("discovered", "extracted")
# Frames that are no tables of the warehouse, by gate and name.
REFERENCES = {
    ("discovered", "known_letters"): read_known_letters,
    ("extracted", "local_authorities"): read_local_authorities,
}


@dataclass(frozen=True, slots=True)
class GateReport:
    """What one gate found: the result of each check, and for whoever reads it names, pictures and what to do.

    `letters` are those of `read_letters`; `images` are paths relative to the data directory.
    """

    results: Sequence[CheckResult]
    letters: pl.DataFrame
    images: Mapping[Problem, str]
    problem_count: int
    next_steps: Mapping[Check, str]

    def count_blocked(self) -> int:
        """How many checks stop the release."""
        return sum(not result.passed and result.severity == "critical" for result in self.results)


def check_spec(check: Check) -> dg.AssetCheckSpec:
    """Declare the Dagster check of one expectation; a gate waits for every table that its expectations read."""
    key = asset_of(check.gate, check.table_name)
    inputs = [asset_of(check.gate, table) for table in list_inputs(check.gate) if not is_reference(check.gate, table)]
    return dg.AssetCheckSpec(
        check.name,
        asset=key,
        blocking=check.is_blocking,
        description=check.description,
        additional_deps=[other for other in inputs if other != key],
    )


def is_reference(gate: Gate, table: str) -> bool:
    """Whether an input of a gate comes from dbt's seeds."""
    return (gate, table) in REFERENCES


def define_checks(gate: Gate) -> dg.AssetChecksDefinition:
    """The checks of one gate, run together: they read the same tables, and share one set of data docs."""

    specs = [check_spec(one) for one in list_checks() if one.gate == gate]

    @dg.multi_asset_check(name=f"{gate}_checks", specs=specs, can_subset=True)
    def run_checks(
        context: dg.AssetCheckExecutionContext,
        warehouse: Warehouse,
        gates: Gates,
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[dg.AssetCheckResult]:
        progress.show(f"checks of {gate} tables", 0, None)
        report = run_gate(gate, warehouse, gates, context.run.run_id)
        checks, blocked = len(report.results), report.count_blocked()
        if gate in GATES_BEFORE_DBT:
            metadata = {"dagster/row_count": report.problem_count}
            context.op_execution_context.log_event(
                dg.AssetMaterialization(dg.AssetKey([VALIDATION, gate]), metadata=metadata)
            )
        context.log.info(log_message("gate", name=gate, checks=checks, blocked=blocked, problems=report.problem_count))
        progress.show(f"checks of {gate} tables", checks, checks)
        if blocked:
            tag_outcome(context.instance, context.run.run_id, f"blocked by gate {gate}")
        for result in report.results:
            key = dg.AssetCheckKey(asset_of(gate, result.check.table_name), result.check.name)
            # A gate is validated whole, since its checks share tables and data docs; only the selected are reported.
            if key not in context.selected_asset_check_keys:
                continue
            yield dg.AssetCheckResult(
                passed=result.passed,
                asset_key=key.asset_key,
                check_name=key.name,
                severity=SEVERITIES[result.severity],
                metadata=describe_result(result, report, warehouse.workspace),
            )
        # At the end of the step, where the page of the run says that it failed.
        log_failures(context, report)

    return run_checks


def run_gate(gate: Gate, warehouse: Warehouse, gates: Gates, run_id: str) -> GateReport:
    """Validate the tables of a gate, and store what failed with a picture of each place."""
    workspace = warehouse.workspace
    with warehouse.connect() as connection:
        results = validate_gate(gate, connection, workspace, gates)
        problems = [problem for result in results for problem in result.problems]
        letters = read_letters(connection)
        images = draw_images(problems, connection, workspace)
        stored = store_problems(connection, gate, problems, letters, images=images, run_id=run_id)
        named_images = read_image_paths(connection)
        next_steps = find_next_steps(results, connection, workspace)
    remove_old_images(named_images, workspace)
    return GateReport(results, letters, images, stored, next_steps)


def find_next_steps(
    results: Sequence[CheckResult], connection: duckdb.DuckDBPyConnection, workspace: Workspace
) -> dict[Check, str]:
    """What to do about each check that failed, in Markdown."""
    return {result.check: describe_next_steps(result, workspace, connection) for result in results if not result.passed}


def log_failures(context: dg.AssetCheckExecutionContext, report: GateReport) -> None:
    """Log each check that failed: a warning, or at the end and at ERROR level with letters, reasons and what to do."""
    names = dict(report.letters.select("report_id", "local_authority").iter_rows())
    failed = [result for result in report.results if not result.passed]
    for result in sorted(failed, key=lambda one: one.severity == "critical"):
        line = log_message(
            f"check failed ({result.severity})",
            check=result.check.name,
            table=result.check.table_name,
            rows=len(result.problems),
        )
        if result.severity == "critical":
            found = [
                "  " + " ".join(part for part in (names.get(one.report_id or ""), one.report_id, one.message) if part)
                for one in result.problems[:ROWS_SHOWN]
            ]
            context.log.error("\n".join([line, *found, report.next_steps[result.check]]))
        else:
            context.log.warning(line)


def validate_gate(
    gate: Gate, connection: duckdb.DuckDBPyConnection, workspace: Workspace, gates: Gates
) -> list[CheckResult]:
    """Validate the tables of one border, compared with the previous release of their source."""
    source = read_source(connection)
    withdrawals = read_manual_rows(workspace.manual_inputs, AcknowledgedWithdrawal)
    previous = load_previous_release(
        previous_release(workspace.releases, source), withdrawn=[one.report_id for one in withdrawals]
    )
    results = gates.run(
        gate,
        read_inputs(gate, connection, source),
        previous,
        docs=workspace.data_docs,
        corrected={one.report_id for one in read_manual_rows(workspace.manual_inputs, HandCorrection)},
    )
    require_listed(gate, results)
    return results


def read_inputs(gate: Gate, connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, pl.DataFrame]:
    """The tables that the expectations of a gate read."""
    return {
        table: REFERENCES[gate, table](source)
        if is_reference(gate, table)
        else connection.table(".".join(asset_of(gate, table).path)).pl()
        for table in list_inputs(gate)
    }


def read_letters(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Each listed document and known letter as a person would name it: report_id, local_authority, report_url."""
    providers, publications = connection.table("raw.providers").pl(), connection.table("raw.publications").pl()
    source = read_source(connection)
    names = read_local_authorities(source).select("urn", "local_authority")
    listed = (
        publications.join(providers, on="urn", how="left")
        .join(names, on="urn", how="left")
        .select("report_id", pl.coalesce("local_authority", "provider_name").alias("local_authority"), "report_url")
    )
    known = read_known_letters(source).filter(pl.col("report_id").is_not_null()).select("report_id", "local_authority")
    return pl.concat([listed, known], how="diagonal").unique("report_id", keep="first")


def draw_images(
    problems: Sequence[Problem], connection: duckdb.DuckDBPyConnection, workspace: Workspace
) -> dict[Problem, str]:
    """Draw the place of each problem, the worst first; paths are relative to the data directory."""
    files = connection.sql("SELECT report_id, file_sha256 FROM raw.report_files WHERE file_sha256 IS NOT NULL")
    worst_first = sorted(problems, key=lambda problem: problem.severity)
    return draw_page_images(worst_first, dict(files.fetchall()), workspace)


def store_problems(
    connection: duckdb.DuckDBPyConnection,
    gate: Gate,
    problems: Sequence[Problem],
    letters: pl.DataFrame,
    *,
    images: Mapping[Problem, str],
    run_id: str,
) -> int:
    """Store the failed rows of a gate's checks, for dbt and for whoever asks why a run was blocked; say how many."""
    names = letters.select("report_id", "local_authority")
    frame = (
        to_frame(Problem, problems)
        .with_columns(
            pl.Series("crop_path", [images.get(one) for one in problems], dtype=pl.String),
            run_id=pl.lit(run_id),
            checked_at=pl.lit(datetime.now(UTC).replace(tzinfo=None), dtype=pl.Datetime("us")),
        )
        .join(names, on="report_id", how="left")
    )
    create_table(connection, validation_table(gate), frame)
    return frame.height


def read_image_paths(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The pictures that the stored problems of this run name."""
    union = " UNION ".join(f"SELECT crop_path FROM {table}" for table in list_tables(connection, VALIDATION))  # noqa: S608 our own tables
    return {path for (path,) in connection.execute(union).fetchall() if path}


def describe_result(
    result: CheckResult, report: GateReport, workspace: Workspace
) -> Mapping[str, int | dg.MetadataValue]:
    """What Dagster shows of a check: how many rows failed, which letters, what was found, where, and what to do."""
    known = {report_id: (name, url) for report_id, name, url in report.letters.iter_rows()}
    rows: list[tuple[object, ...]] = []
    places: list[tuple[str, str, str]] = []
    for problem in result.problems[:ROWS_SHOWN]:
        name, url = known.get(problem.report_id or "", (None, None))
        letter = link_letter(problem.report_id, url) if problem.report_id else problem.row_key or ""
        rows.append((name or "", letter, problem.page or "", problem.message))
        if problem in report.images and len(places) < IMAGES_SHOWN:
            image = (workspace.root / report.images[problem]).read_bytes()
            places.append((name or "", letter, inline_image(image)))
    texts = {
        "failures": markdown_table(("authority", "letter", "page", "problem"), rows) if rows else None,
        "places": markdown_table(("authority", "letter", "place"), places) if places else None,
        "next_steps": report.next_steps.get(result.check),
    }
    return {
        "failed_rows": len(result.problems),
        "evaluated_rows": result.element_count,
        **{name: dg.MetadataValue.md(text) for name, text in texts.items() if text},
    }


discovered_checks, extracted_checks, published_checks = (define_checks(gate) for gate in GATES)
ASSET_CHECKS: Sequence[dg.AssetChecksDefinition] = (discovered_checks, extracted_checks, published_checks)
# The failed rows that dbt builds on, as assets of their own so that their lineage shows.
VALIDATION_TABLES: Sequence[dg.AssetSpec] = [
    dg.AssetSpec(
        [VALIDATION, gate],
        description=f"The failed rows of the checks of gate {gate}; one row per failed row and check.",
        deps=[asset_of(gate, table) for table in list_inputs(gate) if not is_reference(gate, table)],
        group_name="validation",
        kinds={"python", "duckdb"},
    )
    for gate in GATES_BEFORE_DBT
]
