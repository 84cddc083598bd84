"""What the gates said, kept beside what they judged, so that no later run can publish what was refused.

A failed check stops the run it belongs to and no other: materialising the release alone afterwards once published
rows that had been refused. So a release asks this record, not the run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from expectations import Gate
from orchestration.tables import TABLES, RecordedProblem, RecordedVerdict, create_table, insert, is_as_declared
from publishers.tables import content_hash


class GateNotPassed(Exception):
    """A gate did not pass what is about to be released; the message names gate, table and reason."""


class ModelsNotBuilt(Exception):
    """dbt could not build a model, or a test of it failed; the message is dbt's own."""


def record_problems(connection: duckdb.DuckDBPyConnection, gate: Gate, problems: Sequence[RecordedProblem]) -> None:
    """Put what a gate noticed in the place of what it noticed before."""
    create_records(connection)
    connection.execute("DELETE FROM gates.problems WHERE gate = ?", [gate])
    insert(connection, RecordedProblem, problems)


def record_verdicts(connection: duckdb.DuckDBPyConnection, gate: Gate, verdicts: Sequence[RecordedVerdict]) -> None:
    """Put a gate's verdicts in the place of what it said before."""
    create_records(connection)
    connection.execute("DELETE FROM gates.verdicts WHERE gate = ?", [gate])
    insert(connection, RecordedVerdict, verdicts)


def create_records(connection: duckdb.DuckDBPyConnection) -> None:
    """Have the tables of the record; one of other columns makes way, and then nothing counts as judged."""
    for row_type in (RecordedVerdict, RecordedProblem):
        create_table(connection, row_type, is_anew=not is_as_declared(connection, row_type))


def require_every_gate_passed(
    connection: duckdb.DuckDBPyConnection, judged: Mapping[Gate, Sequence[str]]
) -> list[RecordedVerdict]:
    """The verdicts, where each passed what its table holds now; `judged` names each gate's tables in full.

    Raises `GateNotPassed` naming the first gate and table that did not.
    """
    create_records(connection)
    return [_passed(connection, gate, table) for gate, tables in judged.items() for table in tables]


def tables_refused_in(connection: duckdb.DuckDBPyConnection, run_id: str) -> list[tuple[str, str]]:
    """What the gates refused in one run: gate and table."""
    create_records(connection)
    refused = connection.table(TABLES[RecordedVerdict]).filter(f"run_id = '{run_id}' AND NOT is_passed")
    return refused.project("gate, table_name").fetchall()


def runs_that_passed(connection: duckdb.DuckDBPyConnection) -> set[str | None]:
    """The runs whose verdicts stand; None stands for one that refused a table."""
    create_records(connection)
    runs = connection.table(TABLES[RecordedVerdict]).project("CASE WHEN is_passed THEN run_id END").distinct()
    return {run_id for (run_id,) in runs.fetchall()}


def _passed(connection: duckdb.DuckDBPyConnection, gate: Gate, table: str) -> RecordedVerdict:
    verdict = _verdict(connection, gate, table.rsplit(".", maxsplit=1)[-1])
    said = f"nothing is released: the gate '{gate}'"
    if verdict is None:
        raise GateNotPassed(f"{said} never judged {table}; run the whole refresh")
    if not verdict.is_passed:
        raise GateNotPassed(f"{said} refused {table} on {verdict.judged_at:%d %B %Y at %H:%M} UTC")
    if content_hash(connection.table(table)) != verdict.content_hash:
        raise GateNotPassed(f"{said} judged {table} before it was last written; run the whole refresh")
    return verdict


def _verdict(connection: duckdb.DuckDBPyConnection, gate: Gate, table: str) -> RecordedVerdict | None:
    found = connection.execute(
        "SELECT * FROM gates.verdicts WHERE gate = ? AND table_name = ?", [gate, table]
    ).fetchone()
    return RecordedVerdict(*found) if found else None
