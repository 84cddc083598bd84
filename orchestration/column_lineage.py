"""Which columns each column of a model comes from, read from the SQL that dbt compiled.

dagster-dbt can do the same, but opens a second connection to the warehouse for each model, which DuckDB refuses while
dbt holds it. Tracing all models takes two seconds, so what was traced is kept until a model's SQL changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import duckdb
import sqlglot
from dagster import AssetKey, TableColumnDep, TableColumnLineage
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope

from extractors.whole_files import write_whole
from orchestration.dbt_command import TARGET

DIALECT = "duckdb"
# Beside what dbt parsed: `{model: [hash of its SQL, {column: sources}]}`.
MEMORY = TARGET / "column_lineage.json"
# The assets that are not named as their tables are: those that Python writes.
WRITTEN_BY_PYTHON = frozenset({"raw", "gates"})
# For each column of a model, the schema, table and column of each of its sources.
Columns = dict[str, list[tuple[str, str, str]]]
# Schema, table, column, type.
TableColumns = dict[str, dict[str, dict[str, str]]]


def lineage_of_models(connection: duckdb.DuckDBPyConnection, target: Path) -> Mapping[str, TableColumnLineage]:
    """The lineage of every model of the warehouse, by `schema.name`; `target` is the folder that dbt compiled into."""
    known = json.loads(MEMORY.read_text()) if MEMORY.exists() else {}
    tables = _columns_of_tables(connection)
    now: dict[str, tuple[str, Columns]] = {}
    for model, path in _compiled_models(target, tables):
        sql = path.read_text()
        made_of = hashlib.sha256(f"{version('sqlglot')} {sql}".encode()).hexdigest()
        before = known.get(model)
        now[model] = before if before and before[0] == made_of else (made_of, _trace(sql, model, tables))
    if now != known:
        write_whole(MEMORY, json.dumps(now).encode())
    return {model: _as_lineage(columns) for model, (_, columns) in now.items()}


def _compiled_models(target: Path, tables: TableColumns) -> Iterator[tuple[str, Path]]:
    """The `schema.name` and the SQL of each model that is there; its schema is its layer, which is its folder."""
    for path in sorted((target / "compiled" / "jtai" / "models").glob("*/*.sql")):
        if path.stem in tables.get(path.parent.name, {}):
            yield f"{path.parent.name}.{path.stem}", path


def _columns_of_tables(connection: duckdb.DuckDBPyConnection) -> TableColumns:
    """The columns and types of every table and view: schema, table, column."""
    found: TableColumns = {}
    query = "SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
    for schema, table, column, kind in connection.execute(query).fetchall():
        found.setdefault(schema, {}).setdefault(table, {})[column] = kind
    return found


def _trace(sql: str, model: str, tables: TableColumns) -> Columns:
    schema, name = model.split(".")
    (database,) = {table.catalog for table in sqlglot.parse_one(sql, dialect=DIALECT).find_all(exp.Table) if table.db}
    named = qualify(
        sqlglot.parse_one(sql, dialect=DIALECT),
        schema={database: tables},
        dialect=DIALECT,
        validate_qualify_columns=False,
    )
    scope = build_scope(named)
    return {column: _sources_of(column, named, scope) for column in tables[schema][name]}


def _sources_of(column: str, query: exp.Expr, scope: Scope | None) -> list[tuple[str, str, str]]:
    """The schema, table and column of each source; none where a column is made of whole rows, as UNPIVOT does."""
    try:
        root = lineage(column, query, {}, scope=scope, dialect=DIALECT)
    except SqlglotError:
        return []
    return sorted({source for node in root.walk() if not node.downstream for source in _table_column(node)})


def _table_column(node: Node) -> list[tuple[str, str, str]]:
    table = node.source if isinstance(node.source, exp.Table) else None
    return [(table.db, table.name, exp.to_column(node.name).name)] if table is not None and table.db else []


def _as_lineage(columns: Columns) -> TableColumnLineage:
    return TableColumnLineage(
        {
            column: [TableColumnDep(_asset_of(schema, table), name) for schema, table, name in sources]
            for column, sources in columns.items()
        }
    )


def _asset_of(schema: str, table: str) -> AssetKey:
    return AssetKey([table] if schema in WRITTEN_BY_PYTHON else [schema, table])
