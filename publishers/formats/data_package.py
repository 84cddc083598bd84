"""`datapackage.json`: what the CSV files are, for people and for machines (Data Package, version 2)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path

from publishers.errors import PublishingError
from publishers.formats.open_data import CSV_FOLDER
from publishers.published_tables import FOREIGN_KEYS, Column, ForeignKey, Table
from publishers.release_facts import REPORT_SITE, ReleaseFacts
from publishers.text import (
    LICENCE_NAME,
    LICENCE_TITLE,
    LICENCE_URL,
    REPORT_SITE_URL,
    SUMMARY,
    TITLE,
    describe_source,
    to_heading,
)

PACKAGE_NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
AS_DATA = (
    "The same tables are in parquet/ and in jtai.duckdb. Cells hold the letters' words exactly, so a text may begin "
    "with = or -: in a spreadsheet, import the columns as text, or open jtai_outcomes.xlsx."
)
LICENCE = {"name": LICENCE_NAME, "title": LICENCE_TITLE, "path": LICENCE_URL}

# DuckDB's types, by their names, and the types of a Table Schema.
SCHEMA_TYPES: tuple[tuple[str, str], ...] = (
    (r"VARCHAR$", "string"),
    (r"U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$", "integer"),
    (r"(DOUBLE|FLOAT)$|DECIMAL", "number"),
    (r"BOOLEAN$", "boolean"),
    (r"DATE$", "date"),
    (r"TIMESTAMP", "datetime"),
)


def require_csv_types(tables: Sequence[Table]) -> None:
    """Raise `PublishingError` where a column has a type that a CSV file cannot hold, such as a list."""
    for table in tables:
        for column in table.columns:
            find_schema_type(table, column)


def write_data_package(tables: Sequence[Table], facts: ReleaseFacts, folder: Path) -> Path:
    """Describe the CSV files that `folder` already holds."""
    path = folder / PACKAGE_NAME
    path.write_text(json.dumps(_describe_package(tables, facts, folder), ensure_ascii=False, indent=2) + "\n", "utf-8")
    return path


def _describe_package(tables: Sequence[Table], facts: ReleaseFacts, folder: Path) -> dict[str, object]:
    package: dict[str, object] = {
        "$schema": PROFILE,
        "name": "jtai-outcomes",
        "id": f"jtai-outcomes-{facts.release_name}",
        "title": TITLE,
        "description": f"{SUMMARY} {AS_DATA} {describe_source(facts)}",
        "version": facts.release_name,
        "created": facts.release_time,
        "sources": [_describe_origin(facts)],
        "resources": [_describe_resource(table, tables, folder) for table in tables],
    }
    return package if facts.is_sample else package | {"licenses": [LICENCE]}


def _describe_origin(facts: ReleaseFacts) -> dict[str, object]:
    title: dict[str, object] = {"title": describe_source(facts)}
    return title | {"path": REPORT_SITE_URL} if facts.source == REPORT_SITE else title


def _describe_resource(table: Table, tables: Sequence[Table], folder: Path) -> dict[str, object]:
    path = f"{CSV_FOLDER}/{table.name}.csv"
    with (folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "name": table.name,
        "title": to_heading(table.name),
        "description": table.comment,
        "type": "table",
        "path": path,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": (folder / path).stat().st_size,
        "hash": f"sha256:{digest}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": _describe_schema(table, tables),
    }


def _describe_schema(table: Table, tables: Sequence[Table]) -> dict[str, object]:
    schema: dict[str, object] = {"fields": [_describe_field(table, column) for column in table.columns]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if foreign_keys := [_describe_foreign_key(key) for key in FOREIGN_KEYS if _applies_to(key, table, tables)]:
        schema["foreignKeys"] = foreign_keys
    return schema


def _describe_field(table: Table, column: Column) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "title": to_heading(column.name),
        "type": find_schema_type(table, column),
        "description": column.comment,
    }
    return field | {"constraints": {"required": True}} if column.name in table.primary_key else field


def find_schema_type(table: Table, column: Column) -> str:
    """Find the Table Schema type of a column. Raises `PublishingError` where a CSV file cannot hold it."""
    for pattern, schema_type in SCHEMA_TYPES:
        if re.match(pattern, column.type):
            return schema_type
    raise PublishingError(
        f"column {table.name}.{column.name} has type {column.type}, which a CSV file cannot hold; "
        "cast it in its dbt model"
    )


def _applies_to(key: ForeignKey, table: Table, tables: Sequence[Table]) -> bool:
    columns = {known.name: {column.name for column in known.columns} for known in tables}
    return (
        key.table_name == table.name
        and set(key.columns) <= columns[table.name]
        and set(key.reference_columns) <= columns.get(key.reference, set())
    )


def _describe_foreign_key(key: ForeignKey) -> dict[str, object]:
    reference = {"resource": key.reference, "fields": list(key.reference_columns)}
    return {"fields": list(key.columns), "reference": reference}
