"""What to do about a failed check, with the lines to paste: for the page of the check in the Dagster UI."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

import duckdb

from expectations import CheckResult, Problem
from orchestration.dbt.resource import prepare_manifest
from orchestration.warehouse.problems import MISSING_LETTER_CHECKS
from orchestration.workspace.manual_inputs import (
    FILE_NAMES,
    HandCorrection,
    explain_acknowledgement,
    header_of,
    write_acknowledgement,
)
from orchestration.workspace.workspace import Workspace
from publishers.duckdb_helpers import quote_text

LINES_SHOWN = 20
# A mart whose cells may be corrected, by the raw table that they are read into: its name, and the number of its rows.
CORRECTED_TABLES: Mapping[str, tuple[str, str | None]] = {
    "letters": ("inspections", None),
    "sections": ("sections", "section_number"),
    "case_studies": ("case_studies", "case_study_number"),
    "footnotes": ("footnotes", "footnote_number"),
}
LOOK_AT_THE_LETTER = (
    "Look at the failed rows. Where the source is at fault, wait until it is mended; where a letter was read wrongly "
    "and no cell can be corrected, change the extractor (`CONTRIBUTING.md`)."
)
RUN_AGAIN = (
    "Then run the whole job `refresh`, from its launchpad or as `jtai refresh`. Re-execution from failure checks the "
    "same tables again, whatever the source lists by now."
)
NOTHING_BLOCKED = "A warning blocks nothing: the release has it among its known issues."


def describe_next_steps(result: CheckResult, workspace: Workspace, connection: duckdb.DuckDBPyConnection) -> str:
    """What a person does about a failed check, in Markdown; `connection` is to the warehouse."""
    steps = [*_acknowledge(result, workspace), *_correct(result, workspace, connection)] or [LOOK_AT_THE_LETTER]
    return "\n\n".join([*steps, RUN_AGAIN] if result.severity == "critical" else [NOTHING_BLOCKED, *steps])


def _acknowledge(result: CheckResult, workspace: Workspace) -> Iterator[str]:
    """The lines that acknowledge the withdrawal of letters that are no longer listed."""
    if result.check.name in MISSING_LETTER_CHECKS:
        missing = sorted({one.report_id for one in result.problems if one.report_id})[:LINES_SHOWN]
        lines = [write_acknowledgement(report_id) for report_id in missing]
        yield f"{explain_acknowledgement(workspace.manual_inputs)}\n\n{_code_block(lines)}"


def _correct(result: CheckResult, workspace: Workspace, connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The lines that correct the cells that a check is about."""
    correctable = _read_correctable_columns()
    problems = [one for one in result.problems if _corrected_cell(one) in correctable][:LINES_SHOWN]
    if problems:
        path = workspace.manual_inputs / FILE_NAMES[HandCorrection]
        lines = [_write_correction(one, connection) for one in problems]
        yield (
            f"Where the letter says otherwise than what was read, add a line with what it says to `{path}` "
            f"(`{header_of(HandCorrection)}`); the next refresh applies it:\n\n{_code_block(lines)}"
        )


def _write_correction(problem: Problem, connection: duckdb.DuckDBPyConnection) -> str:
    """The line that corrects a cell, to be filled in."""
    table, key = CORRECTED_TABLES[problem.table_name]
    place = f"report_id = {quote_text(problem.report_id or '')}"
    if key:
        place += f" AND {key}::VARCHAR = {quote_text(problem.row_key or '')}"
    # For a parameter DuckDB would import pandas.
    query = f"SELECT {problem.column_name}::VARCHAR FROM raw.{problem.table_name} WHERE {place}"  # noqa: S608 our own tables
    found = connection.execute(query).fetchone()
    original = found[0] if found else None
    row_key = problem.row_key if key else ""
    cells = (problem.report_id, table, row_key, problem.column_name, original, "what the letter says")
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow((*cells, "why", "your name", date.today()))  # noqa: DTZ011 a person's day
    return line.getvalue()


def _corrected_cell(problem: Problem) -> tuple[str | None, str | None]:
    table, _ = CORRECTED_TABLES.get(problem.table_name, (None, None))
    return (table, problem.column_name) if problem.report_id else (None, None)


@cache
def _read_correctable_columns() -> set[tuple[str | None, str | None]]:
    """Each column, with its mart, that dbt's YAML marks as correctable."""
    nodes = json.loads(prepare_manifest().read_bytes())["nodes"].values()
    return {
        (node["name"], name)
        for node in nodes
        for name, column in node["columns"].items()
        if column["config"].get("meta", {}).get("correctable")
    }


def _code_block(lines: list[str]) -> str:
    return "\n".join(["```csv", *lines, "```"])
