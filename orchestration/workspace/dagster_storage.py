"""Dagster's SQLite storage over connections that stay open, on the same files.

Dagster opens a connection, and waits for the disk, several times for each of the thousand events of a refresh; that is
a fifth of its processor time. A class named in `dagster.yaml` is Dagster's own way to bring another storage.
Concept: https://docs.dagster.io/deployment/oss/dagster-instance
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.storage.event_log import SqliteEventLogStorage, SqlPollingEventWatcher
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from sqlalchemy import Connection, Engine, create_engine, event

# The index and the runs that were asked for last: a web server is asked for many.
MAX_ENGINES = 4


class EventLog(SqliteEventLogStorage):
    """The event log: a database for each run, and an index of all."""

    def __init__(self, base_dir: str) -> None:
        self._engines: dict[str, Engine] = {}
        self._watcher = SqlPollingEventWatcher(self)
        super().__init__(base_dir)

    @cached_property
    def supports_asset_checks(self) -> bool:
        """Whether there is a table of check results: Dagster asks before each result, over a new connection."""
        return bool(super().supports_asset_checks)

    def run_connection(self, run_id: str | None = None) -> AbstractContextManager[Connection]:
        """Connect to the database of one run."""
        return self._connect_to(str(run_id), lambda: super(EventLog, self).run_connection(run_id))

    def index_connection(self) -> AbstractContextManager[Connection]:
        """Connect to the index of all runs."""
        return self._connect_to(INDEX_SHARD_NAME, super().index_connection)

    def watch(self, run_id: str, cursor: str | None, callback: Callable[[dg.EventLogEntry, str], None]) -> None:
        """Call `callback` with each new event; the file itself changes only now and then while a connection is open."""
        self._watcher.watch_run(run_id, cursor, callback)

    def end_watch(self, run_id: str, handler: Callable[[dg.EventLogEntry, str], None]) -> None:
        """Stop calling `handler`."""
        self._watcher.unwatch_run(run_id, handler)

    def dispose(self) -> None:
        """Close every connection."""
        self._watcher.close()
        for shard in [*self._engines]:
            self._engines.pop(shard).dispose()
        super().dispose()

    @contextmanager
    def _connect_to(self, shard: str, create: Callable[[], AbstractContextManager[Connection]]) -> Iterator[Connection]:
        if (engine := self._engines.get(shard)) is None:
            with create():
                pass
            engine = self._engines.setdefault(shard, open_engine(self.conn_string_for_shard(shard)))
            for other in [*self._engines][:-MAX_ENGINES]:
                # Another thread may have closed it.
                if other != INDEX_SHARD_NAME and (unused := self._engines.pop(other, None)):
                    unused.dispose()
        with engine.begin() as connection:
            yield connection


class SqliteStorage(DagsterSqliteStorage):
    """Dagster's SQLite storage with our event log."""

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log = EventLog(str(Path(base_dir) / "history" / "runs"))

    @property
    def event_log_storage(self) -> EventLog:
        """The event log."""
        return self._event_log

    def register_instance(self, instance: dg.DagsterInstance) -> None:
        """Give the event log its instance too."""
        super().register_instance(instance)
        self._event_log.register_instance(instance)

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> SqliteStorage:
        """Make it from its configuration: `base_dir`."""
        return cls(config_value["base_dir"], inst_data)


def open_engine(address: str) -> Engine:
    """An engine that does not wait for the disk after each commit: a loss of power may cost the last events."""
    engine = create_engine(address, connect_args={"timeout": 60})
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = NORMAL"))
    return engine
