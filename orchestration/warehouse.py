"""The private DuckDB database that a refresh builds.

DuckDB lets one process write and then nobody else may read, and dbt is another process. So nobody keeps a
connection: open, use, close, and try again for a while where another process holds the file.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import dagster as dg
import duckdb
import stamina

from extractors.whole_files import ASIDE
from orchestration.home import Home, HomeIsBusy
from orchestration.leftovers import clear_up
from orchestration.settings import Settings
from orchestration.tables import TABLES, Row, create_table, insert, is_as_declared
from publishers.tables import MEMORY, content_hash, row_count

LOCK_PATIENCE_SECONDS = 20
AnyRow = TypeVar("AnyRow", bound=Row)


class Warehouse(dg.ConfigurableResource[Any]):
    """The warehouse of one home; a run that uses it holds the home from its first step to its last."""

    home: str
    files_at: str | None = None
    warehouse_at: str | None = None

    @property
    def paths(self) -> Home:
        """Where the home keeps its things."""
        return Home(Path(self.home), self.files_at, self.warehouse_at)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Warehouse"]:
        """Hold the home for the length of a run, and begin where no run died. Raises `HomeIsBusy`."""
        run_id = context.run.run_id if context.run else None
        with self.paths.held(run_id or ""):
            clear_up(self.paths, context.instance, run_id)
            yield self

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the warehouse, in a transaction that is undone where the block fails. Raises `HomeIsBusy`."""
        connection = _open_or_say_who_holds(self.paths.warehouse)
        try:
            connection.begin()
            yield connection
            connection.commit()
        finally:
            connection.close()

    def replace(self, row_type: type[Row], rows: Sequence[Row]) -> int:
        """Fill the table of `row_type` anew and say how many rows it has."""
        with self.connect() as connection:
            create_table(connection, row_type, is_anew=True)
            insert(connection, row_type, rows)
        return len(rows)

    def replace_reports(self, rows: Mapping[type[Row], Sequence[Row]], report_ids: Collection[str]) -> None:
        """Put the rows of some reports in the place of what their tables held of them, all or nothing."""
        with self.connect() as connection:
            for row_type, its_rows in rows.items():
                connection.execute(f"DELETE FROM {TABLES[row_type]} WHERE report_id IN ?", [list(report_ids)])  # noqa: S608 our own table's name
                insert(connection, row_type, its_rows)

    def rows(self, row_type: type[AnyRow]) -> list[AnyRow]:
        """The rows of the table of `row_type`, in the order they were written in."""
        with self.connect() as connection:
            found = connection.table(TABLES[row_type]).fetchall()
        return [row_type(*row) for row in found]

    def rows_of_reports(self, row_type: type[AnyRow], report_ids: Collection[str]) -> list[AnyRow]:
        """The rows of some reports, of a table that has a column `report_id`."""
        with self.connect() as connection:
            query = f"SELECT * FROM {TABLES[row_type]} WHERE report_id IN ?"  # noqa: S608 our own table's name
            found = connection.execute(query, [list(report_ids)]).fetchall()
        return [row_type(*row) for row in found]

    def row_count(self, row_type: type[Row]) -> int:
        """How many rows the table of `row_type` has."""
        with self.connect() as connection:
            return row_count(connection.table(TABLES[row_type]))

    def content_hash(self, row_type: type[Row]) -> str:
        """The hash of the table's rows, whatever their order."""
        with self.connect() as connection:
            return content_hash(connection.table(TABLES[row_type]))

    def create_tables(self, row_types: Sequence[type[Row]]) -> None:
        """Have these tables as declared; where one is not, all begin empty, for they belong together."""
        with self.connect() as connection:
            is_as_before = all(is_as_declared(connection, row_type) for row_type in row_types)
            for row_type in row_types:
                create_table(connection, row_type, is_anew=not is_as_before)

    def source_listed(self) -> str:
        """The identity of the source that the latest discovery looked at."""
        with self.connect() as connection:
            ((source,),) = connection.execute("SELECT source FROM raw.discoveries").fetchall()
        return str(source)


def warehouse_of(settings: Settings) -> Warehouse:
    """The warehouse that the settings name."""
    return Warehouse(home=str(settings.home), files_at=settings.files, warehouse_at=settings.warehouse)


def _open_or_say_who_holds(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return _open(path)
    except duckdb.IOException as error:
        if not _is_held_elsewhere(error):
            raise
        raise HomeIsBusy(f"another program has {path} open; look at the released copy instead ({error})") from error


def _is_held_elsewhere(error: Exception) -> bool:
    return isinstance(error, duckdb.IOException) and "lock" in str(error)


@stamina.retry(on=_is_held_elsewhere, attempts=None, timeout=LOCK_PATIENCE_SECONDS)
def _open(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the database, waiting while another process holds it."""
    if not path.exists():
        _create(path)
    connection = duckdb.connect(path, config=MEMORY | {"autoinstall_known_extensions": "false"})
    # A time's text depends on the zone of the session, and a table's hash on the text.
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _create(path: Path) -> None:
    """Make an empty database, whole before it has its name: one torn by a kill would be no database."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{ASIDE}{path.name}")
    aside.unlink(missing_ok=True)
    duckdb.connect(aside).close()
    aside.replace(path)
