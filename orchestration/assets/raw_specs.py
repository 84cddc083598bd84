"""What the catalogue shows of a raw table: its row's docstring, its columns, where it is and how many rows it has."""

import inspect
from collections.abc import Iterable, Mapping

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


def filled(
    context: dg.AssetExecutionContext,
    row_type: type[Row],
    row_count: int,
    content: str | None = None,
    /,
    **metadata: int | float | str | dg.MetadataValue,
) -> dg.MaterializeResult[None]:
    """Report that the raw table of `row_type` was filled.

    `content` is the hash of a table that is filled though nothing may be new: where it is as before, Dagster does not
    ask for what is built on the table to be built again.
    """
    key = dg.AssetKey(schema_and_name(row_type)[1])
    return dg.MaterializeResult(
        asset_key=key,
        metadata={**row_counts(context.instance, key, row_count), **metadata},
        data_version=dg.DataVersion(content) if content else None,
    )


def row_counts(instance: dg.DagsterInstance, key: dg.AssetKey, row_count: int) -> Mapping[str, int]:
    """How many rows a table has, and how many more than when it was last filled."""
    before = instance.get_latest_materialization_event(key)
    materialization = before.asset_materialization if before else None
    last = materialization.metadata.get("dagster/row_count") if materialization else None
    return {"dagster/row_count": row_count, "rows_more_than_last_time": row_count - int(str(last.value if last else 0))}
