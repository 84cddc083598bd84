"""dbt's tests of the marts: each is shown tables that must fail it."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from dbt_runs import HERE, WAREHOUSE, copy_of, run_dbt

pytestmark = pytest.mark.slow

DAMAGES = (
    "UPDATE inspections SET urn = 1, local_authority = NULL, la_code = NULL, ltla23cd = NULL, region_code = NULL,"
    " region = NULL, theme = 'unheard of', extraction_status = 'perhaps', written_statement_lead_type = 'nobody'",
    "UPDATE inspections SET extraction_status = 'unread' WHERE report_id = 'late'",
    "UPDATE sections SET report_id = 'nobody', kind = 'unknown', polarity = 'unknown' WHERE kind <> 'strengths'",
    "UPDATE findings SET report_id = 'no one', kind = 'unknown', polarity = 'unknown', form = 'unknown'",
    "INSERT INTO finding_topics SELECT 'nobody', 1, 'unheard of', '' FROM range(2)",
    "INSERT INTO finding_agencies SELECT 'nobody', 1, 'unheard of', '' FROM range(2)",
    "UPDATE topic_criteria SET topic = 'unheard of', criterion_number = 1, agency = 'unheard of'",
    "UPDATE case_studies SET report_id = 'no one', polarity = 'unknown'",
    "UPDATE footnotes SET report_id = 'no one'",
    "UPDATE signatories SET report_id = 'no one'",
    "UPDATE outcomes_expanded SET report_id = 'no one'",
    "UPDATE outcomes_summary SET la_code = NULL, region_code = NULL, local_authority = NULL",
    "UPDATE local_authorities SET region_name = NULL",
    "UPDATE local_authority_aliases SET la_name = 'nobody'",
    "UPDATE themes SET definition = NULL",
    "UPDATE extraction_problems SET gate = 'unknown', severity = 'unknown'",
    "UPDATE letter_versions SET version_status = 'unknown'",
    "UPDATE corrections SET status = 'unknown' WHERE status <> 'no_longer_needed'",
    "UPDATE changes SET change = 'unknown', table_name = 'unknown'",
)


@pytest.fixture(scope="module")
def statuses(upgraded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each test of a mart says of damaged marts, by its name."""
    folder = copy_of(upgraded, tmp_path_factory.mktemp("damaged") / "folder")
    damage_marts(folder / WAREHOUSE)
    run_dbt(folder, "test", "--select", "marts", "--exclude-resource-type", "unit_test")
    results = json.loads((folder / HERE.dbt / "run_results.json").read_text("utf-8"))["results"]
    return {result["unique_id"].split(".")[2]: result["status"] for result in results}


def damage_marts(warehouse: Path) -> None:
    """Repeat every row of every mart, and put what no mart may hold into most columns."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("USE marts")
        found = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'").fetchall()
        repeats = [f"INSERT INTO {table} FROM {table}" for (table,) in found]
        for statement in [*repeats, *DAMAGES]:
            connection.execute(statement)


def test_every_test_of_a_mart_fails_on_a_damaged_one(statuses: dict[str, str]) -> None:
    assert {name for name, status in statuses.items() if status not in ("fail", "warn")} == set()


def test_only_what_a_person_should_look_at_is_a_warning(statuses: dict[str, str]) -> None:
    assert {name for name, status in statuses.items() if status == "warn"} == {
        "every_correction_is_still_needed",
        "every_inspected_authority_has_a_region",
        "every_inspected_authority_has_a_region_code",
        "every_inspected_authority_has_an_la_code",
        "every_inspected_authority_has_an_ltla23cd",
        "every_inspected_authority_is_known",
        "every_summary_has_a_region_code",
        "every_summary_has_an_la_code",
        "every_theme_has_a_definition",
        "every_theme_is_on_the_list",
        "findings_and_notes_are_within_their_letter",
        "findings_are_the_bullets_of_their_sections",
        "local_authorities_reconcile_with_inspections",
        "no_metric_has_worsened",
    }
