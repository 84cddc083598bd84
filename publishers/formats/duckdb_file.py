"""The released database file: a copy of the published tables that nobody writes to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from publishers.duckdb_helpers import quote_name, quote_text
from publishers.errors import PublishingError
from publishers.formats.text_search import add_search
from publishers.formats.views import VIEWS, View
from publishers.published_tables import Table

DATABASE_NAME = "jtai.duckdb"

# 40 letters: 9.2 MB with DuckDB's own settings, 2.0 MB with these. DuckDB reads such files since 1.2.
# The connection keeps the usual large blocks: sorting in small ones spills to disk far more slowly.
SMALL_FILE = "(BLOCK_SIZE 16384, STORAGE_VERSION 'v1.2.0')"


def write_duckdb(warehouse: Path, tables: Sequence[Table], folder: Path) -> Path:
    """Copy `tables` of the warehouse's schema `marts` into schema `main` of a new file, comments and all.

    The views of `views` and the search of `text_search.py` are added. Raises `PublishingError` where a view's
    column is not described.
    """
    path = folder / DATABASE_NAME
    # What does not fit into memory is written into the release's folder, so that a kill leaves nothing elsewhere.
    with duckdb.connect(config={"temp_directory": f"{path}.tmp"}) as con:
        # By the name that whoever opens the file knows it by.
        con.execute(f"ATTACH {quote_text(str(path))} AS jtai {SMALL_FILE}")
        con.execute("USE jtai")
        con.execute(f"ATTACH {quote_text(str(warehouse))} AS warehouse (READ_ONLY)")
        # One transaction: each comment on its own would wait for the disk.
        con.begin()
        for table in tables:
            _copy_table(con, table)
        for view in VIEWS:
            _add_view(con, view, tables)
        add_search(con)
        con.commit()
    return path


def _copy_table(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    name = quote_name(table.name)
    con.table(f"warehouse.marts.{name}").order(table.order).create(f"main.{name}")
    con.execute(f"COMMENT ON TABLE {name} IS {quote_text(table.comment)}")
    for column in table.columns:
        _comment_on_column(con, table.name, column.name, column.comment)


def _add_view(con: duckdb.DuckDBPyConnection, view: View, tables: Sequence[Table]) -> None:
    described = _describe_columns(view, tables)
    con.execute(f"CREATE VIEW {quote_name(view.name)} AS {view.query}")
    con.execute(f"COMMENT ON VIEW {quote_name(view.name)} IS {quote_text(view.comment)}")
    for column_name in con.view(view.name).columns:
        if column_name not in described:
            raise PublishingError(f"column {view.name}.{column_name} has no comment; describe it in its view")
        _comment_on_column(con, view.name, column_name, described[column_name])


def _describe_columns(view: View, tables: Sequence[Table]) -> dict[str, str]:
    columns = {table.name: table.columns for table in tables}
    described: dict[str, str] = {}
    for table_name in reversed(view.tables):
        described |= {column.name: column.comment for column in columns[table_name]}
    return described | dict(view.comments)


def _comment_on_column(con: duckdb.DuckDBPyConnection, table_name: str, column_name: str, comment: str) -> None:
    con.execute(f"COMMENT ON COLUMN {quote_name(table_name)}.{quote_name(column_name)} IS {quote_text(comment)}")
