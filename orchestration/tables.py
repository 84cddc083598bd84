"""The tables that Python writes: each row is a dataclass, whose fields declare the columns and their types.

dbt makes all others. Raw rows are declared in `extractors.records`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import Field, asdict, dataclass, fields
from datetime import date, datetime
from types import NoneType
from typing import Any, ClassVar, Literal, Protocol, get_args, get_origin, get_type_hints

import duckdb
import pyarrow as pa

from extractors import records


class Row(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@dataclass(frozen=True, slots=True)
class ReleasedCell:
    """One cell of the release before, as text; key `report_id`, `table_name`, `row_key`, `column_name`."""

    report_id: str
    table_name: str
    row_key: str
    column_name: str
    cell_value: str | None


@dataclass(frozen=True, slots=True)
class ReleasedProblem:
    """A problem the release before already listed, with when it was first seen; key `problem_key`."""

    problem_key: str
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class ReleasedVersion:
    """One version of a letter that was ever released; key `report_id`, `file_sha256`."""

    report_id: str
    file_sha256: str
    local_authority: str | None
    publication_date: date | None
    report_url: str | None
    first_released: str
    last_released: str
    withdrawal_reason: str | None
    acknowledged_by: str | None
    acknowledged_on: date | None


@dataclass(frozen=True, slots=True)
class ReleasedFigure:
    """One figure of one release before this one; key `release_name`, `figure`, `kind`."""

    release_name: str
    figure: str
    kind: str
    value: float


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """What the next release will be called and which release it is compared with, null where there is none: one row.

    A name is the time of refresh, so a plan that was carried out once cannot be carried out again.
    """

    release_name: str
    refreshed_at: datetime
    release_before: str | None


@dataclass(frozen=True, slots=True)
class AcknowledgedWithdrawal:
    """A letter that a person says was rightly withdrawn from the source; key `report_id`."""

    report_id: str
    reason: str
    acknowledged_by: str
    acknowledged_on: date


@dataclass(frozen=True, slots=True)
class RecordedVerdict:
    """What one gate last said of one table.

    `content_hash` is of the table's rows when it was judged: whatever is written later was not judged.
    """

    gate: str
    table_name: str
    run_id: str
    is_passed: bool
    judged_at: datetime
    row_count: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class RecordedProblem:
    """One row that a gate refused or wondered at; without a `report_id` where the claim is about a whole table.

    `crop_path` is the picture of its place, relative to the home and to a release; null where none could be drawn.
    """

    gate: str
    expectation: str
    claim: str
    severity: str
    report_id: str | None
    table_name: str
    column_name: str | None
    row_key: str | None
    page: int | None
    seen: str | None
    crop_path: str | None
    run_id: str
    judged_at: datetime


@dataclass(frozen=True, slots=True)
class RecordedState:
    """What something held at a moment that matters later: `name` says what and when, `content_hash` what it held."""

    name: str
    run_id: str
    content_hash: str


TABLES: Mapping[type[Row], str] = {
    records.Provider: "raw.providers",
    records.Publication: "raw.publications",
    records.Discovery: "raw.discoveries",
    records.ReportFile: "raw.report_files",
    records.Letter: "raw.letters",
    records.Section: "raw.sections",
    records.Finding: "raw.findings",
    records.CaseStudy: "raw.case_studies",
    records.Footnote: "raw.footnotes",
    records.ReadingProblem: "raw.reading_problems",
    records.Theme: "raw.themes",
    ReleasedCell: "raw.released_cells",
    ReleasedProblem: "raw.released_problems",
    ReleasedVersion: "raw.released_versions",
    ReleasedFigure: "raw.released_figures",
    ReleasePlan: "raw.release_plan",
    AcknowledgedWithdrawal: "raw.acknowledged_withdrawals",
    RecordedVerdict: "gates.verdicts",
    RecordedProblem: "gates.problems",
    RecordedState: "gates.states",
}
COLUMN_TYPES: Mapping[type, str] = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    date: "DATE",
    datetime: "TIMESTAMP WITH TIME ZONE",
}


def schema_and_name(row_type: type[Row]) -> list[str]:
    """The two parts of the name of a row's table."""
    return TABLES[row_type].split(".")


def column_types(row_type: type[Row]) -> dict[str, str]:
    """Name each column of a row's table and its DuckDB type, in the order of the fields."""
    hints = get_type_hints(row_type)
    return {field.name: COLUMN_TYPES[_plain(hints[field.name])] for field in fields(row_type)}


def insert(connection: duckdb.DuckDBPyConnection, row_type: type[Row], rows: Sequence[Row]) -> None:
    """Append rows to the table of their type."""
    if rows:
        connection.register("new_rows", pa.Table.from_pylist([asdict(row) for row in rows]))
        connection.execute(f"INSERT INTO {TABLES[row_type]} BY NAME SELECT * FROM new_rows")  # noqa: S608 our own table's name
        connection.unregister("new_rows")


def create_table(connection: duckdb.DuckDBPyConnection, row_type: type[Row], *, is_anew: bool) -> None:
    """Have the table of `row_type`, with the columns its fields declare; `is_anew` empties it."""
    columns = ", ".join(f"{name} {kind}" for name, kind in column_types(row_type).items())
    create = "CREATE OR REPLACE TABLE" if is_anew else "CREATE TABLE IF NOT EXISTS"
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema_and_name(row_type)[0]}")
    connection.execute(f"{create} {TABLES[row_type]} ({columns})")


def is_as_declared(connection: duckdb.DuckDBPyConnection, row_type: type[Row]) -> bool:
    """Whether the table of `row_type` is there with the columns its fields declare."""
    found = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = ? AND table_name = ?"
        " ORDER BY column_index",
        schema_and_name(row_type),
    ).fetchall()
    return found == list(column_types(row_type).items())


def _plain(hint: object) -> type:
    """The type behind an optional field or a closed list of words."""
    if get_origin(hint) is Literal:
        return type(get_args(hint)[0])
    alternatives = [kind for kind in get_args(hint) if kind is not NoneType]
    return _plain(alternatives[0]) if alternatives else hint  # type: ignore[return-value]
