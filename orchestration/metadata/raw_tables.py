"""Raw tables as Dagster shows them: docstring and columns of the row's dataclass, table name, row count."""

import inspect
from collections.abc import Iterable, Mapping

import dagster as dg

from extractors import records
from extractors.frames import Row, schema_of
from extractors.sources.labels import LabelDecision
from orchestration.workspace.manual_inputs import AcknowledgedWithdrawal, HandCorrection

SCHEMA = "raw"
TABLE_NAMES: Mapping[type[Row], str] = {
    records.Discovery: "discoveries",
    records.Provider: "providers",
    records.Publication: "publications",
    records.ReportFile: "report_files",
    HandCorrection: "hand_corrections",
    AcknowledgedWithdrawal: "acknowledged_withdrawals",
    LabelDecision: "label_decisions",
    records.Letter: "letters",
    records.Section: "sections",
    records.Paragraph: "paragraphs",
    records.CaseStudy: "case_studies",
    records.Footnote: "footnotes",
    records.Signatory: "signatories",
    records.PrintedLine: "printed_lines",
    records.SampledWord: "sampled_words",
    records.ReadingProblem: "reading_problems",
    records.Theme: "themes",
}


def raw_table(row_type: type[Row]) -> str:
    """The schema and name of the table that holds rows of a type."""
    return f"{SCHEMA}.{TABLE_NAMES[row_type]}"


def raw_key(row_type: type[Row]) -> dg.AssetKey:
    """The asset that is the raw table of a type; dagster-dbt gives dbt's source of the same name the same key."""
    return dg.AssetKey([SCHEMA, TABLE_NAMES[row_type]])


def raw_table_spec(
    row_type: type[Row], *, group: str, deps: Iterable[dg.AssetKey] = (), skippable: bool = False
) -> dg.AssetSpec:
    """Declare the asset that is the raw table of `row_type`."""
    columns = [dg.TableColumn(name, str(kind)) for name, kind in schema_of(row_type).items()]
    return dg.AssetSpec(
        raw_key(row_type),
        description=inspect.getdoc(row_type),
        deps=list(deps),
        group_name=group,
        kinds={"python", "duckdb"},
        skippable=skippable,
        metadata={
            "dagster/table_name": raw_table(row_type),
            "dagster/column_schema": dg.TableSchema(columns),
        },
    )


def table_result(
    context: dg.AssetExecutionContext,
    key: dg.AssetKey,
    row_count: int,
    **metadata: int | float | str | dg.MetadataValue,
) -> dg.MaterializeResult[None]:
    """Report that the table of an asset was replaced."""
    return dg.MaterializeResult(asset_key=key, metadata={**count_rows(context.instance, key, row_count), **metadata})


def count_rows(instance: dg.DagsterInstance, key: dg.AssetKey, row_count: int) -> Mapping[str, int]:
    """How many rows a table has, and how many more than at its last materialization."""
    before = instance.get_latest_materialization_event(key)
    materialization = before.asset_materialization if before else None
    last = materialization.metadata.get("dagster/row_count") if materialization else None
    return {"dagster/row_count": row_count, "row_count_delta": row_count - int(str(last.value if last else 0))}
