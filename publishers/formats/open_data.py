"""Every published table as a CSV file (RFC 4180, UTF-8) and as a Parquet file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl
import polars.selectors as cs

from publishers.duckdb_helpers import quote_name
from publishers.published_tables import Table

CSV_FOLDER = "csv"
PARQUET_FOLDER = "parquet"
# ISO 8601 in UTC; `%.f` writes a fraction only where there is one.
TIME_FORMAT = "%Y-%m-%dT%H:%M:%S%.fZ"


def write_open_data(con: duckdb.DuckDBPyConnection, tables: Sequence[Table], folder: Path) -> None:
    """Write `csv/TABLE.csv` and `parquet/TABLE.parquet` for every table of the released database that `con` reads.

    Rows keep the order in which they are stored, which is that of their keys.
    """
    (folder / CSV_FOLDER).mkdir()
    (folder / PARQUET_FOLDER).mkdir()
    for table in tables:
        frame = con.table(quote_name(table.name)).pl()
        _write_csv(frame, folder / CSV_FOLDER / f"{table.name}.csv")
        frame.write_parquet(folder / PARQUET_FOLDER / f"{table.name}.parquet")


def _write_csv(frame: pl.DataFrame, path: Path) -> None:
    # polars writes an empty text as "", which few readers tell from a missing value.
    no_empty_texts = frame.with_columns(cs.string().replace("", None))
    no_empty_texts.write_csv(path, line_terminator="\r\n", datetime_format=TIME_FORMAT)
