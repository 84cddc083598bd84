"""What the last gate noticed is listed among the published problems and flags its letter, though dbt came before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from running import jtai

from orchestration.gates import judge_and_record
from orchestration.warehouse import Warehouse

REPORT = "80419_2016-12-05"
DRIFT = "UPDATE marts.release_figures SET value = 2 * value, value_before = 3 * value WHERE figure = 'words'"
DATE_MOVED = f"UPDATE marts.inspections SET letter_date = letter_date + 1 WHERE report_id = '{REPORT}'"  # noqa: S608
PAGE_KNOWN = f"UPDATE marts.sections SET text = '' WHERE report_id = '{REPORT}' AND section_number = 2"  # noqa: S608


def test_a_problem_of_the_last_gate_is_listed_once_shown_and_flags_its_letter(
    home: Path, change_warehouse: Callable[[str], None]
) -> None:
    for damage in (DRIFT, DATE_MOVED, PAGE_KNOWN):
        change_warehouse(damage)
    for _ in range(2):
        judge_and_record("published", Warehouse(home=str(home)), "a later run", datetime.now(UTC), most_flagged=1)

    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        listed = connection.execute(
            "SELECT expectation, report_id, local_authority IS NULL, crop_path FROM marts.extraction_problems"
            " WHERE gate = 'published' ORDER BY expectation"
        ).fetchall()
        status = connection.execute("SELECT extraction_status FROM marts.inspections WHERE report_id = ?", [REPORT])
        assert status.fetchall() == [("flagged",)]
    assert {row[:3] for row in listed} >= {
        ("a_section_has_words", REPORT, False),
        ("no_figure_has_fallen", None, True),
        ("released_dates_have_not_moved", REPORT, False),
    }
    assert len(listed) == len(set(listed))
    [crop] = [row[3] for row in listed if row[0] == "a_section_has_words"]
    assert (home / crop).is_file()
    told = jtai("problems", "--home", home).stdout
    assert "No figure has fallen by more than a tenth" in " ".join(told.split())
