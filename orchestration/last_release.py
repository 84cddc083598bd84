"""The release that a run is compared with: the newest one of the same source, up to the one that `latest` points to.

Letters of another source are not news, and its missing letters have not vanished; a release of another source in
between does not make those of this source forgotten.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from expectations import LastRelease
from expectations.tables import RELEASED_DOCUMENT, RELEASED_FACTS
from extractors.sources.recorded import AS_JSON, SOURCE_FILE, RecordedInputs
from orchestration.frames import frame_of
from orchestration.home import Home
from orchestration.withdrawals import acknowledged_withdrawals
from publishers import INPUTS_FOLDER, Release, release_before
from publishers.tables import open_to_read

RELEASED_DATABASE = "jtai.duckdb"
FACTS = f"""
    SELECT {", ".join(f"coalesce({name}, 0) AS {name}" if name.endswith("_count") else name for name in RELEASED_FACTS)}
    FROM inspections
    LEFT JOIN (SELECT report_id, count(*) AS section_count FROM sections GROUP BY ALL) USING (report_id)
    LEFT JOIN (SELECT report_id, count(*) AS finding_count FROM findings GROUP BY ALL) USING (report_id)
    LEFT JOIN (SELECT report_id, count(*) AS case_study_count FROM case_studies GROUP BY ALL) USING (report_id)
"""  # noqa: S608 our own tables' columns


def database_of(release: Release) -> Path:
    """The database of a release."""
    return release.path / RELEASED_DATABASE


def last_release(home: Home, source: str) -> LastRelease:
    """What the release before held, but for letters whose withdrawal is acknowledged; empty where there was none."""
    before = release_before(home.releases, source)
    if before is None:
        return LastRelease()
    listed = _recorded(before)
    withdrawn = {withdrawal.report_id for withdrawal in acknowledged_withdrawals(home.withdrawals)}
    with open_to_read(database_of(before)) as connection:
        return LastRelease(
            urns=_urns(connection, withdrawn),
            publications=_values(connection, "SELECT report_id FROM publications") - withdrawn,
            letters=_values(connection, "SELECT report_id FROM inspections") - withdrawn,
            labels=_values(connection, "SELECT label FROM publications WHERE label IS NOT NULL"),
            names=_names(connection),
            provider_names={one.urn: one.provider_name for one in listed.providers} if listed else {},
            documents=_documents(listed),
            facts=frame_of(connection.sql(FACTS)),
        )


def _urns(connection: duckdb.DuckDBPyConnection, withdrawn: Collection[str]) -> frozenset[int]:
    """The authorities; one whose every document is withdrawn is not missed, for an archive knows no others."""
    found = connection.execute("SELECT urn FROM publications WHERE report_id NOT IN ?", [list(withdrawn)]).fetchall()
    return frozenset(urn for (urn,) in found)


def _values(connection: duckdb.DuckDBPyConnection, query: str) -> frozenset[Any]:
    return frozenset(value for (value,) in connection.execute(query).fetchall())


def _names(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Each letter by its authority and the day it was published."""
    found = connection.execute("SELECT report_id, local_authority, publication_date FROM inspections").fetchall()
    return {report_id: f"{authority}, {day.day} {day:%B %Y}" for report_id, authority, day in found}


def _recorded(release: Release) -> RecordedInputs | None:
    """What the source listed; None where the release did not keep its inputs."""
    inputs = release.path / INPUTS_FOLDER / SOURCE_FILE
    return AS_JSON.validate_json(inputs.read_bytes()) if inputs.exists() else None


def _documents(listed: RecordedInputs | None) -> pd.DataFrame:
    """Each document as it was listed: a letter's label says that it is one before anybody has read it."""
    return pd.DataFrame([asdict(one) for one in listed.publications] if listed else [], columns=RELEASED_DOCUMENT)
