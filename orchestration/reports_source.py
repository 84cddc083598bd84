"""Where the reports come from, as a Dagster resource."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dagster as dg
from pydantic import PrivateAttr

from extractors.files import FileStore
from extractors.sources import Source, open_source
from orchestration.home import Home


class ReportsSource(dg.ConfigurableResource[Any]):
    """The report site, an archive folder or the bundled sample, as `extractors.sources` understands `source`."""

    source: str
    pace_seconds: float
    contact: str

    _opened: Source | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["ReportsSource"]:
        """Close the source when the run, or the process of its step, has ended."""
        try:
            yield self
        finally:
            self._close()

    @contextmanager
    def open(self, home: Home) -> Iterator[Source]:
        """The source, with the home's files to keep what it fetches: one session for all steps of a process.

        After an error the next one begins a new session. Raises `SourceUnreachable`.
        """
        if self._opened is None:
            store = FileStore(home.files)
            self._opened = open_source(self.source, store, pace_seconds=self.pace_seconds, contact=self.contact)
        try:
            yield self._opened
        except BaseException:
            self._close()
            raise

    def _close(self) -> None:
        if self._opened is not None:
            self._opened.close()
        self._opened = None
