"""The released database explains itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from small_warehouse import DatabaseOf, section, small_rows

from publishers.formats.views import VIEWS


@pytest.fixture
def database(released: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(released / "jtai.duckdb"), read_only=True) as con:
        yield con


def test_every_table_view_and_column_has_a_comment(database: duckdb.DuckDBPyConnection) -> None:
    bare = database.execute(
        "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL "
        "UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL "
        "UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns() "
        "WHERE NOT internal AND comment IS NULL "
        "UNION ALL SELECT function_name FROM duckdb_functions() "
        "WHERE database_name = current_database() AND schema_name = 'main' AND comment IS NULL"
    ).fetchall()
    assert bare == []


def test_columns_keep_their_order_type_and_comment(warehouse: Path, database: duckdb.DuckDBPyConnection) -> None:
    query = (
        "SELECT table_name, column_index, column_name, data_type, comment FROM duckdb_columns() "
        "WHERE schema_name = ? AND table_name NOT IN (SELECT view_name FROM duckdb_views()) "
        "AND NOT internal ORDER BY ALL"
    )
    with duckdb.connect(str(warehouse), read_only=True) as con:
        assert database.execute(query, ["main"]).fetchall() == con.execute(query, ["marts"]).fetchall()


def test_the_latest_inspections_are_one_for_each_authority(database: duckdb.DuckDBPyConnection) -> None:
    found = database.execute("SELECT report_id FROM latest_inspections ORDER BY report_id").fetchall()
    assert found == [("50200001",), ("50200002",)]


def test_an_authority_never_inspected_counts_in_its_region(database: duckdb.DuckDBPyConnection) -> None:
    found = database.execute(
        "SELECT authority_count, inspected_authority_count, letter_count FROM inspections_by_region"
    ).fetchall()
    assert found == [(3, 2, 3)]


def test_neighbours_come_with_their_latest_inspection(database: duckdb.DuckDBPyConnection) -> None:
    found = database.execute(
        "SELECT neighbour_rank, neighbour, latest_report_id, latest_theme FROM statistical_neighbours "
        "WHERE urn = 90001 ORDER BY neighbour_rank"
    ).fetchall()
    assert found == [(1, "Never Seen", None, None), (2, "Marlow’s Reach", "50200002", None)]


def test_findings_of_each_layout_are_counted_apart(database: duckdb.DuckDBPyConnection) -> None:
    measures = "family, letter_count, strengths_per_letter, criticisms_per_letter, words_per_finding"
    assert sorted(database.view("format_change").project(measures).fetchall()) == [
        # Its letters have no section of criticisms.
        ("2016 to 2020", 1, 1, None, 3),
        ("2022 on", 2, 2, 0, 2),
    ]


def test_a_finding_under_a_subheading_counts_as_its_kind(database_of: DatabaseOf) -> None:
    rows = small_rows()
    rows["sections"].append(section("50200001", 9, "sub_section", "Strengths", "The last finding."))
    (last,) = [row for row in rows["findings"] if row["text"] == "The last finding."]
    last["section_number"] = 9
    with duckdb.connect(str(database_of(rows)), read_only=True) as con:
        counts = con.view("finding_counts").filter("report_id = '50200001'").fetchall()
    assert counts == [("50200001", 2, None, 0)]


def test_the_never_inspected_are_those_without_a_letter(database: duckdb.DuckDBPyConnection) -> None:
    assert database.sql("SELECT local_authority FROM authorities_never_inspected").fetchall() == [("Never Seen",)]


def test_whose_letter_is_known_but_not_listed_is_not_called_never_inspected(database_of: DatabaseOf) -> None:
    rows = small_rows()
    (without,) = [row for row in rows["local_authorities"] if row["local_authority"] == "Never Seen"]
    without["unlisted_letter_count"] = 1
    with duckdb.connect(str(database_of(rows)), read_only=True) as con:
        assert con.view("authorities_never_inspected").fetchall() == []


def test_a_view_shows_the_comment_of_the_table_it_is_about(database: duckdb.DuckDBPyConnection) -> None:
    found = database.execute(
        "SELECT comment FROM duckdb_columns() WHERE table_name = 'latest_findings' AND column_name = 'report_id'"
    ).fetchall()
    assert found == [("The findings column report_id.",)]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_view_answers(view: object, database: duckdb.DuckDBPyConnection) -> None:
    assert database.view(view.name).fetchall()  # type: ignore[attr-defined]
