"""Tables are as their dataclasses declare them, whatever the rows hold."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from extractors.frames import to_frame
from extractors.records import ReportFile, Theme
from orchestration.warehouse.warehouse import Warehouse, create_table
from orchestration.workspace.os_errors import is_locked

NO_FILE = ReportFile("1", None, None, None, None, "404")


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(home=str(tmp_path))


def test_a_column_that_is_all_null_keeps_its_declared_type(warehouse: Warehouse) -> None:
    with warehouse.connect() as connection:
        create_table(connection, "raw.report_files", to_frame(ReportFile, [NO_FILE]))
    with warehouse.connect() as connection:
        table = connection.table("raw.report_files")
        types = dict(zip(table.columns, map(str, table.types), strict=True))
    assert (types["file_sha256"], types["size_bytes"], types["fetched_at"]) == ("VARCHAR", "BIGINT", "TIMESTAMP")


def test_rows_come_back_as_they_were_written_with_times_in_utc(warehouse: Warehouse) -> None:
    row = ReportFile("1", "ab", 3, None, datetime(2026, 11, 21, 5, tzinfo=UTC), None)
    with warehouse.connect() as connection:
        create_table(connection, "raw.report_files", to_frame(ReportFile, [row]))
    with warehouse.connect() as connection:
        (read,) = connection.table("raw.report_files").fetchall()
    assert read == ("1", "ab", 3, None, datetime(2026, 11, 21, 5), None)  # noqa: DTZ001


def test_a_table_is_replaced_whole(warehouse: Warehouse) -> None:
    with warehouse.connect() as connection:
        create_table(connection, "raw.themes", to_frame(Theme, [Theme("neglect", ""), Theme("early help", "")]))
        create_table(connection, "raw.themes", to_frame(Theme, [Theme("knife crime", "")]))
    with warehouse.connect() as connection:
        assert connection.sql("SELECT theme FROM raw.themes").fetchall() == [("knife crime",)]


def test_a_table_is_written_without_pandas(tmp_path: Path) -> None:
    code = (
        "import sys, polars; from pathlib import Path; from orchestration.warehouse import warehouse\n"
        f"with warehouse.Warehouse(home={str(tmp_path)!r}).connect() as connection:\n"
        "    warehouse.create_table(connection, 'raw.themes', polars.DataFrame({'theme': ['neglect']}))\n"
        "    warehouse.append_rows(connection, 'raw.themes', polars.DataFrame({'theme': ['early help']}))\n"
        "    assert len(connection.sql('FROM raw.themes').fetchall()) == 2\n"
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_block_that_fails_leaves_the_warehouse_as_it_was(warehouse: Warehouse) -> None:
    with warehouse.connect() as connection:
        create_table(connection, "raw.themes", pl.DataFrame({"theme": ["neglect"]}))
    with pytest.raises(RuntimeError), warehouse.connect() as connection:
        connection.execute("DELETE FROM raw.themes")
        raise RuntimeError
    with warehouse.connect() as connection:
        assert connection.sql("FROM raw.themes").fetchall() == [("neglect",)]


def test_a_damaged_block_is_not_taken_for_a_lock_to_wait_for() -> None:
    damaged = (
        "IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2 in block at location 9"
    )
    locked = 'IO Error: Could not set lock on file "warehouse.duckdb": Conflicting lock is held in python (PID 7)'
    assert [is_locked(duckdb.IOException(message)) for message in (damaged, locked)] == [False, True]
