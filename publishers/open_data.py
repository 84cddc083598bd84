"""Every published table as a CSV file (RFC 4180, UTF-8) and as a Parquet file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from publishers.records import Cell
from publishers.tables import ROWS_AT_A_TIME, Table, quoted

CSV_FOLDER = "csv"
PARQUET_FOLDER = "parquet"
# A group is written from memory: whole letters of 2,048 rows take 60 MB. DuckDB makes no smaller ones.
ROWS_IN_A_GROUP = 2_048


def write_open_data(con: duckdb.DuckDBPyConnection, tables: Sequence[Table], folder: Path) -> None:
    """Write `csv/TABLE.csv` and `parquet/TABLE.parquet` for every table of the released database that `con` reads.

    Its rows are stored in the order of their keys; to sort whole letters again would take all the memory there is.
    """
    csv_folder, parquet_folder = folder / CSV_FOLDER, folder / PARQUET_FOLDER
    csv_folder.mkdir()
    parquet_folder.mkdir()
    for table in tables:
        _write_csv(con, table, csv_folder / f"{table.name}.csv")
        con.table(quoted(table.name)).write_parquet(
            str(parquet_folder / f"{table.name}.parquet"), compression="zstd", row_group_size=ROWS_IN_A_GROUP
        )


def _write_csv(con: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    rows = con.table(quoted(table.name))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.name for column in table.columns])
        while batch := rows.fetchmany(ROWS_AT_A_TIME):
            writer.writerows([as_csv(value) for value in row] for row in batch)


def as_csv(value: Cell) -> str:
    """A value as text: nothing for null, ISO 8601 for dates, times in UTC, `true` and `false`."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case _:
            return str(value)
