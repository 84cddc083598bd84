"""The comparison with the previous release: none, one of an older version, and one of this version."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
import yaml
from dbt_runs import DBT_PROJECT, PREVIOUS, run_dbt
from invented_rows import LAST_WEEK, OLDER_RELEASE, TODAY
from test_marts import rows_of

pytestmark = pytest.mark.slow

MARTS = DBT_PROJECT / "models" / "marts"
LETTER_TABLES = ("inspections", "sections", "findings", "case_studies", "footnotes", "signatories")


def test_every_letter_of_a_first_release_is_new(first_marts: duckdb.DuckDBPyConnection) -> None:
    assert rows_of(first_marts, "report_id, change, column_name FROM changes") == [
        ("bedford", "new", None),
        ("early", "new", None),
        ("late", "new", None),
        ("unfetched", "new", None),
    ]


def test_a_first_release_has_no_history(first_marts: duckdb.DuckDBPyConnection) -> None:
    (release,) = rows_of(first_marts, "release_name, previous_release FROM intermediate.int_release")
    assert release[1] is None
    versions = "DISTINCT first_released, last_released, version_status FROM letter_versions"
    assert rows_of(first_marts, versions) == [(release[0], release[0], "current")]
    assert rows_of(first_marts, "DISTINCT release_name, previous_value FROM release_metrics") == [(release[0], None)]
    assert rows_of(first_marts, "DISTINCT first_seen FROM extraction_problems", "gate = 'extracted'") == [(TODAY,)]


def test_a_release_is_named_by_the_second_in_utc_in_which_its_build_began(marts: duckdb.DuckDBPyConnection) -> None:
    ((name, refreshed_at, previous),) = rows_of(
        marts, "release_name, refreshed_at, previous_release FROM intermediate.int_release"
    )
    assert isinstance(refreshed_at, datetime)
    assert (name, previous) == (f"{refreshed_at:%Y-%m-%dT%H%M%SZ}", OLDER_RELEASE)
    age = datetime.now(UTC).replace(tzinfo=None) - refreshed_at
    assert 0 <= age.total_seconds() < 3600
    assert refreshed_at.microsecond == 0


def test_a_release_of_an_older_version_is_compared_in_the_columns_that_it_has(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    assert rows_of(marts, "report_id, local_authority FROM changes", "change = 'new'") == [
        ("late", "Barnsley"),
        ("unfetched", "York"),
    ]
    columns = "report_id, table_name, row_key, column_name, old_value, new_value FROM changes"
    assert sorted(rows_of(marts, columns, "change = 'changed'"), key=str) == [
        ("bedford", "inspections", None, "theme", None, "neglect"),
        ("early", "footnotes", "1", "text", None, "A regulation."),
        ("early", "inspections", None, "file_sha256", "sha of another file", "sha of early"),
        ("early", "inspections", None, "theme", "domestic abuse", "neglect"),
    ]


def test_a_problem_keeps_when_a_release_first_showed_it(marts: duckdb.DuckDBPyConnection) -> None:
    first_seen = rows_of(marts, "report_id, first_seen FROM extraction_problems", "gate = 'extracted'")
    assert first_seen == [("bedford", TODAY), ("late", LAST_WEEK)]


def test_a_letter_replaced_under_the_same_id_is_a_new_version_beside_the_old_one(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    versions = "file_sha256, version_status, first_released, last_released FROM letter_versions"
    ((release,),) = rows_of(marts, "release_name FROM intermediate.int_release")
    assert rows_of(marts, versions, "report_id = 'early'") == [
        ("sha of another file", "replaced", "2025-12-29T050000Z", OLDER_RELEASE),
        ("sha of early", "current", release, release),
    ]


def test_metrics_of_an_older_version_are_listed_beside_those_of_this_release(marts: duckdb.DuckDBPyConnection) -> None:
    ((release,),) = rows_of(marts, "release_name FROM intermediate.int_release")
    metrics = "release_name, value, previous_value FROM release_metrics"
    letters = rows_of(marts, metrics, "metric = 'letters'")
    assert letters == [(OLDER_RELEASE, 2.0, None), (release, 3.0, 2.0)]


def test_a_metric_that_has_worsened_is_a_problem_that_flags_no_letter(marts: duckdb.DuckDBPyConnection) -> None:
    columns = "expectation, message, severity, table_name, column_name, row_key, seen FROM extraction_problems"
    assert rows_of(marts, columns, "gate = 'published'") == [
        (
            "no_metric_has_dropped",
            "Findings (all letters): 6, down from 10 in the previous release.",
            "warning",
            "release_metrics",
            "metric",
            "findings",
            "metric: findings; segment: all letters; previous_value: 10; value: 6",
        )
    ]


def test_a_hand_correction_is_a_change_whichever_cell_it_corrects(second_marts: duckdb.DuckDBPyConnection) -> None:
    assert rows_of(second_marts, "* FROM changes") == [
        ("changed", "late", "Barnsley", "inspections", None, "inspectorates", "Ofsted", "Ofsted; CQC")
    ]


def test_a_second_release_keeps_when_versions_and_problems_were_first_there(
    first_marts: duckdb.DuckDBPyConnection, second_marts: duckdb.DuckDBPyConnection
) -> None:
    problems = "problem_key, first_seen FROM extraction_problems"
    assert rows_of(second_marts, problems) == rows_of(first_marts, problems)
    ((release,),) = rows_of(second_marts, "release_name FROM intermediate.int_release")
    before = rows_of(first_marts, "report_id, first_released FROM letter_versions")
    versions = rows_of(second_marts, "report_id, first_released, last_released FROM letter_versions")
    assert versions == [(*version, release) for version in before]


def test_each_metric_of_a_second_release_is_beside_that_of_the_first(second_marts: duckdb.DuckDBPyConnection) -> None:
    is_new = "release_name = (SELECT release_name FROM intermediate.int_release) AND metric <> 'flagged letters'"
    changed = rows_of(
        second_marts, "metric FROM release_metrics", f"{is_new} AND value IS DISTINCT FROM previous_value"
    )
    assert changed == []


@pytest.mark.parametrize("table", LETTER_TABLES)
def test_every_column_that_can_be_corrected_is_compared(table: str) -> None:
    (model,) = yaml.safe_load((MARTS / f"{table}.yml").read_text("utf-8"))["models"]
    meta = {column["name"]: column.get("config", {}).get("meta", {}) for column in model["columns"]}
    corrected = {name for name, flags in meta.items() if flags.get("correctable")}
    assert corrected
    assert corrected.isdisjoint(name for name, flags in meta.items() if flags.get("compared") is False)


@pytest.mark.slow
def test_the_project_can_be_parsed_where_no_release_is(tmp_path: Path) -> None:
    parsed = run_dbt(tmp_path, "parse")
    assert parsed.returncode == 0, parsed.stdout
    assert not (tmp_path / PREVIOUS).exists()
