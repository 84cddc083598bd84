"""Reading a DuckDB file: connections, names in SQL, and rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

# One row of a query: column name → value.
Row = dict[str, Any]


def open_read_only(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a database file for reading; use it in a `with` block, which closes it."""
    return duckdb.connect(str(path), read_only=True)


def fetch_rows(con: duckdb.DuckDBPyConnection, query: str, **parameters: object) -> list[Row]:
    """Return the rows of a query; `$name` in the query is a parameter."""
    return con.sql(query, params=parameters or None).pl().to_dicts()


def count_rows(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Count the rows of a table, named as in SQL; `len` of a relation would fetch all of them."""
    ((count,),) = con.table(table).count("*").fetchall()
    return int(count)


def quote_name(name: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """Write a text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"
