"""A letter extracted so wrongly that a check blocks it is released once a person has corrected it, and not before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from running import Refreshed

from orchestration.cli.refresh import refresh
from orchestration.metadata.check_results import CheckNotPassedError
from orchestration.workspace.progress import NoProgress
from orchestration.workspace.settings import Settings

REPORT, WRONG = "80419_2016-12-05", "sheep"


def released(home: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "releases" / "latest" / "jtai.duckdb"), read_only=True) as connection:
        return connection.execute(query, [REPORT]).fetchall()


def change_extraction(home: Path, **facts: str) -> None:
    """Change what was extracted from the letter, as a mistake of the extractor would."""
    for path in (home / "extractions").rglob("*.json"):
        rows: Mapping[str, dict[str, object]] = json.loads(path.read_text())
        if rows["letter"]["report_id"] == REPORT:
            path.write_text(json.dumps({**rows, "letter": {**rows["letter"], **facts}}))


def correct(
    home: Path, column: str, original: str, corrected: str, *, table: str = "inspections", row: str = ""
) -> None:
    with (home / "manual" / "corrections.csv").open("a") as corrections:
        corrections.write(f"{REPORT},{table},{row},{column},{original},{corrected},misread,A person,2026-11-20\n")


def logged_by_latest_run(home: Path) -> list[str]:
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        (run,) = instance.get_runs(limit=1)
        return [entry.user_message for entry in instance.all_logs(run.run_id)]


def test_a_critical_problem_is_answered_by_a_correction_of_its_cell_and_by_no_other(
    refreshed: Refreshed, home: Path
) -> None:
    [(theme, title)] = released(home, "SELECT theme, title FROM inspections WHERE report_id = ?")
    change_extraction(home, theme=WRONG)
    settings = Settings(home=home, source=str(refreshed.archive), pace_seconds=0)

    correct(home, "title", f'"{title}"', "Another title")
    with pytest.raises(
        CheckNotPassedError, match="marts/extraction_problems: critical_problems_are_answered"
    ) as stopped:
        refresh(settings, NoProgress())
    assert WRONG in str(stopped.value)

    correct(home, "theme", WRONG, str(theme))
    correct(home, "kind", "strengths", "areas_for_improvement", table="sections", row="9")
    passed = refresh(settings, NoProgress())
    assert (passed.is_new, passed.letters_extracted) == (True, 0)
    logged = logged_by_latest_run(home)
    assert [line for line in logged if "changed parts=manual_inputs" in line], "what people enter is a change"
    query = "SELECT theme, extraction_status FROM inspections WHERE report_id = ?"
    assert released(home, query) == [(theme, "corrected")]
    query = "SELECT DISTINCT kind, polarity FROM findings WHERE report_id = ? AND section_number = 9"
    assert released(home, query) == [("areas_for_improvement", "improvement")]
    query = "SELECT severity, seen, is_open FROM extraction_problems WHERE report_id = ? AND column_name = 'theme'"
    assert released(home, query) == [("critical", WRONG, False)]


def test_counts_of_flagged_letters_agree_everywhere(refreshed: Refreshed) -> None:
    with duckdb.connect(str(refreshed.home / "releases" / "latest" / "jtai.duckdb"), read_only=True) as connection:
        queries = (
            "SELECT count(*) FROM inspections WHERE extraction_status = 'flagged'",
            "SELECT count(DISTINCT report_id) FROM extraction_problems SEMI JOIN inspections USING (report_id)"
            " WHERE is_open",
            "SELECT value FROM release_metrics WHERE metric = 'flagged letters'"
            " AND release_name = (SELECT max(release_name) FROM release_metrics)",
        )
        (flagged,) = {int(connection.execute(query).fetchall()[0][0]) for query in queries}
    assert flagged > 0
    assert f"{flagged} flagged" in refreshed.finished.stdout
