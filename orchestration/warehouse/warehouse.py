"""The private DuckDB database that a refresh builds, as a Dagster resource.

DuckDB lets one process write and then nobody else may read, and dbt is another process. So nobody keeps a connection:
open, use, close, and try again for a while where another process holds the file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.util import get_temp_dir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import dagster as dg
import duckdb
import polars as pl
import stamina

from orchestration.workspace.databases import create_empty_database
from orchestration.workspace.os_errors import is_locked
from orchestration.workspace.recovery import recover_interrupted_runs
from orchestration.workspace.settings import IN_PROCESS_EXECUTOR, Settings
from orchestration.workspace.workspace import Workspace, WorkspaceBusyError
from publishers.duckdb_helpers import quote_text

LOCK_TIMEOUT_SECONDS = 20
# Above the limit DuckDB spills beside the database; its own limit is 80 % of the machine.
CONFIG: dict[str, bool | int | float | str | list[str]] = {
    "memory_limit": "1GB",
    "threads": 2,
    "autoinstall_known_extensions": "false",
}


class Warehouse(dg.ConfigurableResource[Any]):
    """The warehouse of one data directory; each process that uses it holds the lock from its first step to its last.

    `is_run_one_process` says whether that process runs all steps of a run.
    """

    home: str
    files_at: str | None = None
    warehouse_at: str | None = None
    is_run_one_process: bool = True

    @property
    def workspace(self) -> Workspace:
        """The data directory that the warehouse belongs to."""
        return Workspace(Path(self.home), self.files_at, self.warehouse_at)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Warehouse"]:
        """Lock the data directory for a run, and recover from interrupted ones. Raises `WorkspaceBusyError`."""
        run_id = context.run.run_id if context.run else None
        with self.workspace.lock(run_id or ""):
            recover_interrupted_runs(self.workspace, context.instance, run_id, is_one_process=self.is_run_one_process)
            yield self

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the warehouse, in a transaction that is undone where the block fails. Raises `WorkspaceBusyError`."""
        connection = _open_or_name_holder(self.workspace.warehouse)
        try:
            connection.begin()
            yield connection
            connection.commit()
        finally:
            connection.close()


def create_table(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Create or replace a table with the columns, types and rows of a frame."""
    schema, _, _ = table.partition(".")
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    with _write_parquet(frame) as file:
        connection.execute(f"CREATE OR REPLACE TABLE {table} AS FROM read_parquet({file})")


def read_source(connection: duckdb.DuckDBPyConnection) -> str:
    """The identity of the source that was discovered."""
    ((source,),) = connection.sql("SELECT source FROM raw.discoveries").fetchall()
    return str(source)


def append_rows(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Append the rows of a frame to a table of the same columns."""
    with _write_parquet(frame) as file:
        connection.execute(f"INSERT INTO {table} BY NAME FROM read_parquet({file})")


@contextmanager
def _write_parquet(frame: pl.DataFrame) -> Iterator[str]:
    """Write a frame as a file, and yield its path in SQL: for a frame in memory DuckDB imports pandas, 100 MB."""
    # What a killed run leaves in Python's own temporary folder, the next run removes.
    with TemporaryDirectory(dir=get_temp_dir()) as folder:
        path = Path(folder) / "frame.parquet"
        frame.write_parquet(path)
        yield quote_text(str(path))


def build_warehouse(settings: Settings) -> Warehouse:
    """The warehouse that the settings name."""
    return Warehouse(
        home=str(settings.home),
        files_at=settings.files,
        warehouse_at=settings.warehouse,
        is_run_one_process=settings.executor == IN_PROCESS_EXECUTOR,
    )


def _open_or_name_holder(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return _open(path)
    except duckdb.IOException as error:
        if not is_locked(error):
            raise
        raise WorkspaceBusyError(
            f"another program has {path} open; open the released copy instead ({error})"
        ) from error


@stamina.retry(on=is_locked, attempts=None, timeout=LOCK_TIMEOUT_SECONDS)
def _open(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the database, waiting while another process holds it."""
    if not path.exists():
        create_empty_database(path)
    return duckdb.connect(path, config=CONFIG)
