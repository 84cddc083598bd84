"""The release that a run is compared with: the latest, where it was made from the same source.

Letters of another source are not news, and its missing letters have not vanished.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from expectations import LastRelease
from expectations.tables import RELEASED_FACTS
from publishers import latest_release
from publishers.tables import open_to_read

RELEASED_DATABASE = "jtai.duckdb"
FACTS = f"""
    SELECT {", ".join(f"coalesce({name}, 0) AS {name}" if name.endswith("_count") else name for name in RELEASED_FACTS)}
    FROM inspections
    LEFT JOIN (SELECT report_id, count(*) AS section_count FROM sections GROUP BY ALL) USING (report_id)
    LEFT JOIN (SELECT report_id, count(*) AS finding_count FROM findings GROUP BY ALL) USING (report_id)
    LEFT JOIN (SELECT report_id, count(*) AS case_study_count FROM case_studies GROUP BY ALL) USING (report_id)
"""  # noqa: S608 our own tables' columns


def database_to_compare_with(releases: Path, source: str) -> Path | None:
    """The database of the latest release, where it was made from `source`."""
    latest = latest_release(releases)
    return latest.path / RELEASED_DATABASE if latest and latest.manifest.source == source else None


def last_release(releases: Path, source: str) -> LastRelease:
    """What the latest release from `source` held; empty where there was none."""
    database = database_to_compare_with(releases, source)
    if database is None:
        return LastRelease()
    with open_to_read(database) as connection:
        return LastRelease(
            urns=_values(connection, "SELECT urn FROM publications"),
            publications=_values(connection, "SELECT report_id FROM publications"),
            letters=_values(connection, "SELECT report_id FROM inspections"),
            labels=_values(connection, "SELECT label FROM publications WHERE label IS NOT NULL"),
            facts=connection.sql(FACTS).df(),
        )


def _values(connection: duckdb.DuckDBPyConnection, query: str) -> frozenset[Any]:
    return frozenset(value for (value,) in connection.execute(query).fetchall())
