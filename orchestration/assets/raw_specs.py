"""What the catalogue shows of a raw table: its row's docstring, its columns, where it is and how many rows it has."""

import inspect
from collections.abc import Iterable

import dagster as dg

from orchestration.tables import TABLES, Row, column_types, schema_and_name


def raw_table_spec(row_type: type[Row], *, group: str, deps: Iterable[str] = ()) -> dg.AssetSpec:
    """Declare the asset that is the raw table of `row_type`."""
    columns = [dg.TableColumn(name, kind) for name, kind in column_types(row_type).items()]
    return dg.AssetSpec(
        schema_and_name(row_type)[1],
        description=inspect.getdoc(row_type),
        deps=list(deps),
        group_name=group,
        kinds={"python", "duckdb"},
        metadata={
            "dagster/table_name": TABLES[row_type],
            "dagster/column_schema": dg.TableSchema(columns),
        },
    )


def filled(row_type: type[Row], row_count: int, **metadata: int | str | dg.MetadataValue) -> dg.MaterializeResult[None]:
    """Report that the raw table of `row_type` was filled."""
    return dg.MaterializeResult(
        asset_key=schema_and_name(row_type)[1], metadata={"dagster/row_count": row_count, **metadata}
    )
