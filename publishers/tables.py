"""The published tables as the database itself describes them: names, order, types and comments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import duckdb

from publishers.keys import PRIMARY_KEYS
from publishers.records import Cell, PublishingError, Row

# DuckDB would keep what it has read until it fills 80 % of the machine, and hold a batch of letters for each of its
# threads. Above the limit it writes beside the database instead, and removes that when it closes.
MEMORY: dict[str, bool | int | float | str | list[str]] = {"memory_limit": "256MB", "threads": 1}
# DuckDB works on 2,048 rows at once, and that many letters as JSON take 300 MB.
HASHED_IN_PARTS = 8
ROWS_AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `type` is DuckDB's name for it."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table, with its columns in the order they are stored in."""

    name: str
    comment: str
    columns: tuple[Column, ...]

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The columns that identify a row; empty where none are known."""
        key = PRIMARY_KEYS.get(self.name, ())
        return key if set(key) <= {column.name for column in self.columns} else ()

    @property
    def order(self) -> str:
        """An `ORDER BY` list that puts the same rows in the same order every time."""
        return ", ".join(quoted(column) for column in self.primary_key) or "ALL"


@contextmanager
def open_to_read(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database file read-only, with times in UTC, for as long as the block lasts."""
    with duckdb.connect(str(path), read_only=True, config=MEMORY) as con:
        # For its cursors too.
        con.execute("SET GLOBAL TimeZone = 'UTC'")
        yield con


def read_tables(con: duckdb.DuckDBPyConnection, schema: str) -> list[Table]:
    """Describe the tables and views of `schema`, by name.

    Raises `PublishingError` where there are none, or where a table or a column has no comment.
    """
    comments = _table_comments(con, schema)
    if not comments:
        raise PublishingError(f"schema {schema} has no tables to publish; build the marts first")
    return [Table(name, comments[name], _columns(con, schema, name)) for name in sorted(comments)]


def row_count(relation: duckdb.DuckDBPyRelation) -> int:
    """How many rows a table or view has; `len` would fetch all of them to count them."""
    ((count,),) = relation.count("*").fetchall()
    return int(count)


def content_hash(relation: duckdb.DuckDBPyRelation) -> str:
    """A hash of a table's columns and rows, whatever order the rows are stored in.

    It is the SHA-256 of the columns, the number of rows, and the sums of both halves of each row's 128-bit hash: sums
    need no sorting, so millions of rows take no memory.
    """
    columns = ",".join(f"{name} {kind}" for name, kind in zip(relation.columns, relation.types, strict=True))
    sums = "count(*), sum(md5_number_lower(content)), sum(md5_number_upper(content))"
    rows = reduce(duckdb.DuckDBPyRelation.union, _rows_as_json(relation)).aggregate(sums).fetchall()
    return hashlib.sha256(f"{columns} {rows}".encode()).hexdigest()


def _rows_as_json(relation: duckdb.DuckDBPyRelation) -> list[duckdb.DuckDBPyRelation]:
    first = quoted(relation.columns[0])
    parts = [relation.filter(f"hash({first}) % {HASHED_IN_PARTS} = {part}") for part in range(HASHED_IN_PARTS)]
    return [part.set_alias("hashed").project("to_json(hashed)::VARCHAR AS content") for part in parts]


def records(relation: duckdb.DuckDBPyRelation) -> list[Row]:
    """The rows of a query as column name → value."""
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def each_row(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Cell, ...]]:
    """The rows of a query, a few in memory at a time; other queries may be asked of `con` meanwhile."""
    with con.cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(ROWS_AT_A_TIME):
            yield from rows


def each_record(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[Row]:
    """The same as column name → value."""
    columns = con.sql(query).columns
    return (dict(zip(columns, row, strict=True)) for row in each_row(con, query))


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def _table_comments(con: duckdb.DuckDBPyConnection, schema: str) -> dict[str, str]:
    found = con.execute(
        "SELECT table_name, comment FROM duckdb_tables() "
        "WHERE database_name = current_database() AND schema_name = $schema "
        "UNION ALL SELECT view_name, comment FROM duckdb_views() "
        "WHERE database_name = current_database() AND schema_name = $schema AND NOT internal",
        {"schema": schema},
    ).fetchall()
    return {name: _documented(f"table {name}", comment) for name, comment in found}


def _columns(con: duckdb.DuckDBPyConnection, schema: str, table_name: str) -> tuple[Column, ...]:
    found = con.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() "
        "WHERE database_name = current_database() AND schema_name = ? AND table_name = ? ORDER BY column_index",
        [schema, table_name],
    ).fetchall()
    return tuple(
        Column(name, type_name, _documented(f"column {table_name}.{name}", comment))
        for name, type_name, comment in found
    )


def _documented(what: str, comment: str | None) -> str:
    if not (comment or "").strip():
        raise PublishingError(f"{what} has no comment; describe it beside its dbt model and build again")
    return str(comment).strip()
