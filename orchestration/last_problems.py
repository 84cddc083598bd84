"""What the last gate noticed, listed among the published problems: dbt had built them before this gate judged.

Only the list of problems and the mark of the letters concerned are written; every figure stays as it was judged. What
is critical is not listed, for nothing is released then.
"""

from __future__ import annotations

import duckdb

FORGET = "DELETE FROM marts.extraction_problems WHERE gate = 'published'"
LIST = """
    INSERT INTO marts.extraction_problems BY NAME
    SELECT
        problem_key, report_id, inspections.local_authority, gate, expectation, claim, severity, table_name,
        column_name, row_key, problems.page, seen, crop_path, least(judged_at, first_seen) AS first_seen,
        true AS is_open
    FROM staging.stg_problems AS problems
    LEFT JOIN marts.inspections USING (report_id)
    LEFT JOIN raw.released_problems USING (problem_key)
    WHERE gate = 'published' AND severity = 'warning'
    QUALIFY row_number() OVER (PARTITION BY problem_key ORDER BY problems.page) = 1
"""
FLAG = """
    UPDATE marts.inspections SET extraction_status = 'flagged'
    WHERE report_id IN (SELECT report_id FROM marts.extraction_problems WHERE gate = 'published')
"""


def list_last_problems(connection: duckdb.DuckDBPyConnection) -> None:
    """Add what the last gate warned of to the published problems, and flag the letters that it is about."""
    for statement in (FORGET, LIST, FLAG):
        connection.execute(statement)
