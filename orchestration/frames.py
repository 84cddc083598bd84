"""Tables of the warehouse as the frames that the gates judge."""

from __future__ import annotations

import duckdb
import pandas as pd
import pyarrow as pa


def frame_of(rows: duckdb.DuckDBPyRelation, longest_text: int | None = None) -> pd.DataFrame:
    """All rows, by way of Arrow: DuckDB's own way makes a Python object of every text first, three times the memory.

    Whole numbers stay whole where some are missing; dates are timestamps; texts are cut at `longest_text` letters.
    """
    table = (rows if longest_text is None else _cut(rows, longest_text)).to_arrow_table()
    frame = table.to_pandas(date_as_object=False)
    some_missing = [
        field.name for field in table.schema if pa.types.is_integer(field.type) and table[field.name].null_count
    ]
    return frame.astype(dict.fromkeys(some_missing, "Int64"))


def _cut(rows: duckdb.DuckDBPyRelation, longest_text: int) -> duckdb.DuckDBPyRelation:
    texts = [name for name, kind in zip(rows.columns, rows.types, strict=True) if kind == "VARCHAR"]
    return rows.project(f"* REPLACE ({', '.join(f'{name}[:{longest_text}] AS {name}' for name in texts)})")
