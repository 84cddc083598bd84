"""Where the reports come from, as a Dagster resource."""

from typing import Any

import dagster as dg

from extractors.files import FileStore
from extractors.sources import Source, open_source
from orchestration.home import Home


class ReportsSource(dg.ConfigurableResource[Any]):
    """The report site, an archive folder or the bundled sample, as `extractors.sources` understands `source`."""

    source: str
    pace_seconds: float
    contact: str

    def open(self, home: Home) -> Source:
        """Open the source, with the home's files to keep what it fetches. Raises `SourceUnreachable`."""
        return open_source(self.source, FileStore(home.files), pace_seconds=self.pace_seconds, contact=self.contact)
