"""The published tables: what the database says of each (names, order, types, comments), and their keys.

dbt writes comments into the warehouse but no keys, so keys are stated here once, for the order of rows and for the
Data Package. A table that is not named here is published all the same, ordered by all its columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from publishers.duckdb_helpers import quote_name
from publishers.errors import PublishingError


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns of `table_name` that refer to a row of `reference`."""

    table_name: str
    columns: tuple[str, ...]
    reference: str
    reference_columns: tuple[str, ...]


PRIMARY_KEYS: dict[str, tuple[str, ...]] = {
    "inspections": ("report_id",),
    "sections": ("report_id", "section_number"),
    "findings": ("report_id", "finding_number"),
    "case_studies": ("report_id", "case_study_number"),
    "footnotes": ("report_id", "footnote_number"),
    "signatories": ("report_id", "position"),
    "extraction_problems": ("problem_key",),
    # An abolished authority has no URN where the source does not list it.
    "local_authorities": ("la_name",),
    "local_authority_aliases": ("alias", "la_name"),
    "themes": ("theme",),
    "section_kinds": ("kind",),
    "topics": ("topic",),
    "agencies": ("agency",),
    "evaluation_criteria": ("criterion_number",),
    "topic_criteria": ("topic", "criterion_number"),
    "finding_topics": ("report_id", "finding_number", "topic"),
    "finding_agencies": ("report_id", "finding_number", "agency"),
    "outcomes_summary": ("urn",),
    "outcomes_expanded": ("report_id",),
    "publications": ("report_id",),
    "letter_versions": ("report_id", "file_sha256"),
    "release_metrics": ("release_name", "metric", "segment"),
}

FOREIGN_KEYS: tuple[ForeignKey, ...] = (
    ForeignKey("inspections", ("urn",), "local_authorities", ("urn",)),
    ForeignKey("inspections", ("theme",), "themes", ("theme",)),
    ForeignKey("local_authority_aliases", ("la_name",), "local_authorities", ("la_name",)),
    ForeignKey("sections", ("report_id",), "inspections", ("report_id",)),
    ForeignKey("findings", ("report_id", "section_number"), "sections", ("report_id", "section_number")),
    ForeignKey("findings", ("kind",), "section_kinds", ("kind",)),
    ForeignKey("finding_topics", ("report_id", "finding_number"), "findings", ("report_id", "finding_number")),
    ForeignKey("finding_topics", ("topic",), "topics", ("topic",)),
    ForeignKey("finding_agencies", ("report_id", "finding_number"), "findings", ("report_id", "finding_number")),
    ForeignKey("finding_agencies", ("agency",), "agencies", ("agency",)),
    ForeignKey("topic_criteria", ("topic",), "topics", ("topic",)),
    ForeignKey("topic_criteria", ("criterion_number",), "evaluation_criteria", ("criterion_number",)),
    ForeignKey("topic_criteria", ("agency",), "agencies", ("agency",)),
    ForeignKey("case_studies", ("report_id", "section_number"), "sections", ("report_id", "section_number")),
    ForeignKey("footnotes", ("report_id",), "inspections", ("report_id",)),
    ForeignKey("signatories", ("report_id",), "inspections", ("report_id",)),
    ForeignKey("outcomes_summary", ("urn",), "local_authorities", ("urn",)),
    ForeignKey("outcomes_expanded", ("report_id",), "inspections", ("report_id",)),
)

# Whole letters before cells, and what is new before what is gone.
CHANGES = (
    "SELECT * FROM changes ORDER BY list_position(['new', 'changed', 'gone'], change), "
    "local_authority, report_id, table_name, row_key, column_name"
)


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
        return ", ".join(map(quote_name, self.primary_key)) or "ALL"


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """What differs from the previous release of the same source, counted in letters and in changed cells."""

    new_letters: int
    changed_letters: int
    changed_cells: int
    gone_letters: int


def describe_tables(con: duckdb.DuckDBPyConnection, schema: str) -> list[Table]:
    """Describe the tables and views of `schema`, by name.

    Raises `PublishingError` where there are none, or where a table or a column has no comment.
    """
    comments = _table_comments(con, schema)
    if not comments:
        raise PublishingError(f"schema {schema} has no tables to publish; build the marts first")
    return [Table(name, comments[name], _describe_columns(con, schema, name)) for name in sorted(comments)]


def count_changes(con: duckdb.DuckDBPyConnection, schema: str) -> ChangeCounts:
    """Count what table `changes` of `schema` lists."""
    counts = con.table(f"{schema}.changes").aggregate(
        "count(DISTINCT report_id) FILTER (change = 'new'), count(DISTINCT report_id) FILTER (change = 'changed'), "
        "count(*) FILTER (change = 'changed'), count(DISTINCT report_id) FILTER (change = 'gone')"
    )
    (row,) = counts.fetchall()
    return ChangeCounts(*row)


def _table_comments(con: duckdb.DuckDBPyConnection, schema: str) -> dict[str, str]:
    found = con.sql(
        "SELECT schema_name, table_name, comment FROM duckdb_tables() WHERE database_name = current_database() "
        "UNION ALL SELECT schema_name, view_name, comment FROM duckdb_views() "
        "WHERE database_name = current_database() AND NOT internal"
    ).fetchall()
    return {
        name: _require_comment(f"table {name}", comment) for of_schema, name, comment in found if of_schema == schema
    }


def _describe_columns(con: duckdb.DuckDBPyConnection, schema: str, table_name: str) -> tuple[Column, ...]:
    found = con.sql(
        "SELECT schema_name, table_name, column_name, data_type, comment FROM duckdb_columns() "
        "WHERE database_name = current_database() ORDER BY column_index"
    ).fetchall()
    return tuple(
        Column(name, type_name, _require_comment(f"column {table_name}.{name}", comment))
        for *table, name, type_name, comment in found
        if table == [schema, table_name]
    )


def _require_comment(what: str, comment: str | None) -> str:
    if not (comment or "").strip():
        raise PublishingError(f"{what} has no comment; describe it beside its dbt model and build again")
    return str(comment).strip()
