"""What the release before said, cell by cell, so that dbt can tell what changed, and what this one will be called."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import dagster as dg
import duckdb

from orchestration.assets.raw_specs import filled, raw_table_spec
from orchestration.clock import RELEASE, Clock
from orchestration.last_release import database_of
from orchestration.tables import (
    TABLES,
    AcknowledgedWithdrawal,
    ReleasedCell,
    ReleasedFigure,
    ReleasedProblem,
    ReleasedVersion,
    ReleasePlan,
    Row,
    column_types,
)
from orchestration.warehouse import Warehouse
from orchestration.withdrawals import acknowledged_withdrawals
from publishers import release_before, release_name
from publishers.tables import literal

# What tells one row of a report from another, in the published tables that are compared.
ROW_KEYS: Mapping[str, str] = {
    "inspections": "''",
    "sections": "section_number",
    "findings": "finding_number",
    "case_studies": "case_study_number",
    "footnotes": "footnote_number",
}
# The tables that are carried over as they are, by the name they have in a release.
CARRIED_OVER: Mapping[type[Row], str] = {
    ReleasedProblem: "extraction_problems",
    ReleasedVersion: "letter_versions",
    ReleasedFigure: "release_figures",
}
HISTORY_TABLES: tuple[type[Row], ...] = (ReleasedCell, *CARRIED_OVER, ReleasePlan, AcknowledgedWithdrawal)


@dg.multi_asset(
    specs=[raw_table_spec(row_type, group="history", deps=["news", "discoveries"]) for row_type in HISTORY_TABLES]
)
def history(
    context: dg.AssetExecutionContext, warehouse: Warehouse, clock: Clock
) -> Iterator[dg.MaterializeResult[None]]:
    """Load what the release before from the same source said, and name the release to come."""
    paths, moment = warehouse.paths, clock.at(RELEASE)
    before = release_before(paths.releases, warehouse.source_listed())
    released: tuple[type[Row], ...] = (ReleasedCell, *CARRIED_OVER)
    for row_type in released:
        warehouse.replace(row_type, [])
    if before:
        copy_from_release(warehouse, database_of(before))
    name_before = before.manifest.name if before else None
    warehouse.replace(ReleasePlan, [ReleasePlan(release_name(moment), moment.replace(microsecond=0), name_before)])
    warehouse.replace(AcknowledgedWithdrawal, acknowledged_withdrawals(paths.withdrawals))
    for row_type in HISTORY_TABLES:
        yield filled(context, row_type, warehouse.row_count(row_type), release=name_before or "none")


def copy_from_release(warehouse: Warehouse, database: Path) -> None:
    """Copy the cells, problems, versions and figures of a released database into the raw tables."""
    with warehouse.connect() as connection:
        connection.execute(f"ATTACH {literal(str(database))} AS released (READ_ONLY)")
        for table, row_key in ROW_KEYS.items():
            connection.execute(f"INSERT INTO raw.released_cells BY NAME {_cells_of(table, row_key)}")
        for row_type, table in CARRIED_OVER.items():
            if _has(connection, table):
                columns = ", ".join(column_types(row_type))
                connection.execute(
                    f"INSERT INTO {TABLES[row_type]} BY NAME SELECT {columns} FROM released.{table}"  # noqa: S608 our own tables' names
                )


def _has(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether the released database has a table: those of before 2026-12 kept no versions and no figures."""
    query = "SELECT 1 FROM duckdb_tables() WHERE database_name = 'released' AND table_name = ?"
    return bool(connection.execute(query, [table]).fetchall())


def _cells_of(table: str, row_key: str) -> str:
    return f"""
        SELECT report_id, '{table}' AS table_name, row_key, column_name, cell_value
        FROM (
            SELECT report_id, {row_key}::VARCHAR AS row_key, COLUMNS(* EXCLUDE (report_id))::VARCHAR
            FROM released.{table}
        )
        UNPIVOT INCLUDE NULLS (cell_value FOR column_name IN (COLUMNS(* EXCLUDE (report_id, row_key))))
    """  # noqa: S608 our own tables' names
