"""The released database file: a copy of the published tables that nobody writes to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from publishers.full_text import add_search
from publishers.records import PublishingError
from publishers.tables import MEMORY, Table, literal, quoted
from publishers.views import VIEWS, View

DATABASE_NAME = "jtai.duckdb"

# 41 letters with their index: 12.3 MB with DuckDB's own settings, 3.7 MB with these. DuckDB reads them since 1.2.
# Only the file has small blocks: what DuckDB sorts in small ones it writes aside far more slowly.
SMALL_FILE = "(BLOCK_SIZE 16384, STORAGE_VERSION 'v1.2.0')"


def write_duckdb(warehouse: Path, tables: Sequence[Table], folder: Path) -> Path:
    """Copy `tables` of the warehouse's schema `marts` into schema `main` of a new file, comments and all.

    The views of `publishers.views` and the search of `publishers.full_text` are added. Raises
    `PublishingError` where a view's column is not described.
    """
    path = folder / DATABASE_NAME
    with duckdb.connect(config=MEMORY | {"temp_directory": f"{path}.tmp"}) as con:
        con.execute("SET TimeZone = 'UTC'")
        # By the name that whoever opens the file knows it by.
        con.execute(f"ATTACH {literal(str(path))} AS jtai {SMALL_FILE}")
        con.execute("USE jtai")
        con.execute(f"ATTACH {literal(str(warehouse))} AS warehouse (READ_ONLY)")
        # One transaction: each comment on its own would wait for the disk.
        con.begin()
        for table in tables:
            _copy_table(con, table)
        for view in VIEWS:
            _add_view(con, view, tables)
        con.commit()
        # The index goes by row numbers, which rows only have once they are committed.
        con.begin()
        add_search(con)
        con.commit()
    return path


def _copy_table(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    name = quoted(table.name)
    con.table(f"warehouse.marts.{name}").order(table.order).create(f"main.{name}")
    con.execute(f"COMMENT ON TABLE {quoted(table.name)} IS {literal(table.comment)}")
    for column in table.columns:
        _comment_on_column(con, table.name, column.name, column.comment)


def _add_view(con: duckdb.DuckDBPyConnection, view: View, tables: Sequence[Table]) -> None:
    described = _described_columns(view, tables)
    con.execute(f"CREATE VIEW {quoted(view.name)} AS {view.query}")
    con.execute(f"COMMENT ON VIEW {quoted(view.name)} IS {literal(view.comment)}")
    for column_name in con.view(view.name).columns:
        if column_name not in described:
            raise PublishingError(f"column {view.name}.{column_name} has no comment; describe it in its view")
        _comment_on_column(con, view.name, column_name, described[column_name])


def _described_columns(view: View, tables: Sequence[Table]) -> dict[str, str]:
    columns = {table.name: table.columns for table in tables}
    described: dict[str, str] = {}
    for table_name in reversed(view.tables):
        described |= {column.name: column.comment for column in columns[table_name]}
    return described | dict(view.comments)


def _comment_on_column(con: duckdb.DuckDBPyConnection, table_name: str, column_name: str, comment: str) -> None:
    con.execute(f"COMMENT ON COLUMN {quoted(table_name)}.{quoted(column_name)} IS {literal(comment)}")
