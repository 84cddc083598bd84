"""What was built from what, and what was judged, so that nothing is released of which one part is of another run.

A verdict on each table is not enough: tables could be fetched and judged anew while the models still hold what was
built before, a table that no claim is about could change after the gate, and the gates' own report could be of
another run. So three states are noted as hashes when they come about, and must still be so at the release.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import duckdb

from orchestration.gate_record import GateNotPassed
from orchestration.tables import TABLES, RecordedState, create_table, insert, is_as_declared
from publishers.tables import content_hash

StateName = Literal["built_from", "judged", "reported", "released"]

RAN_ALONE: dict[StateName, str] = {
    "built_from": "the models were not built from the rows that are there now",
    "judged": "a published table was written after the last gate judged",
    "reported": "the data docs are not those of the latest judgement",
}
PROBLEMS_BUILT_FROM = "SELECT * EXCLUDE (run_id, judged_at) FROM gates.problems WHERE gate <> 'published'"


def note_state(connection: duckdb.DuckDBPyConnection, name: StateName, content: str, run_id: str) -> None:
    """Keep what something holds now, in the place of what was noted before."""
    create_table(connection, RecordedState, is_anew=not is_as_declared(connection, RecordedState))
    connection.execute("DELETE FROM gates.states WHERE name = ?", [name])
    insert(connection, RecordedState, [RecordedState(name, run_id, content)])


def noted_state(connection: duckdb.DuckDBPyConnection, name: StateName) -> RecordedState | None:
    """What was noted last under a name."""
    create_table(connection, RecordedState, is_anew=False)
    found = connection.execute(f"SELECT * FROM {TABLES[RecordedState]} WHERE name = ?", [name]).fetchone()  # noqa: S608 our own table's name
    return RecordedState(*found) if found else None


def require_states_as_noted(connection: duckdb.DuckDBPyConnection, data_docs: Path) -> None:
    """Raise `GateNotPassed` where something changed since it was noted, or never was noted."""
    create_table(connection, RecordedState, is_anew=False)
    noted = dict(connection.table(TABLES[RecordedState]).project("name, content_hash").fetchall())
    now: dict[StateName, Callable[[], str]] = {
        "built_from": lambda: what_models_are_built_from(connection),
        "judged": lambda: what_is_published(connection),
        "reported": lambda: what_is_reported(data_docs),
    }
    for name, content in now.items():
        if noted.get(name) != content():
            raise GateNotPassed(f"nothing is released: {RAN_ALONE[name]}; run the whole refresh")


def what_models_are_built_from(connection: duckdb.DuckDBPyConnection) -> str:
    """The hash of every raw table and of what the gates noticed in them."""
    return hash_of([*_tables_of(connection, "raw"), content_hash(connection.sql(PROBLEMS_BUILT_FROM))])


def what_is_published(connection: duckdb.DuckDBPyConnection) -> str:
    """The hash of every mart, whether or not a claim is about it."""
    return hash_of(_tables_of(connection, "marts"))


def what_is_reported(data_docs: Path) -> str:
    """The hash of the gates' report."""
    files = sorted(path for path in data_docs.rglob("*") if path.is_file())
    return hash_of([f"{path.relative_to(data_docs)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files])


def _tables_of(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    found = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = ? ORDER BY table_name", [schema]
    ).fetchall()
    return [f"{name} {content_hash(connection.table(f'{schema}.{name}'))}" for (name,) in found]


def hash_of(parts: list[str]) -> str:
    """One hash of several texts, in their order."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
