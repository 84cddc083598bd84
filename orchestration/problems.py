"""The open extraction problems of the latest run, as the gates recorded them, whether a release came of it or not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.home import Home
from orchestration.last_release import RELEASED_DATABASE
from publishers.tables import open_to_read

PLACES_NAMED = 5
# The claims that an acknowledged withdrawal answers.
LETTER_IS_MISSING = frozenset({"no_released_letter_vanished", "no_released_inspection_is_missing"})
LATEST_PROBLEMS = """
    WITH latest_run AS (
        SELECT arg_max(run_id, judged_at) AS run_id FROM gates.verdicts
    ),
    reports AS (
        SELECT report_id, coalesce(local_authority, provider_name) AS local_authority
        FROM raw.publications JOIN raw.providers USING (urn) LEFT JOIN known_authorities USING (urn)
    ),
    answered AS (
        SELECT gate, expectation, report_id, coalesce(row_key, '') AS row_key, seen FROM told_by_dbt WHERE NOT is_open
    ),
    noticed AS (
        SELECT problems.* REPLACE (coalesce(row_key, '') AS row_key) FROM gates.problems JOIN latest_run USING (run_id)
    ),
    open_problems AS (
        FROM noticed ANTI JOIN answered USING (gate, expectation, report_id, row_key, seen)
        UNION ALL BY NAME
        SELECT * EXCLUDE (local_authority) FROM told_by_dbt WHERE gate = 'corrections'
    )
    SELECT severity, gate, expectation, table_name, local_authority, report_id, claim, page, seen,
        $folder || '/' || crop_path
    FROM open_problems LEFT JOIN reports USING (report_id)
    ORDER BY severity, gate, local_authority, report_id, claim, page, seen
"""
RELEASED_PROBLEMS = """
    SELECT severity, gate, expectation, table_name, local_authority, report_id, claim, page, seen,
        $folder || '/' || crop_path
    FROM extraction_problems
    WHERE is_open
    ORDER BY severity, gate, local_authority, report_id, claim, page, seen
"""
# An archive may know an authority by its number alone; dbt, once it has run, knows its name.
KNOWN_AUTHORITIES = "SELECT urn, local_authority FROM staging.stg_local_authorities"
NO_AUTHORITIES = "SELECT NULL::BIGINT AS urn, NULL::VARCHAR AS local_authority"
# Only dbt knows which problems a hand correction answers, and which corrections no longer fit.
TOLD_BY_DBT = "FROM marts.extraction_problems"
NOTHING_TOLD = "SELECT *, NULL AS local_authority, true AS is_open FROM gates.problems LIMIT 0"


@dataclass(frozen=True, slots=True)
class KnownProblem:
    """One thing a gate noticed; without a report where the claim is about a whole table.

    `crop` is the path of a picture of the place.
    """

    severity: str
    gate: str
    expectation: str
    table_name: str
    local_authority: str | None
    report_id: str | None
    claim: str
    page: int | None
    seen: str | None
    crop: str | None

    @property
    def is_critical(self) -> bool:
        """Whether it stops a release."""
        return self.severity == "critical"


def latest_problems(home: Home) -> list[KnownProblem]:
    """The problems of the latest run, worst first; empty where nothing was ever judged.

    Nobody may be refreshing the home meanwhile.
    """
    if not home.warehouse.exists():
        return []
    with open_to_read(home.warehouse) as connection:
        if not _has(connection, "problems"):
            return []
        names = KNOWN_AUTHORITIES if _has(connection, "stg_local_authorities") else NO_AUTHORITIES
        told = TOLD_BY_DBT if _has(connection, "extraction_problems") else NOTHING_TOLD
        connection.execute(f"CREATE TEMP VIEW known_authorities AS {names}")
        connection.execute(f"CREATE TEMP VIEW told_by_dbt AS {told}")
        return _problems(connection, LATEST_PROBLEMS, home.root)


def released_problems(release: Path) -> list[KnownProblem]:
    """The problems that a release lists, worst first; a refresh may be at work meanwhile."""
    with open_to_read(release / RELEASED_DATABASE) as connection:
        return _problems(connection, RELEASED_PROBLEMS, release)


def critical_problems_in_words(home: Home) -> list[str]:
    """The claims that stopped the latest run, each with how often it failed and an example."""
    claims: dict[tuple[str, str], list[KnownProblem]] = {}
    for problem in latest_problems(home):
        if problem.is_critical:
            claims.setdefault((problem.table_name, problem.claim), []).append(problem)
    return [_in_words(table, claim, failures) for (table, claim), failures in claims.items()]


def letters_missing(home: Home) -> list[str]:
    """The letters that were released before and that the latest run did not find at its source."""
    return sorted(
        {problem.report_id or "" for problem in latest_problems(home) if problem.expectation in LETTER_IS_MISSING}
    )


def _problems(connection: duckdb.DuckDBPyConnection, query: str, folder: Path) -> list[KnownProblem]:
    """What a query finds, with pictures under `folder`."""
    return [KnownProblem(*row) for row in connection.execute(query, {"folder": str(folder)}).fetchall()]


def _has(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM information_schema.tables WHERE table_name = ?", [table]).fetchall())


def _in_words(table: str, claim: str, failures: list[KnownProblem]) -> str:
    more = len(failures) - PLACES_NAMED
    places = [f"    {_place(failure)}" for failure in failures[:PLACES_NAMED]]
    heading = f"- {table}: {claim} This fails in {len(failures)} place(s):"
    return "\n".join([heading, *places, *([f"    and {more} more: jtai problems"] if more > 0 else [])])


def _place(failure: KnownProblem) -> str:
    """The letter, by its authority where that is known, and what was seen."""
    letter = " ".join(part for part in (failure.local_authority, failure.report_id) if part)
    return ": ".join(part for part in (letter, failure.seen) if part) or "the table as a whole"
