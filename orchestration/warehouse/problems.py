"""Extraction problems of the latest run, whether it released anything or not, and the letters they are about.

Each gate stores the failed rows of its checks in schema `validation`, which a run empties when it begins. dbt decides
which of them a hand correction answers, so from the gate `published` on its list is the one to show.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import duckdb

from extractors.errors import JtaiError
from orchestration.workspace.os_errors import is_locked
from orchestration.workspace.workspace import Workspace, WorkspaceBusyError
from publishers.duckdb_helpers import open_read_only
from publishers.formats.duckdb_file import DATABASE_NAME

if TYPE_CHECKING:
    from expectations import Gate

VALIDATION = "validation"
EXAMPLES_SHOWN = 5
# The checks that an acknowledged withdrawal answers.
MISSING_LETTER_CHECKS = frozenset(
    {"no_released_letter_vanished", "no_released_inspection_is_missing", "a_released_letter_has_a_file"}
)
COLUMNS = "severity, gate, expectation, table_name, local_authority, report_id, rule, message, page, seen"
# What the source calls the document, from its listing.
LISTED = "label, publication_date"
SELECT = f"SELECT {COLUMNS}, crop_path FROM"
ORDER = "ORDER BY severity, gate, expectation, local_authority, report_id, page, message"


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """One extraction problem as it is shown; without a report where the check is about a whole table.

    `crop` is the path of a picture of the place; `label` and `publication_date` are those of the document in the
    source's listing.
    """

    severity: str
    gate: str
    expectation: str
    table_name: str
    local_authority: str | None
    report_id: str | None
    rule: str
    message: str
    page: int | None
    seen: str | None
    crop: str | None
    label: str | None
    publication_date: date | None

    @property
    def is_critical(self) -> bool:
        """Whether it blocks a release."""
        return self.severity == "critical"


class UnreadableWarehouseError(JtaiError):
    """The warehouse cannot be read, and a refresh builds it again; the message says why and what to run."""

    exit_code: ClassVar[int] = 2


class NoChecksRunError(JtaiError):
    """No check has run on a data directory, so nothing can be said about problems; the message says what to run."""

    exit_code: ClassVar[int] = 2


def validation_table(gate: Gate) -> str:
    """The table in which a gate stores the failed rows of its checks."""
    return f"{VALIDATION}.{gate}"


def read_latest_problems(workspace: Workspace) -> list[ShownProblem] | None:
    """The problems of the latest run, worst first; None where no check has run.

    Raises `WorkspaceBusyError` where another process is refreshing, or has the warehouse open; `WorkspaceUnusableError`
    where the data directory cannot be written to; `UnreadableWarehouseError`.
    """
    if not workspace.root.exists():  # to lock it would create it
        return None
    try:
        # Once it is open, nobody can write to it until it is closed: a refresh waits for that.
        with workspace.lock():
            if not workspace.warehouse.exists():
                return None
            connection = open_read_only(workspace.warehouse)
        with connection:
            return _read_stored_problems(connection, workspace)
    except duckdb.Error as error:
        if is_locked(error):
            raise WorkspaceBusyError(f"another program has {workspace.warehouse} open") from error
        raise UnreadableWarehouseError(
            f"{workspace.warehouse} cannot be read and may be damaged ({str(error).splitlines()[0]}): "
            "no release is affected; run `jtai refresh`, which sets a damaged warehouse aside and builds it again"
        ) from error


def _read_stored_problems(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> list[ShownProblem] | None:
    stored = list_tables(connection, VALIDATION)
    if not stored:
        return None
    # The last gate runs after dbt.
    is_built = validation_table("published") in stored
    tables = [validation_table("published")] if is_built else stored
    sources = [f"{SELECT} {table}" for table in tables]
    if is_built:
        sources.append(f"{SELECT} marts.extraction_problems WHERE is_open")
    query = " UNION ALL ".join(sources)
    return _read_problems(connection, query, "raw.publications", workspace.root)


def list_tables(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """The tables of a schema, each named with it."""
    tables = connection.sql("SELECT schema_name, table_name FROM duckdb_tables() ORDER BY ALL").fetchall()
    return [f"{schema}.{name}" for of_schema, name in tables if of_schema == schema]


def read_released_problems(release: Path) -> list[ShownProblem]:
    """The open problems that a release lists, worst first; a refresh may be running meanwhile."""
    with open_read_only(release / DATABASE_NAME) as connection:
        query = f"{SELECT} extraction_problems WHERE is_open"
        return _read_problems(connection, query, "publications", release)


def describe_critical_problems(problems: list[ShownProblem]) -> list[str]:
    """The checks that block a release, each with what is wrong in some of its failed rows."""
    checks: dict[tuple[str, str], list[ShownProblem]] = {}
    for problem in problems:
        if problem.is_critical:
            checks.setdefault((problem.table_name, problem.rule), []).append(problem)
    return [_describe_check(table, rule, failures) for (table, rule), failures in checks.items()]


def find_missing_letters(problems: list[ShownProblem]) -> list[str]:
    """The letters that were released before and that the latest run did not find at its source."""
    return sorted({problem.report_id or "" for problem in problems if problem.expectation in MISSING_LETTER_CHECKS})


def _read_problems(
    connection: duckdb.DuckDBPyConnection, query: str, publications: str, folder: Path
) -> list[ShownProblem]:
    """What a query finds, with the listing of `publications` and with pictures under `folder`."""
    listed = f"(SELECT report_id, {LISTED} FROM {publications})"  # noqa: S608 our own tables
    rows = connection.execute(
        f"FROM ({query}) LEFT JOIN {listed} USING (report_id) SELECT {COLUMNS}, crop_path, {LISTED} {ORDER}"
    ).fetchall()
    problems = [ShownProblem(*row) for row in rows]
    return [replace(one, crop=f"{folder}/{one.crop}") if one.crop else one for one in problems]


def _describe_check(table: str, rule: str, failures: list[ShownProblem]) -> str:
    more = len(failures) - EXAMPLES_SHOWN
    examples = [f"    {_describe_failure(failure)}" for failure in failures[:EXAMPLES_SHOWN]]
    heading = f"- {table} ({len(failures)} failed; rule: {rule})"
    return "\n".join([heading, *examples, *([f"    and {more} more: jtai problems"] if more > 0 else [])])


def _describe_failure(failure: ShownProblem) -> str:
    """The letter, by its authority where that is known, and what is wrong."""
    letter = " ".join(part for part in (failure.local_authority, failure.report_id) if part)
    return ": ".join(part for part in (letter, failure.message) if part)
