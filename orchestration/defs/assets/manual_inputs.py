"""Manual inputs: the tables that people fill in, as raw tables for dbt."""

from collections.abc import Iterator

import dagster as dg

from extractors.frames import Row, to_frame
from extractors.records import Publication
from extractors.sources.labels import LabelDecision
from orchestration.metadata.raw_tables import raw_key, raw_table, raw_table_spec, table_result
from orchestration.warehouse.warehouse import Warehouse, create_table
from orchestration.workspace.manual_inputs import AcknowledgedWithdrawal, HandCorrection, read_manual_rows

MANUAL_TABLES: tuple[type[Row], ...] = (HandCorrection, AcknowledgedWithdrawal, LabelDecision)


@dg.multi_asset(
    specs=[raw_table_spec(row_type, group="manual_inputs", deps=[raw_key(Publication)]) for row_type in MANUAL_TABLES]
)
def manual_inputs(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult[None]]:
    """Load the CSV files that people fill in: corrections, acknowledged withdrawals, label decisions."""
    folder = warehouse.workspace.manual_inputs
    frames = {row_type: to_frame(row_type, read_manual_rows(folder, row_type)) for row_type in MANUAL_TABLES}
    with warehouse.connect() as connection:
        for row_type, frame in frames.items():
            create_table(connection, raw_table(row_type), frame)
    for row_type, frame in frames.items():
        yield table_result(context, raw_key(row_type), frame.height)
