"""What the release before said, cell by cell, so that dbt can tell what changed since."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import dagster as dg

from orchestration.assets.raw_specs import filled, raw_table_spec
from orchestration.last_release import database_to_compare_with
from orchestration.tables import ReleasedCell, ReleasedProblem
from orchestration.warehouse import Warehouse
from publishers.tables import literal

# What tells one row of a report from another, in the published tables that are compared.
ROW_KEYS: Mapping[str, str] = {
    "inspections": "''",
    "sections": "section_number",
    "findings": "finding_number",
}


@dg.multi_asset(
    specs=[
        raw_table_spec(row_type, group="history", deps=["discoveries"]) for row_type in (ReleasedCell, ReleasedProblem)
    ]
)
def history(warehouse: Warehouse) -> Iterator[dg.MaterializeResult[None]]:
    """Load what the latest release of the same source said."""
    warehouse.replace(ReleasedCell, [])
    warehouse.replace(ReleasedProblem, [])
    database = database_to_compare_with(warehouse.paths.releases, warehouse.source_listed())
    if database:
        copy_from_release(warehouse, database)
    for row_type in (ReleasedCell, ReleasedProblem):
        yield filled(row_type, warehouse.row_count(row_type), release=database.parent.name if database else "none")


def copy_from_release(warehouse: Warehouse, database: Path) -> None:
    """Copy the cells and problems of a released database into the raw tables."""
    with warehouse.connect() as connection:
        connection.execute(f"ATTACH {literal(str(database))} AS released (READ_ONLY)")
        for table, row_key in ROW_KEYS.items():
            connection.execute(f"INSERT INTO raw.released_cells BY NAME {_cells_of(table, row_key)}")
        connection.execute(
            "INSERT INTO raw.released_problems BY NAME SELECT problem_key, first_seen FROM released.extraction_problems"
        )


def _cells_of(table: str, row_key: str) -> str:
    return f"""
        SELECT report_id, '{table}' AS table_name, row_key, column_name, cell_value
        FROM (
            SELECT report_id, {row_key}::VARCHAR AS row_key, COLUMNS(* EXCLUDE (report_id))::VARCHAR
            FROM released.{table}
        )
        UNPIVOT INCLUDE NULLS (cell_value FOR column_name IN (COLUMNS(* EXCLUDE (report_id, row_key))))
    """  # noqa: S608 our own tables' names
